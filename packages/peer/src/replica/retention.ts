/**
 * [L4] Messages that disappear: the time that was in force at an entry's clock decides, and every holder, relay or client,
 * has the body go when that is past by its own clock. What it costs hangs on what is due, not on how much is there: a mark
 * per log and interval says how far its bodies are gone.
 */
import {
  type ChannelId,
  decodeHeader,
  expiryOf,
  type Governance,
  hlcToMs,
  isClear,
  LIMITS,
  type LogState,
  type RetentionInterval,
  retentionOf,
  type SpaceId,
} from '@plexi/protocol';
import type { Store, Write } from '@plexi/storage';

interface Expired {
  state: LogState;
  sequences: number[];
}

export interface Retention {
  /** Whether an entry of that channel and clock is past its time; with `slackMs`, or nearly. */
  isPast(channel: ChannelId, clock: number, slackMs?: number): boolean;
  /** Whether entries of a channel disappear at all. */
  concerns(channel: ChannelId): boolean;
  /** The bodies that are due, how to remember that they went, and when the next is due. */
  due(logs: Iterable<LogState>): Promise<{ expired: Expired[]; marks: Write[]; next: number | undefined }>;
}

export interface RetentionDependencies {
  store: Store;
  space: SpaceId;
  now: () => number;
  governance: () => Governance | undefined;
}

const KIND = 'retention';
const READ_ENTRIES = 256;
const decoder = new TextDecoder();
const encoder = new TextEncoder();

export const openRetention = async (dependencies: RetentionDependencies): Promise<Retention> => {
  const { store, space, now, governance } = dependencies;
  /** By log and beginning of the interval: the last sequence number whose body is gone. */
  const marks = new Map<string, number>();
  for (const { key, value } of await store.records(space, KIND))
    marks.set(key, Number(decoder.decode(value)));

  const clockAt = async (state: LogState, sequence: number): Promise<number> => {
    const [raw] = await store.entries(space, state.log, sequence, { limit: 1, maxBytes: 1 });
    return raw === undefined ? Number.MAX_SAFE_INTEGER : decodeHeader(raw.header).clock;
  };

  /** The first entry of a log at or behind a clock: clocks rise along a log. */
  const firstFrom = async (state: LogState, clock: number): Promise<number> => {
    let [low, high] = [1, state.tip.sequence + 1];
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      if ((await clockAt(state, middle)) >= clock) high = middle;
      else low = middle + 1;
    }
    return low;
  };

  interface Walk {
    sequences: number[];
    mark: Write | undefined;
    next: number | undefined;
  }

  const walk = async (state: LogState, interval: RetentionInterval): Promise<Walk> => {
    const key = `${state.logId}/${interval.from}`;
    const known = marks.get(key);
    let at = known === undefined ? await firstFrom(state, interval.from) : known + 1;
    const sequences: number[] = [];
    let next: number | undefined;
    reading: while (at <= state.tip.sequence) {
      const raws = await store.entries(space, state.log, at, {
        limit: READ_ENTRIES,
        maxBytes: LIMITS.batchBytes,
      });
      if (raws.length === 0) break;
      for (const raw of raws) {
        const header = decodeHeader(raw.header);
        if (header.clock >= interval.until) break reading;
        const expiry = hlcToMs(header.clock) + interval.ms;
        if (expiry > now()) {
          next = expiry;
          break reading;
        }
        if (!isClear(header)) sequences.push(at);
        at++;
      }
    }
    if (known === at - 1) return { sequences, mark: undefined, next };
    marks.set(key, at - 1);
    const value = encoder.encode(String(at - 1));
    return { sequences, mark: { type: 'record', scope: space, kind: KIND, key, value }, next };
  };

  const intervalsOf = (channel: ChannelId): RetentionInterval[] => {
    const known = governance();
    return known === undefined ? [] : retentionOf(known, channel);
  };

  return {
    concerns: (channel) => intervalsOf(channel).length > 0,
    isPast: (channel, clock, slackMs = 0) => {
      const known = governance();
      const expiry = known && expiryOf(known, channel, clock as never);
      return expiry !== undefined && expiry <= now() + slackMs;
    },
    due: async (logs) => {
      const found: { expired: Expired[]; marks: Write[]; next: number | undefined } = {
        expired: [],
        marks: [],
        next: undefined,
      };
      for (const state of logs) {
        for (const interval of intervalsOf(state.log.channel)) {
          if (state.tip.clock < interval.from) continue;
          const { sequences, mark, next } = await walk(state, interval);
          if (sequences.length > 0) found.expired.push({ state, sequences });
          if (mark !== undefined) found.marks.push(mark);
          if (next !== undefined) found.next = Math.min(next, found.next ?? next);
        }
      }
      return found;
    },
  };
};
