/**
 * A connection between two nodes: two ordered ways for frames. What a stream promises holds (in order, each once, nothing
 * after the end), and no more: it ends at any frame, one side may learn of it long before the other, and a way that is cut
 * holds back what is on it.
 */
import type { Channel, ChannelEnd } from '@plexi/network';
import { type DeviceId, LIMITS, plexiError } from '@plexi/protocol';
import { afterAnyhow, inLife, type Life, note, virtualNow } from '../machine/machine.ts';
import type { Random } from '../machine/random.ts';
import { type Cuts, fateOf, type Weather } from './weather.ts';

export interface Air {
  weather: Weather;
  cuts: Cuts;
  random: Random;
  /** Looks at what is sent and says what comes instead: relays and peers that lie. */
  tamper: (from: string, to: string, frame: Uint8Array) => Uint8Array[];
  /** Somebody could do nothing with a frame, which ends the connection. */
  failed: (detail: string) => void;
}

export interface LineEnd {
  node: string;
  device: DeviceId;
  life: Life;
  address: string;
}

export interface Line {
  /** The channel of one side. */
  channelOf(end: LineEnd): Channel;
  readonly protocol: string;
  isOpen(): boolean;
  /** The connection is gone: each side learns of it after so many milliseconds. */
  lose(afterMs: (end: LineEnd) => number): void;
}

/** How long a silent connection lasts until it is taken for dead, milliseconds: keep-alives and their patience. */
const SILENCE_MS = { low: 10_000, high: 18_000 };

/** How often a held-back way is looked at again, milliseconds. */
const RETRY_MS = 250;

interface Way {
  from: LineEnd;
  to: LineEnd;
  /** On the way, in order, with the time of arrival. */
  flying: { bytes: Uint8Array; at: number }[];
  /** Sent and not yet taken. */
  bytes: number;
  pumping: boolean;
  /** How long the sender waits for a way that is cut, milliseconds. */
  patienceMs: number;
  arrived: Uint8Array[];
  handler: ((frame: Uint8Array) => void | Promise<void>) | undefined;
  busy: boolean;
  drainers: PromiseWithResolvers<void>[];
}

const LOW_WATER_BYTES = LIMITS.sendQueueSoftBytes / 4;

