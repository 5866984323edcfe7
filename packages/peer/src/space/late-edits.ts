/** [L4] Edits that another of one's devices wrote, while away, of a message that was deleted meanwhile. */
import { accountOf } from '@plexi/protocol';
import type { StoredAnnotation, StoredMessage } from '@plexi/storage';
import type { SpaceContext } from './context.ts';

/** Of edits, those by this account of messages of its own that are deleted. */
export const editsOfDeleted = async (
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
