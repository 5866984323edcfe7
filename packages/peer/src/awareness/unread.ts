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
import type { MessagePlace, Store, StoredMessage, UnreadMessage } from '@plexi/storage';
import type { AccountState } from '../account-state/account-state.ts';
import { EVERYWHERE } from '../account-state/item.ts';
import type { Space } from '../space/space.ts';
import { createLate, isLateFor } from './late.ts';
import { createWaiting } from './waiting.ts';

interface UnreadCount {
  unread: number;
  mentions: number;
  first: { id: string; clock: Hlc } | undefined;
  /** Up to where the channel was read. */
  mark: Hlc;
}

export interface Unread {
  count(channel: ChannelId): Promise<UnreadCount>;
  /** Mentions of this account, newest first, and whether each waits; of all, or of those that wait. */
  mentions(
    channel: ChannelId,
    limit: number,
    onlyUnread: boolean,
  ): Promise<(UnreadMessage & { unread: boolean })[]>;
  /**
   * Marks a channel as read: up to a message, or all of it. What arrived late before `since` was not seen. Messages of one
   * clock (lines of an import) are read together: up to one of them is up to before the first, until the last is seen.
   */
  read(channel: ChannelId, upTo: MessagePlace | undefined, since: MessagePlace | undefined): Promise<void>;
  /** Marks a message and all behind it as not read; with it those of the same clock. */
  unreadFrom(channel: ChannelId, from: MessagePlace): Promise<void>;
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
const TELL_DELAY_MS = 30;
/** Which mark this device set itself: only then it knows what was here when it did. */
const MARKED_HERE = 'marked-here';

export const createUnread = (dependencies: UnreadDependencies): Unread => {
  const { space, store, self, account } = dependencies;
  const counted = new Map<ChannelId, ReturnType<typeof look>>();
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
  const joined = (): Hlc => space.replica.governance()?.state.members[self.account]?.since ?? ZERO_HLC;
  const markOf = (channel: ChannelId): Hlc => account.readMark(space.id, channel)?.clock ?? joined();

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

  space.replica.onDropped(() => changed());
  const { newest, oldest, counting, callsBehind } = createWaiting({ space, store, account, isOwn });
  const lateOnes = createLate({ space: space.id, store, account });
  const lateIn = async (channel: ChannelId): Promise<UnreadMessage[]> =>
    counting(channel, await lateOnes.within(channel, markOf(channel), silent()));

  /** Beside the count: the clock up to which nothing at all waits, where nothing does. */
  const look = async (channel: ChannelId): Promise<{ count: UnreadCount; floor: Hlc | undefined }> => {
    const mark = markOf(channel);
    const query = { after: Math.max(mark, floors.get(channel) ?? 0) as Hlc, except: silent() };
    // In this order: what arrives between the two is past the floor.
    const [last] = await store.messages(space.id, channel, { limit: 1 });
    const behind = await newest(channel, query);
    const late = await lateIn(channel);
    const calls = behind.isAll
      ? behind.counting.filter(({ mentionsSelf }) => mentionsSelf)
      : await callsBehind(channel, { ...query, limit: LIMITS.unreadCounted });
    // What is late lies before the mark, and all else behind it.
    const first = late[0] ?? (behind.isAll ? behind.counting[0] : await oldest(channel, query));
    return {
      count: {
        unread: Math.min(behind.counting.length + late.length, LIMITS.unreadCounted),
        mentions: calls.length + late.filter(({ mentionsSelf }) => mentionsSelf).length,
        first: first && { id: first.id, clock: first.clock },
        mark,
      },
      floor: behind.isEmpty ? last?.clock : undefined,
    };
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

  const takeLate = async (channel: ChannelId, messages: readonly StoredMessage[]): Promise<void> => {
    const mark = account.readMark(space.id, channel);
    if (mark === undefined || !(await isMarkedHere(channel))) return;
    const except = silent();
    const fresh = messages.filter(
      (message) =>
        message.clock > joined() && isLateFor(mark.clock, message) && !except.includes(message.device),
    );
    if (fresh.length === 0) return;
    if (lateOnes.count(channel) + fresh.length > LATE_KEPT) {
      const earliest = Math.min(...fresh.map(({ clock }) => clock));
      await setMark(channel, { turn: mark.turn + 1, clock: (earliest - 1) as Hlc });
    } else await lateOnes.remember(channel, fresh);
    changed(channel);
  };

  return {
    count: async (channel) => {
      const known = counted.get(channel);
      if (known !== undefined) return (await known).count;
      const looking = look(channel);
      counted.set(channel, looking);
      try {
        const { count, floor } = await looking;
        if (floor !== undefined && counted.get(channel) === looking) floors.set(channel, floor);
        return count;
      } catch (error) {
        if (counted.get(channel) === looking) counted.delete(channel);
        throw error;
      }
    },
    mentions: async (channel, limit, onlyUnread) => {
      const mark = markOf(channel);
      const query = { after: onlyUnread ? mark : ZERO_HLC, except: silent(), limit };
      const late = (await lateIn(channel)).filter(({ mentionsSelf }) => mentionsSelf).reverse();
      const found = await callsBehind(channel, query);
      const lateIds = new Set(late.map(({ id }) => id));
      const all = onlyUnread ? [...found, ...late] : found;
      return all
        .slice(0, limit)
        .map((message) => ({ ...message, unread: message.clock > mark || lateIds.has(message.id) }));
    },
    read: async (channel, upTo, since) => {
      // In this order: what arrives between the two is not taken for read.
      const [newestOne] = await store.messages(space.id, channel, { limit: 1 });
      if (newestOne === undefined) return;
      // Who has seen a message has seen what was answered in threads before the next one: the channel shows that there are answers.
      const [next] =
        upTo === undefined
          ? []
          : await store.messages(space.id, channel, { limit: 1, withoutApart: true, after: upTo });
      const clock = next === undefined ? newestOne.clock : ((next.clock - 1) as Hlc);
      if (clock > markOf(channel))
        await setMark(channel, { turn: account.readMark(space.id, channel)?.turn ?? 0, clock });
      await lateOnes.forget(channel, upTo === undefined ? undefined : { since, before: next });
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
