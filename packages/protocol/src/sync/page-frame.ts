/** [L5] The frames about the newest page of a channel: what is asked for, and what answers it. */
import { z } from 'zod';
import { encodeCbor, readCbor } from '../cbor.ts';
import type { RawEntry } from '../entry/entry.ts';
import type { LogRef } from '../entry/log.ts';
import { plexiError } from '../errors.ts';
import { type ChannelId, type DeviceId, ID_BYTES, idFromBytes, idToBytes } from '../ids.ts';
import { LIMITS } from '../limits.ts';
import { decodeEntries, encodeEntries } from './entries-frame.ts';

/** Of a log, what is asked for lies behind `after`, and before `before` where that is not 0. */
export interface PagePlace {
  log: LogRef;
  after: number;
  before: number;
}

/** The newest entries of a channel, at most `count`; of logs that are not named, all may come. */
export interface PageAsk {
  kind: 'ask-page';
  channel: ChannelId;
  count: number;
  places: PagePlace[];
}

/** Runs of its logs, each contiguous and in ascending order; and where those of its logs end that go on behind what was asked for. */
export interface Page {
  kind: 'page';
  channel: ChannelId;
  ends: { log: LogRef; sequence: number }[];
  runs: { log: LogRef; entries: RawEntry[] }[];
}

const id = z.instanceof(Uint8Array).refine((bytes) => bytes.length === ID_BYTES);
const generation = z.number().int().min(0).max(0xffff);
const sequence = z
  .number()
  .int()
  .min(0)
  .max(2 ** 48 - 1);
const askShape = z.tuple([
  id,
  z.number().int().min(1).max(LIMITS.pageEntries),
  z.array(z.tuple([id, generation, sequence, sequence])).max(LIMITS.pageLogs),
]);
const pageShape = z.tuple([
  id,
  z.array(z.tuple([id, generation, sequence])).max(LIMITS.pageLogs),
  z.array(z.instanceof(Uint8Array)).max(LIMITS.pageLogs),
]);

const logOf = (channel: Uint8Array, device: Uint8Array, of: number): LogRef => ({
  channel: idFromBytes<ChannelId>(channel),
  device: idFromBytes<DeviceId>(device),
  generation: of,
});

export const encodePageAsk = ({ channel, count, places }: PageAsk): Uint8Array =>
  encodeCbor([
    idToBytes(channel),
    count,
    places.map(({ log, after, before }) => [idToBytes(log.device), log.generation, after, before]),
  ]);

export const decodePageAsk = (bytes: Uint8Array): PageAsk => {
  const [channel, count, places] = readCbor(askShape, bytes, LIMITS.frameBytes);
  return {
    kind: 'ask-page',
    channel: idFromBytes<ChannelId>(channel),
    count,
    places: places.map(([device, of, after, before]) => ({ log: logOf(channel, device, of), after, before })),
  };
};

export const encodePage = ({ channel, ends, runs }: Page): Uint8Array =>
  encodeCbor([
    idToBytes(channel),
    ends.map(({ log, sequence: end }) => [idToBytes(log.device), log.generation, end]),
    runs.map(({ log, entries }) => encodeEntries(log, entries)),
  ]);

/** Throws FRAME_INVALID where runs are of another channel, or hold more than a page does. */
export const decodePage = (bytes: Uint8Array): Page => {
  const [channel, ends, runs] = readCbor(pageShape, bytes, LIMITS.frameBytes);
  const page: Page = {
    kind: 'page',
    channel: idFromBytes<ChannelId>(channel),
    ends: ends.map(([device, of, end]) => ({ log: logOf(channel, device, of), sequence: end })),
    runs: runs.map((run) => {
      const { log, entries } = decodeEntries(run);
      return { log, entries };
    }),
  };
  if (page.runs.some(({ log }) => log.channel !== page.channel))
    throw plexiError('FRAME_INVALID', { detail: 'a page of several channels' });
  if (page.runs.reduce((sum, { entries }) => sum + entries.length, 0) > LIMITS.pageEntries)
    throw plexiError('FRAME_INVALID', { detail: 'too many entries' });
  return page;
};
