/** [L4] Edits that another of one's devices wrote, while away, of a message that was deleted meanwhile. */
import { accountOf } from '@plexi/protocol';
import type { StoredAnnotation, StoredMessage } from '@plexi/storage';
import { ownLog, type SpaceContext } from './context.ts';
import type { Writer } from './writer.ts';

/** Of edits, those by this account of messages of its own that are deleted. */
const editsOfDeleted = async (
  { store, space, replica, self }: SpaceContext,
  edits: readonly StoredAnnotation[],
): Promise<StoredAnnotation[]> => {
  const governance = replica.governance();
  const isOwn = ({ device }: { device: StoredMessage['device'] }): boolean =>
    governance !== undefined && accountOf(governance, device) === self.account;
  const own = edits.filter(isOwn);
  const targets = await store.messagesById(
    space,
    own.map(({ target }) => target),
  );
  const deleted = new Set(targets.filter((message) => message.dropped && isOwn(message)).map(({ id }) => id));
  return own.filter(({ target }) => deleted.has(target));
};

/** Orders that those go. To be called within the replica's queue. */
export const dropEditsOfDeleted = async (
  context: SpaceContext,
  writer: Pick<Writer, 'drops'>,
  edits: readonly StoredAnnotation[],
): Promise<void> => {
  for (const { logId, sequence, entry, channel } of await editsOfDeleted(context, edits))
    if (ownLog(context, channel) !== undefined)
      await writer.drops(channel, [{ targets: [{ logId, sequence, entry }], blobs: [] }]);
};
