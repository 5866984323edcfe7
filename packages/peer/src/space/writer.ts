/** Writing entries of one's own. Everything here runs in the replica's queue. */
import { sealEntry } from '@plexi/crypto/sealing';
import {
  type Act,
  type ChannelEvent,
  type ChannelId,
  type DropOrder,
  type Entry,
  type EntryId,
  type EpochId,
  encodeAct,
  encodeDropOrder,
  encodeEvent,
  type Hlc,
  LIMITS,
  type LogId,
  type LogRef,
  tickHlc,
  utf8,
  type Written,
  writeEntry,
  ZERO_ID,
} from '@plexi/protocol';
import type { Write } from '@plexi/storage';
import { type SpaceContext, writableLog } from './context.ts';

/** Makes a body for its place in the log: the key depends on the place. */
type MakeBody = (place: { logId: LogId; sequence: number }) => {
  body: Uint8Array;
  epoch: EpochId;
  keyCommitment: string;
};

export interface Writer {
  /** The clock of the newest entry known, ours or not. */
  observe(clock: Hlc): void;
  /** Appends sealed events to a channel. */
  events(channel: ChannelId, events: readonly ChannelEvent[], writes?: readonly Write[]): Promise<Entry[]>;
  /** [L4] Appends orders that bodies go: not sealed, so that relays can follow them. */
  drops(channel: ChannelId, orders: readonly DropOrder[]): Promise<Entry[]>;
  /** Appends words to the space's mail channel, sealed to the space; gives where. */
  mail(words: Uint8Array): Promise<Written>;
  /** Appends a governance act; `words` are sealed to members. `first` founds the space. */
  act(act: Act, words?: string | Uint8Array, first?: { log: LogRef }): Promise<Entry>;
  /** Appends a message of the key group, which protects itself. */
  keyMessage(message: Uint8Array, writes?: readonly Write[]): Promise<Entry>;
}

const plain = (body: Uint8Array) => ({ body, epoch: ZERO_ID as EpochId, keyCommitment: ZERO_ID });

export const createWriter = (context: SpaceContext): Writer => {
  const { primitives, replica, self, keys } = context;
  let last = 0 as Hlc;

  const append = async (
    log: LogRef,
    bodies: readonly MakeBody[],
    writes: readonly Write[],
  ): Promise<Entry[]> => {
    const state = replica.stateOf(log);
    let { sequence, id } = state.tip;
    // Cited heads only grow: those that the log's last entry saw are said again only when there are others.
    const now = [...(replica.governance()?.heads ?? [])].sort().slice(0, LIMITS.governanceHeads);
    let heads: EntryId[] = sameIds(now, state.heads) ? [] : now;
    const entries = bodies.map((makeBody) => {
      sequence++;
      last = tickHlc(Math.max(last, state.tip.clock) as Hlc, context.now());
      const { body, epoch, keyCommitment: commitment } = makeBody({ logId: state.logId, sequence });
      const fields = {
        logId: state.logId,
        sequence,
        previous: id,
        clock: last,
        epoch,
        keyCommitment: commitment,
        governanceHeads: heads,
      };
      const entry = writeEntry(primitives, fields, body, self.keys.secretKey.reveal());
      id = entry.id;
      heads = [];
      return entry;
    });
    await replica.commitOwn(log, entries, writes);
    return entries;
  };

  type Sealer = (bytes: Uint8Array, wrap?: (box: Uint8Array) => Uint8Array) => MakeBody;

  /** Seals bodies under a channel's secret. */
  const sealerFor = (channel: ChannelId): Sealer => {
    const { epoch, secret } = keys.sealing(channel);
    return (bytes, wrap = (box) => box) =>
      (place) => {
        const sealedBody = sealEntry(primitives, secret, place, bytes);
        return { body: wrap(sealedBody.body), epoch, keyCommitment: sealedBody.keyCommitment };
      };
  };

  const logOf = (channel: ChannelId): LogRef => writableLog(context, channel);

  return {
    observe: (clock) => {
      if (clock > last) last = clock;
    },
    events: async (channel, events, writes = []) => {
      const seal = sealerFor(channel);
      return append(
        logOf(channel),
        events.map((event) => seal(encodeEvent(event))),
        writes,
      );
    },
    drops: (channel, orders) =>
      append(
        logOf(channel),
        orders.map((order) => () => plain(encodeDropOrder(order))),
        [],
      ),
    mail: async (words) => {
      const { mail } = replica.channels;
      const log = logOf(mail);
      await append(log, [sealerFor(mail)(words)], []);
      const { tip, heads } = replica.stateOf(log);
      return { log, sequence: tip.sequence, heads };
    },
    act: async (act, words, first) => {
      const body =
        words === undefined
          ? () => plain(encodeAct(act))
          : sealerFor(keys.scopes.ofAct(act))(typeof words === 'string' ? utf8(words) : words, (box) =>
              encodeAct(act, box),
            );
      const [entry] = await append(first?.log ?? logOf(replica.channels.governance), [body], []);
      return entry as Entry;
    },
    keyMessage: async (message, writes = []) => {
      const [entry] = await append(logOf(replica.channels.keys), [() => plain(message)], writes);
      return entry as Entry;
    },
  };
};

const sameIds = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((id, i) => id === b[i]);
