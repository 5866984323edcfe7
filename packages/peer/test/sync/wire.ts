/** Two ends of a channel in memory, and devices that exchange over it: what is sent arrives whole and in order. */
import type { Channel, ChannelEnd } from '@plexi/network';
import {
  type DeviceId,
  decodeFrame,
  isPlexiError,
  plexiError,
  type Receipt,
  SYNC_PROTOCOL,
  type SyncFrame,
} from '@plexi/protocol';
import { expect } from 'vitest';
import { openRegisterBook, type RegisterBook } from '../../src/register/register-book.ts';
import { createExchange, type Exchange, type ExchangeDependencies } from '../../src/sync/exchange.ts';
import { openReceiptBook, type ReceiptBook } from '../../src/sync/receipt-book.ts';
import type { Session } from '../../src/sync/session-port.ts';
import { type Holder, type Person, primitives, viewOf } from '../space-story.ts';

/** A frame as it went over a wire. */
export interface Sent {
  from: DeviceId;
  bytes: number;
  kind: SyncFrame['kind'] | 'garbage';
  frame: SyncFrame | undefined;
}

export interface Wire {
  sent: Sent[];
  /** The ends, by the device that holds each. */
  end(holder: { who: Person }): Channel;
  /** While true, frames to that device wait on the wire. */
  stall(to: { who: Person }, stalled: boolean): void;
  /** Is told of each frame before it moves. */
  watch(look: (sent: Sent) => void): void;
  /** Frames that `drop` says yes to are lost: what no honest channel does. */
  lose(drop: (sent: Sent) => boolean): void;
  /** Why it ended; undefined while it is open. */
  reason(): string | undefined;
  /** Why it ends, as soon as it does. */
  ended(): Promise<string>;
  /** Resolves when nothing has been on the wire, or in the works, for a while. */
  quiet(): Promise<void>;
  cut(): void;
}

const describe = (from: DeviceId, bytes: Uint8Array): Sent => {
  try {
    const { frame } = decodeFrame(bytes);
    return { from, bytes: bytes.length, kind: frame.kind, frame };
  } catch {
    return { from, bytes: bytes.length, kind: 'garbage', frame: undefined };
  }
};

const QUIET_TURNS = 25;

/** A wire between two devices. Nothing moves before both ends have a handler. */
export const createWire = (a: DeviceId, b: DeviceId): Wire => {
  const sent: Sent[] = [];
  const ending = Promise.withResolvers<ChannelEnd>();
  const ends = new Map<DeviceId, Channel>();
  const stalls = new Map<DeviceId, boolean>();
  const pumps = new Map<DeviceId, () => void>();
  let reason: string | undefined;
  let busy = 0;
  let loses: (frame: Sent) => boolean = () => false;
  let watcher: (frame: Sent) => void = () => undefined;

  const finish = (why: string): void => {
    if (reason !== undefined) return;
    reason = why;
    ending.resolve({ reason: why });
  };

  const join = (self: DeviceId, other: DeviceId): void => {
    const inbox: Uint8Array[] = [];
    let handler: ((frame: Uint8Array) => void | Promise<void>) | undefined;
    let running = false;
    const pump = (): void => {
      if (running || handler === undefined || reason !== undefined || stalls.get(self) === true) return;
      const frame = inbox.shift();
      if (frame === undefined) return;
      running = true;
      busy++;
      const handle = handler;
      queueMicrotask(() => {
        Promise.resolve()
          .then(() => handle(frame))
          .catch((error: unknown) => finish(isPlexiError(error) ? error.code : 'INTERNAL'))
          .finally(() => {
            running = false;
            busy--;
            pump();
          });
      });
    };
    pumps.set(self, pump);
    ends.set(self, {
      device: other,
      protocol: SYNC_PROTOCOL,
      outbound: self === a,
      remoteAddress: '/memory',
      closed: ending.promise,
      send: (frame) => {
        if (reason !== undefined) throw plexiError('CHANNEL_CLOSED');
        const what = describe(self, frame);
        sent.push(what);
        watcher(what);
        if (!loses(what)) deliver(other, frame.slice());
        return true;
      },
      drained: async () => undefined,
      onFrame: (next) => {
        handler = next;
        pump();
      },
      close: async (why = 'closed') => finish(why),
    });
    deliveries.set(self, (frame) => {
      inbox.push(frame);
      pump();
    });
  };

  const deliveries = new Map<DeviceId, (frame: Uint8Array) => void>();
  const deliver = (to: DeviceId, frame: Uint8Array): void => deliveries.get(to)?.(frame);
  join(a, b);
  join(b, a);

  return {
    sent,
    end: ({ who }) => ends.get(who.device) as Channel,
    stall: ({ who }, stalled) => {
      stalls.set(who.device, stalled);
      pumps.get(who.device)?.();
    },
    lose: (drop) => {
      loses = drop;
    },
    watch: (look) => {
      watcher = look;
    },
    reason: () => reason,
    ended: async () => (await ending.promise).reason,
    quiet: async () => {
      let [count, turns] = [sent.length, 0];
      while (turns < QUIET_TURNS) {
        await new Promise((resolve) => setTimeout(resolve, 1));
        turns = busy === 0 && sent.length === count ? turns + 1 : 0;
        count = sent.length;
      }
    },
    cut: () => finish('lost'),
  };
};

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
}

/** Lets a holder take part. */
export const online = async (
  holder: Holder,
  options: Partial<Pick<ExchangeDependencies, 'role' | 'inviteFor' | 'space' | 'spacesWith'>> = {},
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
      receipt: (_, receipt) => heard.receipts.push(receipt),
      refused: (_, code) => heard.refused.push(code),
      problem: (_, code) => heard.problems.push(code),
      digest: (_, digest) => heard.digests.push(digest),
      ephemeral: (_, device, sealed) => heard.words.push(`${device} ${new TextDecoder().decode(sealed)}`),
      join: () => {
        heard.joins++;
      },
    },
  });
  const session = (other: { who: Person }): Session => {
    const found = exchange.sessions(replica.space).find((it) => it.device === other.who.device);
    if (found === undefined) throw new TypeError(`${who.name} has no session with ${other.who.name}`);
    return found;
  };
  return { ...holder, exchange, receipts, registerBook, heard, session };
};

/** Connects two devices. */
export const connect = (a: Device, b: Device): Wire => {
  const wire = createWire(a.who.device, b.who.device);
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
