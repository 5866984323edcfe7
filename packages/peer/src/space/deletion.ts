/**
 * [L4] Deleting a message for everyone: its entry, its author's edits of it, and the chunks of its files are named in a drop
 * order, which relays and members follow. What somebody else wrote is hidden at once too, since its order has to wait.
 */
import { type DropOrder, type DropTarget, LIMITS } from '@plexi/protocol';
import type { StoredMessage } from '@plexi/storage';
import { extrasOf } from './extras.ts';
import type { Space } from './space.ts';

/** What is to go with a message. */
const targetsOf = async (space: Space, message: StoredMessage): Promise<DropTarget[]> => {
  const edits = await space.messages.editsOf(message);
  return [message, ...edits].map(({ logId, sequence, entry }) => ({ logId, sequence, entry }));
};

const toOrders = (targets: readonly DropTarget[], blobs: readonly string[]): DropOrder[] => {
  const orders: DropOrder[] = [];
  const parts = Math.max(
    Math.ceil(targets.length / LIMITS.dropTargets),
    Math.ceil(blobs.length / LIMITS.dropBlobs),
  );
  for (let part = 0; part < parts; part++) {
    const named = targets.slice(part * LIMITS.dropTargets, (part + 1) * LIMITS.dropTargets);
    orders.push({
      // An order names at least one body: the message itself, again.
      targets: named.length > 0 ? named : targets.slice(0, 1),
      blobs: blobs.slice(part * LIMITS.dropBlobs, (part + 1) * LIMITS.dropBlobs),
    });
  }
  return orders;
};

/** Deletes a message. An imported line shares its body with others, so it is hidden and stays within it. */
export const deleteMessage = async (space: Space, message: StoredMessage, isOwn: boolean): Promise<void> => {
  const { channel, id } = message;
  if (!isOwn || message.kind === 'import')
    await space.write(channel, [{ kind: 'hide', target: id, on: true }]);
  if (message.kind === 'import') return;
  const blobs = (extrasOf(message).files ?? []).flatMap(({ hashes }) => hashes);
  await space.drop(channel, toOrders(await targetsOf(space, message), blobs));
};
