/** message.search: the words that a person looks for, over what the index has. */
import type { Handlers, Message, OperationOutput } from '@plexi/operations';
import { type AccountId, accountOf, type ChannelId, type DeviceId, plexiError } from '@plexi/protocol';
import { type FoundMessages, hasLink, type MessageQuery, markMatches } from '@plexi/storage';
import type { Client } from '../client/client.ts';
import { rankText } from '../search/rank.ts';
import { readDate } from '../search/read-date.ts';
import { type ReadQuery, readQuery } from '../search/read-query.ts';
import { makeSnippet } from '../search/snippet.ts';
import type { Space } from '../space/space.ts';
import type { PeerContext } from './context.ts';
import { findSpace, spacesWithin } from './lookup.ts';
import { isHeard, whereIs } from './where.ts';

type Hit = OperationOutput<'message.search'>['results'][number];
type Place = { space: Space; channel: ChannelId };

/** Before results are shown, new messages are indexed for so long at most: what was just written is found. */
const FRESH_MS = 30;
/** Of so many newest matches, the best. */
const RANKED = 300;
/** Pages of the index looked at for one page of results, where what was found is no longer there as it was. */
const PAGES = 8;
const SECOND_MS = 1000;

const channelsOf = (space: Space): Place[] => space.channels().map(({ id }) => ({ space, channel: id }));

/** Conversations that were turned down, or are not to be heard of, are not searched. */
const searchable = (client: Client): Space[] =>
  client
    .spaces()
    .filter(
      ({ id }) => client.small.record(id)?.standing !== 'declined' && client.small.reach(id) !== 'closed',
    );

/** Where to look. Throws NOT_FOUND where no channel has that name. */
const placesNamed = (client: Client, spaces: readonly Space[], name: string | undefined): Place[] => {
  const all = spaces.flatMap(channelsOf);
  if (name === undefined) return all;
  const plain = name.replace(/^#/, '');
  const named = all.filter(({ space, channel }) => {
    const where = whereIs(client, space, channel);
    return channel === name || where.channel === name || where.name === plain;
  });
  if (named.length === 0) throw plexiError('NOT_FOUND', { detail: 'channel' });
  return named;
};

/** Every device that a person by that name or id ever had in these spaces. */
const devicesOf = (spaces: readonly Space[], self: AccountId, name: string): DeviceId[] =>
  spaces.flatMap((space) => {
    const governance = space.replica.governance();
    if (governance === undefined) return [];
    return [...governance.record.standings.devices.keys()].filter((device) => {
      const account = accountOf(governance, device);
      if (account === undefined) return false;
      return account === name || (name === 'me' ? account === self : space.words.account(account) === name);
    });
  });

export const searchHandlers = (context: PeerContext) => {
  const toQuery = (
    spaces: readonly Space[],
    /** Whether these are all that there are. */
    everywhere: boolean,
    client: Client,
    { all, none, filters }: ReadQuery,
  ): Omit<MessageQuery, 'limit'> => {
    const { from, in: within, after, before, has } = filters;
    const name = from?.replace(/^@/, '');
    return {
      all,
      none,
      ...(everywhere && within === undefined
        ? {}
        : {
            places: placesNamed(client, spaces, within).map(({ space, channel }) => ({
              space: space.id,
              channel,
            })),
          }),
      ...(name === undefined
        ? {}
        : {
            from: {
              devices: devicesOf(spaces, client.self.account, name),
              authors: name === 'me' ? [] : [name],
            },
          }),
      ...(has === undefined ? {} : { has }),
      ...(after === undefined ? {} : { after: readDate(after) }),
      ...(before === undefined ? {} : { before: readDate(before) }),
    };
  };

  /** As it is now: an edit may have taken the words away, or was nobody's to make. */
  const isFoundStill = (message: Message, { all, none, has }: MessageQuery): boolean =>
    isHeard(message) &&
    message.deleted !== true &&
    message.hidden !== true &&
    (has !== 'link' || hasLink(message.text)) &&
    all.every((phrase) => markMatches(message.text, [phrase]).length > 0) &&
    none.every((phrase) => markMatches(message.text, [phrase]).length === 0);

  const present = async (
    client: Client,
    found: FoundMessages,
    spaces: readonly Space[],
    query: MessageQuery,
  ): Promise<Hit[]> => {
    const shown = new Map<string, Hit>();
    for (const space of new Set(found.messages.map((message) => message.space))) {
      const home = spaces.find((it) => it.id === space);
      const stored = found.messages.filter((message) => message.space === space);
      for (const message of (await home?.messages.shown(stored.map(({ id }) => id))) ?? []) {
        const channel = stored.find(({ id }) => id === message.id)?.channel;
        if (home === undefined || channel === undefined || !isFoundStill(message, query)) continue;
        const where = whereIs(client, home, channel);
        shown.set(space + message.id, {
          message: { ...message, channel: where.channel },
          space: where.space,
          place: where.name,
          snippet: makeSnippet(message.text, query.all),
        });
      }
    }
    return found.messages.flatMap(({ space, id }) => shown.get(space + id) ?? []);
  };

  return {
    'message.search': async ({ query: text, space: name, order, limit, wait, cursor, ...fields }, caller) => {
      const client = await context.client();
      const spaces =
        name === undefined
          ? searchable(client)
          : spacesWithin(client, (await findSpace(context, name)).space);
      const read = readQuery(text);
      const given = Object.entries(fields).filter(([, value]) => value !== undefined);
      read.filters = { ...read.filters, ...Object.fromEntries(given) };
      const indexed = await context.indexer().hurry(Math.max(FRESH_MS, wait * SECOND_MS), caller.signal);
      const isEmpty = read.all.length + read.none.length + Object.keys(read.filters).length === 0;
      if (isEmpty) return { results: [], indexed };
      const wanted = toQuery(spaces, name === undefined, client, read);
      const { store } = context.profile.open();
      const query: MessageQuery = { ...wanted, limit: order === 'best' ? RANKED : limit };
      const hits: Hit[] = [];
      let next = cursor;
      for (let page = 0; page < PAGES; page++) {
        const found = await store.searchMessages({
          ...query,
          limit: query.limit - hits.length,
          ...(next === undefined ? {} : { cursor: next }),
        });
        hits.push(...(await present(client, found, spaces, query)));
        next = found.next;
        if (next === undefined || hits.length >= query.limit) break;
      }
      if (order === 'best') {
        const ranked = hits.map((hit) => ({ hit, rank: rankText(hit.message.text, query.all) }));
        ranked.sort((a, b) => b.rank - a.rank);
        return { results: ranked.slice(0, limit).map(({ hit }) => hit), indexed };
      }
      return { results: hits, indexed, ...(next === undefined ? {} : { cursor: next }) };
    },
  } satisfies Handlers;
};
