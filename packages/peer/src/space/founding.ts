/**
 * Founding happens as a whole or not at all. A space is marked before anything of it is written, and the mark goes once all is:
 * whatever is still marked was never there. Nobody is shown it, and the next start forgets it.
 */
import type { SpaceId } from '@plexi/protocol';
import type { Store, Write } from '@plexi/storage';

const KIND = 'founding';

/** Marks a space, or takes the mark off. */
export const foundingWrite = (id: SpaceId, isUnderWay: boolean): Write => ({
  type: 'record',
  scope: 'profile',
  kind: KIND,
  key: id,
  value: isUnderWay ? new Uint8Array() : undefined,
});

const forget = (store: Store, id: SpaceId): Promise<void> =>
  store.commit([
    { type: 'forget-space', space: id },
    ...['space', 'small-space'].map(
      (kind): Write => ({ type: 'record', scope: 'profile', kind, key: id, value: undefined }),
    ),
    foundingWrite(id, false),
  ]);

/** Those that did not come to their end, or have not yet. */
export const unfounded = async (store: Store): Promise<ReadonlySet<SpaceId>> =>
  new Set((await store.records('profile', KIND)).map(({ key }) => key as SpaceId));

/** Forgets what did not come to its end before, and gives the spaces that are left. What the disk does not let go of stays marked. */
export const loadFounded = async (store: Store, problem: (error: unknown) => void): Promise<SpaceId[]> => {
  for (const id of await unfounded(store)) await forget(store, id).catch(problem);
  const left = await unfounded(store);
  const spoken = await store.records('profile', 'space');
  return spoken.map(({ key }) => key as SpaceId).filter((id) => !left.has(id));
};
