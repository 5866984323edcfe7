/** [K5] Who can learn which history secret from which: wraps, opened as far as the secrets here reach. */
import type { EpochId, Primitives } from '@plexi/protocol';
import type { EpochNode } from './epoch.ts';
import { unwrapSecret } from './history.ts';
import type { Wrap } from './message.ts';

/** Wraps that are sealed under one epoch's secret, from its commit or from a later `history` message. */
export interface Grant {
  sealing: EpochId;
  wraps: readonly Wrap[];
}

export interface GrantBook {
  add(grant: Grant): void;
  /**
   * Opens what can be opened; gives the epochs whose secrets are new. Of each wrap of an epoch that isn't known yet, `vouch` is
   * told which entry made it: whoever could seal the wrap was in the group.
   */
  open(nodes: ReadonlyMap<EpochId, EpochNode>, vouch: (wrap: Wrap) => void): EpochId[];
  /** All epochs whose secrets follow from one epoch's. */
  reach(from: EpochId): Set<EpochId>;
}

export const createGrantBook = (primitives: Primitives): GrantBook => {
  let waiting: { sealing: EpochId; wrap: Wrap }[] = [];
  /** Verified ones only: a wrap of garbage must not make a secret look handed on. */
  const opens = new Map<EpochId, Set<EpochId>>();
  return {
    add: ({ sealing, wraps }) => waiting.push(...wraps.map((wrap) => ({ sealing, wrap }))),
    open: (nodes, vouch) => {
      const learnt: EpochId[] = [];
      for (let progress = true; progress; ) {
        progress = false;
        const still: typeof waiting = [];
        for (const grant of waiting) {
          const secret = nodes.get(grant.sealing)?.secret ?? undefined;
          const wrapped = nodes.get(grant.wrap.epoch);
          if (secret !== undefined && wrapped === undefined) vouch(grant.wrap);
          if (secret === undefined || wrapped === undefined) {
            still.push(grant);
            continue;
          }
          const opened = unwrapSecret(primitives, secret, grant.wrap, wrapped.historyHash);
          if (opened === undefined) continue;
          const known = opens.get(grant.sealing) ?? new Set();
          opens.set(grant.sealing, known.add(grant.wrap.epoch));
          if (wrapped.secret !== null) continue;
          wrapped.secret = opened;
          learnt.push(wrapped.id);
          progress = true;
        }
        waiting = still;
      }
      return learnt;
    },
    reach: (from) => {
      const reached = new Set([from]);
      for (const epoch of reached) for (const next of opens.get(epoch) ?? []) reached.add(next);
      return reached;
    },
  };
};
