/** Which of the messages behind a mark wait for this account, and which of them name it, as they are now. */
import { type ChannelId, type DeviceId, LIMITS, type LogId } from '@plexi/protocol';
import type { Store, UnreadMessage, UnreadQuery } from '@plexi/storage';
import type { AccountState } from '../account-state/account-state.ts';
import { callsIn } from '../space/calls.ts';
import type { Space } from '../space/space.ts';

type Behind = Pick<UnreadQuery, 'after' | 'except'>;

interface Waiting {
  /** Those that count. */
  counting: (channel: ChannelId, found: readonly UnreadMessage[]) => Promise<UnreadMessage[]>;
  /** Those that count behind a mark, oldest first: of more than are counted one by one, the newest. */
  newest: (
    channel: ChannelId,
    behind: Behind,
  ) => Promise<{ counting: UnreadMessage[]; isAll: boolean; isEmpty: boolean }>;
  /** The first one behind a mark that counts. */
  oldest: (channel: ChannelId, behind: Behind) => Promise<UnreadMessage | undefined>;
  /** What names this account, newest first, be it since an edit. */
  callsBehind: (channel: ChannelId, query: Behind & { limit: number }) => Promise<UnreadMessage[]>;
}

/** Messages looked at behind a mark, at most: where nearly all are one's own. */
const LOOK = 20_000;
/** Looked at first, of each that is asked for. */
const NEAR = 2;
/** Messages asked for to find the first one that counts. */
const FIRST_PAGE = 100;

export interface WaitingDependencies {
  space: Space;
  store: Store;
  account: AccountState;
  isOwn: (device: DeviceId) => boolean;
}

export const createWaiting = ({ space, store, account, isOwn }: WaitingDependencies): Waiting => {
  /** Of the threads that these are in, those that one began or wrote in, and those that are another channel's. */
  const threadsOf = async (
    channel: ChannelId,
    messages: readonly UnreadMessage[],
  ): Promise<{ own: Set<string>; elsewhere: Set<string> }> => {
    const roots = [
      ...new Set(messages.flatMap(({ apart, root }) => (apart && root !== undefined ? [root] : []))),
    ];
    if (roots.length === 0) return { own: new Set(), elsewhere: new Set() };
    const shares = await store.threadShares(space.id, roots);
    const begun = await store.messagesById(space.id, roots);
    const isHere = ({ logId }: { logId: LogId }): boolean =>
      space.replica.frontier.byId(logId)?.log.channel === channel;
    const elsewhere = new Set(begun.filter((root) => root.channel !== channel).map(({ id }) => id));
    const own = new Set([
      ...shares.filter((share) => isOwn(share.device) && isHere(share)).map(({ root }) => root),
      ...begun.filter(({ device }) => isOwn(device)).map(({ id }) => id),
    ]);
    return { own, elsewhere };
  };

  /** With the words that count now: an edit may have made them name this account, or name it no more. */
  const asTheyAre = async (
    channel: ChannelId,
    messages: readonly UnreadMessage[],
  ): Promise<UnreadMessage[]> => {
    const edited = new Set(await callsIn(store, space.id, channel));
    const asked = messages.filter(({ id, mentionsSelf }) => mentionsSelf || edited.has(id));
    const shown = await space.messages.shown(asked.map(({ id }) => id));
    const calling = new Set(shown.filter(({ mentions }) => mentions?.self === true).map(({ id }) => id));
    return messages.map((message) => ({ ...message, mentionsSelf: calling.has(message.id) }));
  };

  /** Of these, those that somebody who may took away from everyone, by a word that stands beside the message. */
  const takenAway = async (
    channel: ChannelId,
    messages: readonly UnreadMessage[],
  ): Promise<ReadonlySet<string>> => {
    const said = await store.channelAnnotations(space.id, channel, 'hide');
    const asked = new Set(said.map(({ target }) => target));
    const ids = messages.flatMap(({ id }) => (asked.has(id) ? [id] : []));
    const shown = await space.messages.shown(ids);
    return new Set(shown.filter(({ deleted }) => deleted === true).map(({ id }) => id));
  };

  const counting = async (channel: ChannelId, found: readonly UnreadMessage[]): Promise<UnreadMessage[]> => {
    const messages = await asTheyAre(channel, found);
    const { own, elsewhere } = await threadsOf(channel, messages);
    const gone = await takenAway(channel, messages);
    return messages.filter(
      ({ id, apart, root = '', mentionsSelf }) =>
        account.get(space.id, 'hide', id) === undefined &&
        !gone.has(id) &&
        (!apart || ((mentionsSelf || own.has(root)) && !elsewhere.has(root))),
    );
  };

  /** Whether anybody else has written there: a channel that one has filled oneself, say by an import, is not looked through. */
  const isAnyoneIn = (channel: ChannelId, except: readonly DeviceId[]): boolean =>
    [...space.replica.frontier.all()].some(
      ({ log }) => log.channel === channel && !except.includes(log.device),
    );

  /** Asks for so many, and for all there are to look at where too few of them count. */
  const find = async (
    channel: ChannelId,
    query: Omit<UnreadQuery, 'look'>,
    enough: number,
    sift: (found: readonly UnreadMessage[]) => Promise<UnreadMessage[]> = (found) => counting(channel, found),
  ): Promise<{ sifted: UnreadMessage[]; found: number; isAll: boolean }> => {
    const ask = async (limit: number, look: number) => {
      const found = isAnyoneIn(channel, query.except)
        ? await store.unread(space.id, channel, { ...query, limit, look })
        : [];
      return { sifted: await sift(found), found: found.length, isAll: found.length < limit };
    };
    // Most of the time nearly all count: then there is no need to look far.
    const near = await ask(query.limit, query.limit * NEAR);
    if (near.sifted.length >= enough) return near;
    const some = near.isAll ? await ask(query.limit, LOOK) : near;
    return some.isAll || some.sifted.length >= enough ? some : ask(LOOK, LOOK);
  };

  const newest: Waiting['newest'] = async (channel, behind) => {
    const query = { ...behind, limit: LIMITS.unreadCounted };
    const { sifted, found, isAll } = await find(channel, query, LIMITS.unreadCounted);
    return { counting: sifted.reverse(), isAll, isEmpty: found === 0 };
  };

  const oldest: Waiting['oldest'] = async (channel, behind) => {
    const query = { ...behind, only: 'oldest', limit: FIRST_PAGE } as const;
    return (await find(channel, query, 1)).sifted[0];
  };

  const callsBehind: Waiting['callsBehind'] = async (channel, { limit, ...behind }) => {
    const ids = await callsIn(store, space.id, channel);
    const edited = (await store.messagesById(space.id, ids)).filter(
      (message) =>
        message.channel === channel &&
        message.clock > behind.after &&
        !message.dropped &&
        !behind.except.includes(message.device),
    );
    const sift = async (written: readonly UnreadMessage[]): Promise<UnreadMessage[]> => {
      const known = new Set(written.map(({ id }) => id));
      const all = await counting(channel, [...written, ...edited.filter(({ id }) => !known.has(id))]);
      return all.filter(({ mentionsSelf }) => mentionsSelf);
    };
    const { sifted } = await find(channel, { ...behind, only: 'mentions', limit }, limit, sift);
    return sifted.sort((a, b) => b.clock - a.clock).slice(0, limit);
  };

  return { counting, newest, oldest, callsBehind };
};
