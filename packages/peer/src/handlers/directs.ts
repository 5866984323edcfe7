/** Direct messages as a list: one conversation for each set of people. */

import { nativePrimitives as primitives } from '@plexi/crypto/native';
import type { Direct } from '@plexi/operations';
import type { AccountId } from '@plexi/protocol';
import { onlyChannel } from '@plexi/protocol';
import type { Client } from '../client/client.ts';
import type { Space } from '../space/space.ts';

/** Whose it is; until its governance is here, ourselves and whoever introduced us. */
const ownersOf = (client: Client, space: Space): AccountId[] =>
  space.replica.governance()?.state.owners ??
  [...new Set([client.self.account, ...(space.small === undefined ? [] : [space.small.by])])].sort();

const hasLeft = (space: Space, account: AccountId): boolean =>
  space.replica.governance()?.state.formerMembers[account] !== undefined;

/** Nobody has left it, and it was not turned down. */
const isGoing = (client: Client, space: Space): boolean =>
  client.small.record(space.id)?.standing !== 'declined' &&
  ownersOf(client, space).every((account) => !hasLeft(space, account));

const keyOf = (client: Client, space: Space): string => ownersOf(client, space).join();

/**
 * The conversations of one set of people, the one that goes on first: where two people open one at the same time there are two,
 * and everybody goes on in the one with the lower id.
 */
const conversations = (client: Client): Space[][] => {
  const all = client.small
    .directs()
    .filter((space) => client.small.record(space.id)?.standing !== 'declined')
    .sort((a, b) => (a.id < b.id ? -1 : 1));
  const byPeople = Map.groupBy(all, (space) => keyOf(client, space));
  return [...byPeople.values()].map((of) => [
    ...of.filter((space) => isGoing(client, space)),
    ...of.filter((space) => !isGoing(client, space)),
  ]);
};

/** The conversation with exactly these others that goes on, if there is one. */
export const directWith = (client: Client, others: readonly AccountId[]): Space | undefined => {
  const key = [...new Set([client.self.account, ...others])].sort().join();
  const found = client.small
    .directs()
    .filter((space) => space.replica.governance() !== undefined && isGoing(client, space))
    .filter((space) => keyOf(client, space) === key);
  return found.sort((a, b) => (a.id < b.id ? -1 : 1))[0];
};

/** What a conversation looks like in the list. */
export const describeDirect = async (
  client: Client,
  space: Space,
  earlier: readonly Space[] = [],
): Promise<Direct> => {
  const { account: self } = client.self;
  const record = client.small.record(space.id);
  const by = record?.by ?? self;
  const channel = onlyChannel(primitives, space.id);
  const [latest] = await space.messages.list(channel, { limit: 1 });
  const members = ownersOf(client, space).map((account) => ({
    account,
    name: space.words.account(account),
    self: account === self,
    left: hasLeft(space, account),
  }));
  const { state } = space.summary();
  return {
    space: space.id,
    channel,
    name: members
      .filter((member) => !member.self)
      .map(({ name }) => name)
      .join(', '),
    state: state === 'ready' ? 'ready' : hasLeft(space, self) ? 'left' : 'waiting',
    request: record?.standing === 'request',
    by: { account: by, name: space.words.account(by) },
    members,
    messages: await space.messages.count(channel),
    ...(latest === undefined
      ? {}
      : { latest: { author: latest.author, text: latest.text.slice(0, 200), time: latest.time } }),
    ...(earlier.length === 0 ? {} : { earlier: earlier.map(({ id }) => id) }),
  };
};

/** All that were not turned down. */
export const listDirects = (client: Client): Promise<Direct[]> =>
  Promise.all(
    conversations(client).flatMap(([first, ...earlier]) =>
      first === undefined ? [] : [describeDirect(client, first, earlier)],
    ),
  );
