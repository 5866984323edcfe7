/** Changes of what governance says, and applying them. */
import type { GovernanceState } from './state.ts';

/** One value put in its place, or taken away where it is undefined. */
export interface Change {
  path: [keyof GovernanceState, ...string[]];
  value: unknown;
}

type Branch = Record<string, unknown>;

/**
 * Applies changes to `state`, in place. With `own`, what hangs below the root and is not in there belongs to another state too: it is
 * copied on the way, once.
 */
export const applyChanges = (
  state: GovernanceState,
  changes: readonly Change[],
  own?: WeakSet<object>,
): void => {
  for (const { path, value } of changes) {
    let branch = state as unknown as Branch;
    for (const step of path.slice(0, -1)) {
      let next = branch[step] as Branch;
      if (own?.has(next) === false) {
        next = { ...next };
        own.add(next);
        branch[step] = next;
      }
      branch = next;
    }
    const last = path[path.length - 1] as string;
    if (value === undefined) delete branch[last];
    else branch[last] = value;
  }
};
