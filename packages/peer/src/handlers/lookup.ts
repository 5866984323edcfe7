/** Finding what a person names: by id, or by name where that is unique. */

import type { Message } from '@plexi/operations';
import { type AccountId, plexiError } from '@plexi/protocol';
import type { StoredMessage } from '@plexi/storage';
import type { Client } from '../client/client.ts';
import { isOrdinary } from '../client/reach.ts';
import { conversationOf } from '../small-space/conversation.ts';
import type { Space } from '../space/space.ts';
import type { PeerContext } from './context.ts';

export const one = <Found>(found: readonly Found[], what: string): Found => {
  const [first] = found;
  if (first === undefined) throw plexiError('NOT_FOUND', { detail: what });
  if (found.length > 1) throw plexiError('AMBIGUOUS_NAME', { detail: what });
  return first;
};

/** The space by id or name. */
export const findSpace = async (
  context: PeerContext,
  name: string,
): Promise<{ client: Client; space: Space }> => {
  const client = await context.client();
  const byId = client.spaces().find((space) => space.id === name);
  const space =
    byId ??
    one(
      client.spaces().filter((it) => isOrdinary(it) && it.summary().name === name),
      'space',
    );
  return { client, space };
};

/** The member by account id or name. */
export const findMember = (space: Space, name: string): AccountId => {
  const ids = Object.keys(space.governance().state.members) as AccountId[];
  if (ids.includes(name as AccountId)) return name as AccountId;
  return one(
    ids.filter((id) => space.words.account(id) === name),
    'member',
  );
};

/** Throws KEY_MISSING while the space is being joined, REMOVED_FROM_SPACE after. */
const assertWritable = (space: Space): void => {
  const { state } = space.summary();
  if (state === 'removed') throw plexiError('REMOVED_FROM_SPACE');
  if (state !== 'ready') throw plexiError('KEY_MISSING', { detail: "waiting for a member's device" });
};

/**
 * Makes sure that a space may be written in now. Throws KEY_MISSING while it is being joined, REMOVED_FROM_SPACE after, and
 * REMOVAL_PENDING while somebody is in a private channel who must not be.
 */
export const prepareWriting = async (client: Client, space: Space): Promise<void> => {
  assertWritable(space);
  if (space.small === undefined) return;
  const refusal = await client.small.beforeWriting(space);
  if (refusal !== undefined) throw refusal;
  // Whoever answers has accepted.
  if (client.small.record(space.id)?.standing === 'request') await client.small.setStanding(space.id, 'open');
};

/** A space that this device may write in. Throws KEY_MISSING while it is being joined, REMOVED_FROM_SPACE after. */
export const findWritable = async (
  context: PeerContext,
  name: string,
): Promise<{ client: Client; space: Space }> => {
  const found = await findSpace(context, name);
  await prepareWriting(found.client, found.space);
  return found;
};

/** A space with its private channels; a direct message with those that are read as one with it. */
export const spacesWithin = (client: Client, space: Space): Space[] =>
  space.small === undefined ? [space, ...client.small.channelsOf(space.id)] : conversationOf(client, space);

/** A message of the space or of what is within it, by id. */
export const findMessage = async (
  context: PeerContext,
  name: string,
  id: string,
): Promise<{ client: Client; space: Space; message: StoredMessage }> => {
  const { client, space: parent } = await findSpace(context, name);
  for (const space of spacesWithin(client, parent)) {
    const message = await space.messages.stored(id);
    if (message !== undefined) return { client, space, message };
  }
  throw plexiError('NOT_FOUND', { detail: 'message' });
};

/** The id that begins so, among those of the space and its private channels. Throws NOT_FOUND, AMBIGUOUS_NAME. */
export const findMessageId = async (context: PeerContext, name: string, digits: string): Promise<string> => {
  const { client, space: parent } = await findSpace(context, name);
  const found = await Promise.all(
    spacesWithin(client, parent).map((space) => space.messages.idsFrom(digits)),
  );
  return one(found.flat(), 'message');
};

/** A message that something is to be said about. Throws MESSAGE_DELETED, and what `findWritable` throws. */
export const findLiveMessage = async (
  context: PeerContext,
  name: string,
  id: string,
): Promise<{ client: Client; space: Space; message: StoredMessage; shown: Message }> => {
  const found = await findMessage(context, name, id);
  await prepareWriting(found.client, found.space);
  const shown = await found.space.messages.find(id);
  if (shown === undefined || shown.deleted === true) throw plexiError('MESSAGE_DELETED');
  return { ...found, shown };
};

/** An account in a form to read out: ten groups of four digits of hexadecimal, from its hash-like public key. */
export const fingerprintOf = (account: string): string =>
  (account.slice(0, 40).match(/.{4}/g) ?? []).join(' ');