export const openLine = (
  air: Air,
  ends: { dialer: LineEnd; listener: LineEnd; protocol: string; serial: number },
): Line => {
  const { dialer, listener, protocol, serial } = ends;
  const random = air.random.stream(`line ${serial}`);
  const closed = new Map([dialer, listener].map((end) => [end, Promise.withResolvers<ChannelEnd>()]));
  const ended = new Set<LineEnd>();
  const createWay = (from: LineEnd, to: LineEnd): Way => ({
    from,
    to,
    flying: [],
    bytes: 0,
    pumping: false,
    patienceMs: Infinity,
    arrived: [],
    handler: undefined,
    busy: false,
    drainers: [],
  });
  const ways = new Map([
    [dialer, createWay(dialer, listener)],
    [listener, createWay(listener, dialer)],
  ]);
  const wayFrom = (end: LineEnd): Way => ways.get(end) as Way;
  const otherOf = (end: LineEnd): LineEnd => (end === dialer ? listener : dialer);
  const wayTo = (end: LineEnd): Way => wayFrom(otherOf(end));

  const end = (side: LineEnd, reason: string): void => {
    if (ended.has(side)) return;
    ended.add(side);
    note(side.node, 'ended', serial, reason);
    for (const drainer of wayFrom(side).drainers.splice(0)) drainer.reject(plexiError('CHANNEL_CLOSED'));
    closed.get(side)?.resolve({ reason });
  };

  /** From then on nothing arrives, though a side may send on for a while. */
  let isLost = false;
  const lose = (afterMs: (side: LineEnd) => number): void => {
    isLost = true;
    for (const side of [dialer, listener]) {
      wayFrom(side).flying = [];
      if (!ended.has(side)) afterAnyhow(afterMs(side), () => end(side, 'lost'));
    }
  };

  const drain = (way: Way): void => {
    if (way.bytes > LOW_WATER_BYTES) return;
    for (const drainer of way.drainers.splice(0)) drainer.resolve();
  };

  const take = (way: Way): void => {
    if (way.busy || way.handler === undefined || ended.has(way.to) || !way.to.life.alive) return;
    const bytes = way.arrived.shift();
    if (bytes === undefined) return;
    way.busy = true;
    way.bytes -= bytes.length;
    note(way.to.node, 'got', way.from.node, bytes);
    const { handler } = way;
    const goOn = (): void => {
      way.busy = false;
      take(way);
    };
    const failed = (error: unknown): void => {
      note(way.to.node, 'handler failed', String(error));
      air.failed(`${way.to.node} from ${way.from.node}: ${String(error)}`);
      close(way.to, 'failed');
    };
    inLife(way.to.life, () => {
      try {
        const handling = handler(bytes);
        if (handling === undefined) goOn();
        else handling.then(goOn, failed);
      } catch (error) {
        failed(error);
      }
    });
    drain(way);
  };

  /** Brings what has arrived, and comes again for the rest. */
  const pump = (way: Way): void => {
    way.pumping = false;
    for (let next = way.flying[0]; next !== undefined; next = way.flying[0]) {
      const isHeld = air.cuts.isCut(way.from.node, way.to.node);
      if (isHeld && way.patienceMs <= 0) return lose(() => random.between(0, SILENCE_MS.low));
      if (isHeld || next.at > virtualNow()) {
        way.patienceMs = isHeld
          ? Math.min(way.patienceMs, random.between(SILENCE_MS.low, SILENCE_MS.high)) - RETRY_MS
          : Infinity;
        way.pumping = true;
        afterAnyhow(isHeld ? RETRY_MS : next.at - virtualNow(), () => pump(way));
        return;
      }
      way.flying.shift();
      way.arrived.push(next.bytes);
      take(way);
    }
  };

  const fly = (way: Way, bytes: Uint8Array): void => {
    way.bytes += bytes.length;
    if (isLost) return;
    const fate = fateOf(air.weather, random);
    if (fate === 'cut') {
      note(way.from.node, 'cut', serial);
      return lose(() => random.between(0, SILENCE_MS.low));
    }
    const behind = way.flying.at(-1)?.at ?? 0;
    way.flying.push({ bytes, at: Math.max(behind, virtualNow() + fate.ms) });
    if (way.pumping) return;
    way.pumping = true;
    afterAnyhow(fate.ms, () => pump(way));
  };

  const send = (from: LineEnd, frame: Uint8Array): boolean => {
    const way = wayFrom(from);
    if (ended.has(from)) throw plexiError('CHANNEL_CLOSED');
    if (frame.length === 0 || frame.length > LIMITS.frameBytes)
      throw plexiError('INVALID_INPUT', { detail: 'frame size' });
    if (way.bytes > LIMITS.sendQueueHardBytes) throw plexiError('NETWORK_QUEUE_FULL');
    note(from.node, 'sent', way.to.node, frame);
    const copy = frame.slice();
    for (const sent of air.tamper(from.node, way.to.node, copy)) fly(way, sent);
    if (air.weather.replay > 0 && random.chance(air.weather.replay)) fly(way, copy);
    return way.bytes <= LIMITS.sendQueueSoftBytes;
  };

  const close = (side: LineEnd, reason: string): void => {
    if (ended.has(side)) return;
    end(side, reason);
    wayTo(side).flying = [];
    // What is on the way comes first.
    const left = Math.max(0, (wayFrom(side).flying.at(-1)?.at ?? 0) - virtualNow());
    afterAnyhow(left + 1, () => end(otherOf(side), 'remote'));
  };

  const channels = new Map(
    [dialer, listener].map((side): [LineEnd, Channel] => [
      side,
      {
        device: otherOf(side).device,
        protocol,
        outbound: side === dialer,
        remoteAddress: otherOf(side).address,
        send: (frame) => send(side, frame),
        drained: () => {
          const way = wayFrom(side);
          if (ended.has(side)) return Promise.reject(plexiError('CHANNEL_CLOSED'));
          if (way.bytes <= LOW_WATER_BYTES) return Promise.resolve();
          const drainer = Promise.withResolvers<void>();
          way.drainers.push(drainer);
          return drainer.promise;
        },
        onFrame: (handler) => {
          const way = wayTo(side);
          way.handler = handler;
          take(way);
        },
        closed: (closed.get(side) as PromiseWithResolvers<ChannelEnd>).promise,
        close: async (reason = 'closed') => close(side, reason),
      },
    ]),
  );

  return {
    protocol,
    channelOf: (side) => channels.get(side) as Channel,
    isOpen: () => ended.size === 0,
    lose,
  };
};
