/** Direct messages as a list: one conversation for each set of people. */
import type { Direct } from '@plexi/operations';
import type { Client } from '../client/client.ts';
import { channelOf, conversationOf, conversations, hasLeft, ownersOf } from '../small-space/conversation.ts';
import type { Space } from '../space/space.ts';
import { readTimeline } from './timeline.ts';

/** What a conversation looks like in the list, by its home. */
export const describeDirect = async (client: Client, space: Space): Promise<Direct> => {
  const { account: self } = client.self;
  const record = client.small.record(space.id);
  const by = record?.by ?? self;
  const [, ...earlier] = conversationOf(client, space);
  const parts = [space, ...earlier].map((part) => ({ space: part, channel: channelOf(part) }));
  const [latest] = await readTimeline(parts, { limit: 1 });
  const counts = await Promise.all(parts.map((part) => part.space.messages.count(part.channel)));
  const members = ownersOf(client, space).map((account) => ({
    account,
    name: space.words.account(account),
    self: account === self,
    left: hasLeft(space, account),
  }));
  const { state } = space.summary();
  return {
    space: space.id,
    channel: channelOf(space),
    name: members
      .filter((member) => !member.self)
      .map(({ name }) => name)
      .join(', '),
    state: state === 'ready' ? 'ready' : hasLeft(space, self) ? 'left' : 'waiting',
    request: record?.standing === 'request',
    by: { account: by, name: space.words.account(by) },
    members,
    messages: counts.reduce((sum, count) => sum + count, 0),
    ...(latest === undefined
      ? {}
      : { latest: { author: latest.author, text: latest.text.slice(0, 200), time: latest.time } }),
    ...(earlier.length === 0
      ? {}
      : { earlier: parts.slice(1).map((part) => ({ space: part.space.id, channel: part.channel })) }),
  };
};

/** All that were not turned down. */
export const listDirects = (client: Client): Promise<Direct[]> =>
  Promise.all(
    conversations(client).flatMap(([home]) => (home === undefined ? [] : [describeDirect(client, home)])),
  );
