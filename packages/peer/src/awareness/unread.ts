/**
 * What waits to be read in a space. A channel's read mark is a clock; what lies behind it, is by others, is not hidden and is
 * no part of a thread that one has nothing to do with, counts. What was written before the mark and arrives after it was set
 * (by somebody who was offline) is remembered one by one, so that it is not taken for read.
 */
import type { PeerEvent } from '@plexi/operations';
import {
  type AccountId,
  accountOf,
  type ChannelId,
  type DeviceId,
  type Hlc,
  LIMITS,
  ZERO_HLC,
} from '@plexi/protocol';
import type { Store, StoredMessage, UnreadMessage } from '@plexi/storage';
import type { AccountState } from '../account-state/account-state.ts';
import { EVERYWHERE } from '../account-state/item.ts';
import type { Space } from '../space/space.ts';

interface UnreadCount {
  unread: number;
  mentions: number;
  first: string | undefined;
  /** Up to where the channel was read. */
  mark: Hlc;
}

export interface Unread {
  count(channel: ChannelId): Promise<UnreadCount>;
  /** Mentions of this account, newest first, and whether each waits. */
  mentions(channel: ChannelId, limit: number): Promise<(UnreadMessage & { unread: boolean })[]>;
  /** Marks a channel as read, up to a message or as far as it goes. */
  read(channel: ChannelId, upTo: StoredMessage | undefined): Promise<void>;
  /** Marks a message and all behind it as not read. */
  unreadFrom(channel: ChannelId, from: StoredMessage): Promise<void>;
  /** Messages were opened. */
  arrived(messages: readonly StoredMessage[]): void;
  /** Something else changed that counts; of one channel, or of all. */
  changed(channel?: ChannelId): void;
  close(): void;
}

export interface UnreadDependencies {
  space: Space;
  store: Store;
  self: { account: AccountId; device: DeviceId };
  account: AccountState;
  emit: (event: PeerEvent) => void;
  problem: (code: string, detail?: string) => void;
}

/** Late messages of one channel that are remembered one by one; with more, all since the first of them is unread again. */
const LATE_KEPT = 100;
/** Messages looked at behind a mark, at most: of a channel that one has filled oneself, say by an import. */
const LOOK = 20_000;
const TELL_DELAY_MS = 30;
/** Which mark this device set itself: only then it knows what was here when it did. */
const MARKED_HERE = 'marked-here';

const isWithin = (clock: number, mark: number): boolean => clock <= mark;

