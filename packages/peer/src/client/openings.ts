/**
 * A space is opened once: two that open it at a time (an introduction that comes twice, a link that is followed twice) get the
 * same. Two replicas of one space would each miss what the other stores.
 */
import type { SpaceId } from '@plexi/protocol';
import type { SmallRecord } from '../small-space/record.ts';
import { openSpace, type Space, type SpaceDependencies } from '../space/space.ts';

export type OpenOnce = (id: SpaceId, small?: SmallRecord) => Promise<Space>;

export const createOpenings = (
  dependencies: SpaceDependencies,
  spaces: ReadonlyMap<SpaceId, Space>,
): OpenOnce => {
  const opening = new Map<SpaceId, Promise<Space>>();
  return async (id, small) => {
    const known = spaces.get(id);
    if (known !== undefined) return known;
    const begun = opening.get(id) ?? openSpace(dependencies, id, small);
    opening.set(id, begun);
    // Whoever comes after one that failed tries again.
    begun.catch(() => opening.delete(id));
    return begun;
  };
};
