/** space.list: from the spaces where they are open, else from what each last said about itself. */
import type { SpaceSummary } from '@plexi/operations';
import type { PeerContext } from './context.ts';

export const listSpaces = async (context: PeerContext): Promise<SpaceSummary[]> => {
  const { store } = context.profile.open();
  const open = context.openSpaces();
  if (open !== undefined) return open;
  const records = await store.records('profile', 'space');
  return records
    .map(({ value }) => JSON.parse(new TextDecoder().decode(value)) as SpaceSummary)
    .filter(({ kind }) => kind === undefined);
};