export const createUnread = (dependencies: UnreadDependencies): Unread => {
  const { space, store, self, account } = dependencies;
  const counted = new Map<ChannelId, Promise<UnreadCount>>();
  /** Up to here nothing waits, as was found out before. */
  const floors = new Map<ChannelId, Hlc>();
  let telling: NodeJS.Timeout | undefined;

  const tell = (): void => {
    telling ??= setTimeout(() => {
      telling = undefined;
      dependencies.emit({ type: 'unread', space: space.id });
    }, TELL_DELAY_MS);
    telling.unref();
  };
  const changed = (channel?: ChannelId): void => {
    for (const known of channel === undefined ? [...counted.keys(), ...floors.keys()] : [channel]) {
      counted.delete(known);
      floors.delete(known);
    }
    tell();
  };

  /** History before one's joining was never waiting. */
  const markOf = (channel: ChannelId): Hlc => {
    const since = space.replica.governance()?.state.members[self.account]?.since ?? ZERO_HLC;
    return account.readMark(space.id, channel)?.clock ?? since;
  };

  /** Devices whose messages don't count: one's own, and those of people who are blocked. */
  const silent = (): DeviceId[] => {
    const governance = space.replica.governance();
    if (governance === undefined) return [];
    const blocked = account.list(EVERYWHERE, 'block');
    const writers = new Set([...space.replica.frontier.all()].map(({ log }) => log.device));
    return [...writers].filter((device) => {
      const whose = accountOf(governance, device);
      return whose !== undefined && (whose === self.account || blocked.has(whose));
    });
  };

  const isOwn = (device: DeviceId): boolean => {
    const governance = space.replica.governance();
    return governance !== undefined && accountOf(governance, device) === self.account;
  };

  /** Threads among these that one began or wrote in. */
  const ownThreads = async (messages: readonly UnreadMessage[]): Promise<Set<string>> => {
    const roots = [
      ...new Set(messages.flatMap(({ apart, root }) => (apart && root !== undefined ? [root] : []))),
    ];
    if (roots.length === 0) return new Set();
    const shares = await store.threadShares(space.id, roots);
    const begun = await store.messagesById(space.id, roots);
    return new Set([
      ...shares.filter(({ device }) => isOwn(device)).map(({ root }) => root),
      ...begun.filter(({ device }) => isOwn(device)).map(({ id }) => id),
    ]);
  };

  const counting = async (messages: readonly UnreadMessage[]): Promise<UnreadMessage[]> => {
    const threads = await ownThreads(messages);
    return messages.filter(
      ({ id, apart, root, mentionsSelf }) =>
        account.get(space.id, 'hide', id) === undefined &&
        (!apart || mentionsSelf || (root !== undefined && threads.has(root))),
    );
  };

  const lateKeys = (channel: ChannelId): string[] =>
    [...account.list(space.id, 'late').keys()].filter((key) => key.startsWith(`${channel}/`));
  const late = async (
    channel: ChannelId,
    mark: Hlc,
    except: readonly DeviceId[],
  ): Promise<StoredMessage[]> => {
    const ids = lateKeys(channel).map((key) => key.slice(channel.length + 1));
    const found = ids.length === 0 ? [] : await store.messagesById(space.id, ids);
    return found.filter(
      (message) => !message.dropped && isWithin(message.clock, mark) && !except.includes(message.device),
    );
  };

  const look = async (channel: ChannelId): Promise<UnreadCount> => {
    const mark = markOf(channel);
    const floor = Math.max(mark, floors.get(channel) ?? 0) as Hlc;
    const except = silent();
    const query = { after: floor, except, limit: LIMITS.unreadCounted, look: LOOK };
    const behind = await store.unread(space.id, channel, query);
    const waiting = await counting([...behind, ...(await late(channel, mark, except))]);
    const isFull = behind.length >= LIMITS.unreadCounted;
    if (waiting.length === 0) {
      const [newest] = await store.messages(space.id, channel, { limit: 1 });
      if (newest !== undefined && behind.length === 0) floors.set(channel, newest.clock);
      return { unread: 0, mentions: 0, first: undefined, mark };
    }
    const called = isFull
      ? await counting(await store.unread(space.id, channel, { ...query, only: 'mentions' }))
      : waiting.filter(({ mentionsSelf }) => mentionsSelf);
    const oldest = isFull
      ? await counting(await store.unread(space.id, channel, { ...query, only: 'oldest', limit: 100 }))
      : waiting;
    const first = oldest.reduce(
      (a, b) => (b.clock < a.clock ? b : a),
      oldest[0] ?? (waiting[0] as UnreadMessage),
    );
    return {
      unread: Math.min(waiting.length, LIMITS.unreadCounted),
      mentions: called.length,
      first: first.id,
      mark,
    };
  };

  /** Who has seen a message has seen what was answered in threads before the next one: the channel shows that there are answers. */
  const lastSeen = async (
    channel: ChannelId,
    upTo: StoredMessage | undefined,
  ): Promise<{ clock: Hlc } | undefined> => {
    const page = { limit: 1, withoutApart: true };
    const [next] =
      upTo === undefined ? [] : await store.messages(space.id, channel, { ...page, after: upTo });
    if (upTo !== undefined && next !== undefined)
      return { clock: Math.max(upTo.clock, next.clock - 1) as Hlc };
    const [newest] = await store.messages(space.id, channel, { limit: 1 });
    return newest;
  };

  const setMark = async (channel: ChannelId, mark: { turn: number; clock: Hlc }): Promise<void> => {
    await account.setReadMark(space.id, channel, mark);
    const value = new TextEncoder().encode(`${mark.turn}:${mark.clock}`);
    await store.commit([{ type: 'record', scope: space.id, kind: MARKED_HERE, key: channel, value }]);
  };
  const isMarkedHere = async (channel: ChannelId): Promise<boolean> => {
    const mark = account.readMark(space.id, channel);
    const value = await store.record(space.id, MARKED_HERE, channel);
    return (
      mark !== undefined &&
      value !== undefined &&
      new TextDecoder().decode(value) === `${mark.turn}:${mark.clock}`
    );
  };

  const forgetLate = async (channel: ChannelId, upTo: Hlc): Promise<void> => {
    const keys = lateKeys(channel);
    const found = await store.messagesById(
      space.id,
      keys.map((key) => key.slice(channel.length + 1)),
    );
    const kept = new Set(found.filter(({ clock }) => clock > upTo).map(({ id }) => `${channel}/${id}`));
    for (const key of keys) if (!kept.has(key)) await account.set(space.id, 'late', key, undefined);
  };

  const takeLate = async (channel: ChannelId, messages: readonly StoredMessage[]): Promise<void> => {
    const mark = account.readMark(space.id, channel);
    if (mark === undefined || !(await isMarkedHere(channel))) return;
    const since = space.replica.governance()?.state.members[self.account]?.since ?? ZERO_HLC;
    const fresh = messages.filter(
      (message) => message.clock > since && isWithin(message.clock, mark.clock) && !isOwn(message.device),
    );
    if (fresh.length === 0) return;
    if (lateKeys(channel).length + fresh.length > LATE_KEPT) {
      const earliest = Math.min(...fresh.map(({ clock }) => clock));
      await setMark(channel, { turn: mark.turn + 1, clock: (earliest - 1) as Hlc });
    } else for (const { id } of fresh) await account.set(space.id, 'late', `${channel}/${id}`, '1');
    changed(channel);
  };

  return {
    count: (channel) => {
      const known = counted.get(channel);
      if (known !== undefined) return known;
      const counting_ = look(channel);
      counted.set(channel, counting_);
      counting_.catch(() => counted.delete(channel));
      return counting_;
    },
    mentions: async (channel, limit) => {
      const except = silent();
      const all = { after: ZERO_HLC, except, limit, look: LOOK, only: 'mentions' as const };
      const mark = markOf(channel);
      const waiting = new Set((await late(channel, mark, except)).map(({ id }) => id));
      const found = await counting(await store.unread(space.id, channel, all));
      return found.map((message) => ({
        ...message,
        unread: message.clock > mark || waiting.has(message.id),
      }));
    },
    read: async (channel, upTo) => {
      const newest = await lastSeen(channel, upTo);
      if (newest === undefined) return;
      const before = account.readMark(space.id, channel);
      if (before === undefined || newest.clock > before.clock)
        await setMark(channel, { turn: before?.turn ?? 0, clock: newest.clock });
      await forgetLate(channel, newest.clock);
      changed(channel);
    },
    unreadFrom: async (channel, from) => {
      const before = account.readMark(space.id, channel);
      await setMark(channel, { turn: (before?.turn ?? 0) + 1, clock: (from.clock - 1) as Hlc });
      changed(channel);
    },
    arrived: (messages) => {
      for (const [channel, of] of Map.groupBy(messages, (message) => message.channel)) {
        counted.delete(channel);
        const floor = floors.get(channel);
        if (floor !== undefined && of.some(({ clock }) => clock <= floor)) floors.delete(channel);
        takeLate(channel, of).catch((error: unknown) => dependencies.problem('INTERNAL', String(error)));
      }
      tell();
    },
    changed,
    close: () => clearTimeout(telling),
  };
};
