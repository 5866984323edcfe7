/** space.list: from the spaces where they are open, else from what each last said about itself. */
import type { SpaceSummary } from '@plexi/operations';
import type { SpaceId } from '@plexi/protocol';
import { unfounded } from '../space/founding.ts';
import type { PeerContext } from './context.ts';

export const listSpaces = async (context: PeerContext): Promise<SpaceSummary[]> => {
  const { store } = context.profile.open();
  const open = context.openSpaces();
  if (open !== undefined) return open;
  const records = await store.records('profile', 'space');
  const left = await unfounded(store);
  return records
    .filter(({ key }) => !left.has(key as SpaceId))
    .map(({ value }) => JSON.parse(new TextDecoder().decode(value)) as SpaceSummary)
    .filter(({ kind }) => kind === undefined);
};
