import { flagName, type Named } from './flag-name.ts';
import { deriveSkeleton } from './skeleton.ts';
import { useConfusables } from './use-confusables.ts';

const known = new WeakMap<
  readonly Named[],
  { with: ReadonlyMap<string, string>; odd: ReadonlySet<string> }
>();
const NONE: ReadonlySet<string> = new Set();

/** Those whose name is odd of itself, or is taken for another's: found once for all of a list. */
const findOdd = (names: readonly Named[], confusables: ReadonlyMap<string, string>): ReadonlySet<string> => {
  const bySkeleton = new Map<string, Named[]>();
  for (const named of names) {
    const skeleton = deriveSkeleton(named.name, confusables).toLowerCase();
    bySkeleton.set(skeleton, [...(bySkeleton.get(skeleton) ?? []), named]);
  }
  const twins = [...bySkeleton.values()].filter((group) => group.length > 1).flat();
  const alone = names.filter((named) => flagName(named, [], confusables).length > 0);
  return new Set([...twins, ...alone].map(({ id }) => id));
};

/** Ids of the odd names among those given, for lists that show each of them many times. */
export const useOddNames = (names: readonly Named[]): ReadonlySet<string> => {
  const confusables = useConfusables();
  if (confusables === undefined) return NONE;
  const found = known.get(names);
  if (found?.with === confusables) return found.odd;
  const odd = findOdd(names, confusables);
  known.set(names, { with: confusables, odd });
  return odd;
};
