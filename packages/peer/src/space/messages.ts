/** Reading a timeline, and telling views what is new in it. */
import type { Message, PeerEvent } from '@plexi/operations';
import {
  accountOf,
  type ChannelId,
  decodeHeader,
  type EntryId,
  hlcToMs,
  idFromBytes,
  LIMITS,
  type Receipt,
} from '@plexi/protocol';
import type { MessagePlace, StoredMessage } from '@plexi/storage';
import type { LogState } from '../replica/frontier.ts';
import { ownLog, type SpaceContext } from './context.ts';
import { deliveryState, type Held, heldOf } from './delivery.ts';
import { openEntries } from './timeline.ts';
import type { Words } from './words.ts';

export interface Messages {
  list(channel: ChannelId, page: { limit: number; before?: string }): Promise<Message[]>;
  count(channel: ChannelId): Promise<number>;
  find(id: string): Promise<Message | undefined>;
  /** Ids that are there already. */
  known(ids: readonly string[]): Promise<Set<string>>;
  /** How many entries wait for their key. */
  unreadable(): Promise<number>;
  announce(stored: readonly StoredMessage[]): void;
  /** Opens entries of a log again, because they count again. */
  showAgain(state: LogState, from: number, to: number): Promise<void>;
  /** A receipt arrived. */
  received(receipt: Receipt): void;
}

/** Messages that one event carries; more are asked for. */
const EVENT_MESSAGES = 100;

export const createMessages = (context: SpaceContext, words: Words): Messages => {
  const { store, space, replica, self, primitives } = context;

  const present = (held: Map<string, Held>, stored: StoredMessage): Message => {
    const governance = replica.governance();
    const account = (governance && accountOf(governance, stored.device)) ?? self.account;
    const own = stored.device === self.device;
    const known = held.get(stored.logId) ?? heldOf(context, stored.logId);
    held.set(stored.logId, known);
    const writer = words.account(account);
    return {
      id: stored.id,
      author: stored.author ?? writer,
      time: stored.time ?? new Date(hlcToMs(stored.clock)).toISOString(),
      text: stored.text,
      state: own ? deliveryState(known, stored.sequence) : 'delivered',
      kind: stored.kind,
      authorId: account,
      ...(stored.kind === 'import' ? { importedBy: writer } : {}),
      own: account === self.account,
      clock: stored.clock,
    };
  };

  const presentAll = (stored: readonly StoredMessage[]): Message[] => {
    const held = new Map<string, Held>();
    return stored.map((message) => present(held, message));
  };

  const announce = (stored: readonly StoredMessage[]): void => {
    const channels = new Map<ChannelId, StoredMessage[]>();
    for (const message of stored) {
      channels.set(message.channel, [...(channels.get(message.channel) ?? []), message]);
    }
    for (const [channel, of] of channels) {
      const messages = presentAll(of.slice(-EVENT_MESSAGES));
      context.emit({ type: 'messages', space, channel, messages, more: of.length > EVENT_MESSAGES });
    }
  };

  const clockAt = async (state: LogState, sequence: number): Promise<number> => {
    if (sequence === 0) return 0;
    if (sequence >= state.tip.sequence) return state.tip.clock;
    const [raw] = await store.entries(space, state.log, sequence, { limit: 1, maxBytes: 1 });
    return raw === undefined ? 0 : decodeHeader(raw.header).clock;
  };

  const tellDelivery = async (state: LogState): Promise<void> => {
    const { channel } = state.log;
    const held = heldOf(context, state.logId);
    const [relay, delivered] = [await clockAt(state, held.relay), await clockAt(state, held.delivered)];
    const event: PeerEvent = { type: 'delivery', space, channel, relay, delivered };
    context.emit(event);
  };

  return {
    list: async (channel, page) => {
      const found = page.before === undefined ? undefined : await store.message(space, page.before);
      const before: MessagePlace | undefined =
        found === undefined ? undefined : { clock: found.clock, entry: found.entry, part: found.part };
      const { limit } = page;
      return presentAll(
        await store.messages(space, channel, before === undefined ? { limit } : { limit, before }),
      );
    },
    count: (channel) => store.countMessages(space, channel),
    find: async (id) => {
      const stored = await store.message(space, id);
      return stored === undefined ? undefined : presentAll([stored])[0];
    },
    known: (ids) => store.knownMessages(space, ids),
    unreadable: async () => (await store.records(space, 'unreadable')).length,
    announce,
    showAgain: async (state, from, to) => {
      for (let at = from; at <= to; ) {
        const raws = await store.entries(space, state.log, at, {
          limit: LIMITS.batchEntries,
          maxBytes: LIMITS.batchBytes,
        });
        if (raws.length === 0) return;
        const entries = raws.slice(0, to - at + 1).map((raw) => ({
          ...raw,
          parsed: decodeHeader(raw.header),
          id: idFromBytes<EntryId>(primitives.sha256(raw.header)),
        }));
        await store.commit(openEntries(context, state, entries).writes);
        at += raws.length;
      }
    },
    received: (receipt) => {
      const state = replica.frontier.byId(receipt.logId);
      if (state === undefined || state.log.device !== self.device) return;
      if (ownLog(context, state.log.channel) === undefined) return;
      tellDelivery(state).catch((error: unknown) => context.problem('INTERNAL', String(error)));
    },
  };
};
