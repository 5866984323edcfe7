/** Devices that exchange over wires in memory. */
import { type ChannelId, isPlexiError, type Receipt, type Session } from '@plexi/protocol';
import { expect } from 'vitest';
import { openRegisterBook, type RegisterBook } from '../../src/register/register-book.ts';
import type { PageWay } from '../../src/replica/ahead-book.ts';
import { createExchange } from '../../src/sync/exchange.ts';
import type { Exchange, ExchangeDependencies } from '../../src/sync/exchange-port.ts';
import { openReceiptBook, type ReceiptBook } from '../../src/sync/receipt-book.ts';
import { createWitness, type WitnessPace } from '../../src/witness/witness.ts';
import { type Holder, type Person, primitives, viewOf } from '../space-story.ts';
import { createWire, type Wire } from './channel-pair.ts';

export { createWire, type Sent, type Wire } from './channel-pair.ts';

/** A device that takes part in the exchange, and what it was told. */
export interface Device extends Holder {
  exchange: Exchange;
  receipts: ReceiptBook;
  registerBook: RegisterBook;
  heard: {
    receipts: Receipt[];
    refused: string[];
    problems: string[];
    digests: Uint8Array[];
    joins: number;
    words: string[];
  };
  session(other: { who: Person }): Session;
  /** [L5] Asks another device for a page of a channel, beside what is here. */
  askPage(other: { who: Person }, channel: ChannelId, count: number, which?: PageWay): void;
}

interface OnlineOptions
  extends Partial<
    Pick<ExchangeDependencies, 'role' | 'inviteFor' | 'isLearning' | 'isAnew' | 'space' | 'spacesWith'>
  > {
  /** It tells other members what relays signed, at this pace; what they say in passing is that alone. */
  witness?: WitnessPace;
}

/** Lets a holder take part. */
export const online = async (
  holder: Holder,
  { witness: pace, ...options }: OnlineOptions = {},
): Promise<Device> => {
  const { replica, who, clock, store } = holder;
  const receipts = await openReceiptBook(primitives, store, replica.space);
  const heard: Device['heard'] = {
    receipts: [],
    refused: [],
    problems: [],
    digests: [],
    joins: 0,
    words: [],
  };
  const registerBook = await openRegisterBook({
    primitives,
    store,
    space: replica.space,
    now: () => clock.ms,
    governance: () => replica.governance(),
  });
  const shared = { replica, receipts, registerBook };
  let way: PageWay = 'newest';
  const exchange = createExchange({
    primitives,
    self: who.device,
    deviceSecretKey: who.deviceSeed,
    now: () => clock.ms,
    network: () => undefined,
    space: async (id) => (id === replica.space ? shared : undefined),
    spacesWith: () => [replica.space],
    role: 'client',
    ...options,
    events: {
      live: (it) => {
        if (it.standing() === 'relay') witness?.met();
      },
      receipt: (from, receipt) => {
        heard.receipts.push(receipt);
        if (from.device === receipt.holder && from.standing() === 'relay') witness?.signed(receipt);
      },
      refused: (_, code) => heard.refused.push(code),
      problem: (_, code) => heard.problems.push(code),
      digest: (_, digest) => heard.digests.push(digest),
      ephemeral: (_, device, sealed) =>
        witness === undefined
          ? heard.words.push(`${device} ${new TextDecoder().decode(sealed)}`)
          : witness.heard(device, sealed),
      join: () => {
        heard.joins++;
      },
      page: (_, page) => replica.run(() => replica.ahead.take(page, way)),
    },
  });
  const witness =
    pace &&
    createWitness({
      replica,
      receipts,
      self: who.device,
      sessions: () => exchange.sessions(replica.space),
      say: (word) => exchange.say(replica.space, word),
      passedOn: (passed) => exchange.passedOn(replica.space, passed),
      problem: (_, error) => heard.problems.push(isPlexiError(error) ? error.code : 'INTERNAL'),
      pace,
    });
  const session = (other: { who: Person }): Session => {
    const found = exchange.sessions(replica.space).find((it) => it.device === other.who.device);
    if (found === undefined) throw new TypeError(`${who.name} has no session with ${other.who.name}`);
    return found;
  };
  const askPage: Device['askPage'] = (other, channel, count, which = 'newest') => {
    way = which;
    session(other).pages.ask(channel, count, replica.ahead.places(channel, way));
  };
  return { ...holder, exchange, receipts, registerBook, heard, session, askPage };
};

/** Connects two devices, by a version of the protocol that both know. */
export const connect = (a: Device, b: Device, protocol?: string): Wire => {
  const wire = createWire(a.who.device, b.who.device, protocol);
  a.exchange.onChannel(wire.end(a));
  b.exchange.onChannel(wire.end(b));
  return wire;
};

/** Waits until `look` gives what is expected. */
export const expectEventually = async <Value>(
  look: () => Value | Promise<Value>,
  expected: Value,
): Promise<void> => {
  await expect.poll(look, { interval: 2, timeout: 20_000 }).toEqual(expected);
};

/** What went over a wire, shortly. */
export const kindsOf = (wire: Wire, from?: { who: Person }): string[] =>
  wire.sent.filter((it) => from === undefined || it.from === from.who.device).map((it) => it.kind);

/** Resolves when every receipt that went over a wire was confirmed, which is when it is on disk, and nothing more comes. */
export const receiptsKept = async (wire: Wire): Promise<void> => {
  const left = (): number =>
    wire.sent.reduce((sum, { frame }) => {
      if (frame?.kind === 'receipts') return sum + frame.receipts.length;
      return frame?.kind === 'receipted' ? sum - frame.count : sum;
    }, 0);
  await wire.quiet();
  await expectEventually(left, 0);
  await wire.quiet();
};

/** The entries that went over a wire from a device. */
export const entriesFrom = (wire: Wire, from: { who: Person }) =>
  wire.sent.flatMap(({ from: sender, frame }) =>
    sender === from.who.device && frame?.kind === 'entries'
      ? frame.entries.map((raw) => ({ log: frame.log, raw }))
      : [],
  );

/** Waits until all devices hold the same. */
export const agree = (...devices: Holder[]): Promise<void> =>
  expectEventually(() => new Set(devices.map((each) => viewOf(each).digest)).size, 1);
