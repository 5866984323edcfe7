/** ai.log and ai.tally: what AI nodes inferred [A1], and what an AI node tells admins of what it inferred in private. */
import type { Handlers, Inference, Message } from '@plexi/operations';
import { type AccountId, TALLY_HOUR_MS } from '@plexi/protocol';
import type { PrivateInference } from '../assistant/tallies.ts';
import type { Client } from '../client/client.ts';
import { isOrdinary } from '../client/reach.ts';
import { channelOf, conversationOf, conversations, ownersOf } from '../small-space/conversation.ts';
import type { Space } from '../space/space.ts';
import { channelsIn } from './channels.ts';
import type { PeerContext } from './context.ts';
import { findSpace } from './lookup.ts';
import { findPlace, partsOf } from './place.ts';
import { type Part, readTimeline } from './timeline.ts';

/** Messages per page that are looked through, and pages of a conversation. */
const PAGE = 200;
const PAGES = 16;

const roleIn = (space: Space, account: string) =>
  space.governance().state.members[account as AccountId]?.role;

const isTold = (space: Space, { inference, authorId }: Message): boolean => {
  const role = roleIn(space, authorId);
  return inference !== undefined && (role === undefined || role === 'ai');
};

const show = (message: Message, channelName: string): Inference[] => {
  const { id, time, author, inference, replyTo } = message;
  if (inference === undefined) return [];
  const asked = replyTo === undefined ? {} : { asked: replyTo.id, askedBy: replyTo.author };
  return [{ ...inference, id, time, by: author, channelName, ...asked }];
};

/** Conversations with one of these accounts, or, where they are oneself, with anybody; the parts of each. */
const conversationsWith = (client: Client, accounts: ReadonlySet<string>): Part[][] => {
  const { account: self } = client.self;
  return conversations(client).flatMap(([home]) => {
    if (home === undefined) return [];
    const others = ownersOf(client, home).filter((account) => account !== self);
    if (!accounts.has(self) && !others.some((account) => accounts.has(account))) return [];
    return [conversationOf(client, home).map((space) => ({ space, channel: channelOf(space) }))];
  });
};

/** What was inferred in private between this account and AI nodes of a space: a matter of the two, with all that there is. */
const inPrivate = async (client: Client, space: Space): Promise<Message[]> => {
  const nodes = new Set(
    Object.values(space.governance().state.members).flatMap(({ account, role }) =>
      role === 'ai' ? account : [],
    ),
  );
  const pages = await Promise.all(
    conversationsWith(client, nodes).map((parts) => readTimeline(parts, { limit: PAGE })),
  );
  return pages
    .flat()
    .filter(({ authorId, inference }) => inference !== undefined && nodes.has(authorId as AccountId));
};

/** What nodes told this account, where it is an admin. */
const fromTallies = async (space: Space): Promise<Inference[]> =>
  (await space.tallies.list()).map(({ by, hour, ...cost }) => {
    const time = new Date(hour).toISOString();
    return { ...cost, time, by: space.words.account(by), channelName: '', sources: [], private: true };
  });

const ownInferences = async (parts: readonly Part[], since: number): Promise<PrivateInference[]> => {
  const found: PrivateInference[] = [];
  let before: string | undefined;
  for (let page = 0; page < PAGES; page += 1) {
    const messages = await readTimeline(parts, { limit: PAGE, before });
    for (const { own, id, time, inference } of messages) {
      if (!own || inference === undefined || inference.answerTokens === 0) continue;
      const { sources: _, ...cost } = inference;
      found.push({ ...cost, entry: id as never, at: Date.parse(time) });
    }
    const [first] = messages;
    if (first === undefined || Date.parse(first.time) < since) break;
    before = first.id;
  }
  return found;
};

/** Whose admins hear of a conversation: of the spaces that this node and who asks share, the first by id. */
const placeOf = (client: Client, parts: readonly Part[]): Space | undefined => {
  const { account: self } = client.self;
  const [home] = parts;
  const others = home === undefined ? [] : ownersOf(client, home.space).filter((it) => it !== self);
  return client
    .spaces()
    .filter((space) => isOrdinary(space) && space.summary().state === 'ready' && roleIn(space, self) === 'ai')
    .filter((space) => others.some((account) => roleIn(space, account) !== undefined))
    .toSorted((a, b) => (a.id < b.id ? -1 : 1))[0];
};

export const inferenceHandlers = (context: PeerContext) => {
  const inChannels = async (
    client: Client,
    space: Space,
    name: string,
    channel: string | undefined,
  ): Promise<Inference[]> => {
    const places =
      channel === undefined
        ? channelsIn(client, space, true).map((it) => ({ client, ...it }))
        : [await findPlace(context, name, channel)];
    const pages = await Promise.all(
      places.map(async (place) => {
        const page = await readTimeline(partsOf(place), { limit: PAGE });
        const where = place.space.words.channel(place.channel);
        return page.filter((message) => isTold(space, message)).flatMap((message) => show(message, where));
      }),
    );
    return pages.flat();
  };

  return {
    'ai.log': async ({ space: name, channel, limit, private: alone = false }) => {
      const { client, space } = await findSpace(context, name);
      const all = alone
        ? (await inPrivate(client, space)).flatMap((message) =>
            show(message, '').map((one) => ({ ...one, private: true })),
          )
        : [
            ...(await inChannels(client, space, name, channel)),
            ...(channel === undefined ? await fromTallies(space) : []),
          ];
      return all.sort((a, b) => (a.time < b.time ? 1 : -1)).slice(0, limit);
    },
    'ai.tally': async () => {
      const client = await context.client();
      const hour = Math.floor(context.now() / TALLY_HOUR_MS) * TALLY_HOUR_MS;
      for (const parts of conversationsWith(client, new Set([client.self.account]))) {
        const place = placeOf(client, parts);
        const [home] = parts;
        if (place === undefined || home === undefined) continue;
        const since = await place.tallies.toldUpTo(home.channel);
        if (since < hour) await place.tallies.tell(home.channel, await ownInferences(parts, since));
      }
      return {};
    },
  } satisfies Handlers;
};
