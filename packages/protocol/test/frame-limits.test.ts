import { describe, expect, test } from 'vitest';
import {
  type ChannelId,
  type DeviceId,
  type EntryId,
  encodeFrame,
  HOLDING_BYTES,
  LIMITS,
  MARK_BYTES,
  RECEIPT_BYTES,
  SIGNATURE_BYTES,
  type SyncFrame,
} from '../src/index.ts';
import { framed, KINDS, refusalOf } from './frames.ts';
import { adasLog, SPACE } from './logs.ts';

const repeat = <Item>(length: number, item: Item): Item[] => Array.from({ length }, () => item);

describe('[L6] a frame has limits', () => {
  const send = (frame: SyncFrame): string | undefined => refusalOf(encodeFrame(SPACE, frame));
  const kind = (name: SyncFrame['kind']): number => KINDS.indexOf(name);

  test('LIMITS.frameBytes', () => {
    expect(refusalOf(framed(kind('credit'), new Uint8Array(LIMITS.frameBytes - 33 + 1)))).toBe(
      'FRAME_OVERSIZED',
    );
    expect(refusalOf(framed(kind('credit'), new Uint8Array(LIMITS.frameBytes - 33)))).toBe('FRAME_INVALID');
  });

  test('LIMITS.sketchMarks', () => {
    const naming = (heads: number, marks: number) =>
      send({
        kind: 'differences',
        heads: repeat(heads, { log: adasLog, sequence: 1, id: 'a'.repeat(64) as EntryId }),
        marks: repeat(marks, new Uint8Array(MARK_BYTES)),
      });
    expect(naming(LIMITS.sketchMarks, LIMITS.sketchMarks)).toBeUndefined();
    expect(naming(LIMITS.sketchMarks + 1, 0)).toBe('FRAME_INVALID');
    expect(naming(0, LIMITS.sketchMarks + 1)).toBe('FRAME_INVALID');
  });

  test('LIMITS.fetchEntries, LIMITS.fetchRanges', () => {
    const fetching = (ranges: number, entries: number) =>
      send({ kind: 'fetch', ranges: repeat(ranges, { log: adasLog, from: 1, to: entries }) });
    expect(fetching(LIMITS.fetchRanges, LIMITS.fetchEntries)).toBeUndefined();
    expect(fetching(LIMITS.fetchRanges + 1, 1)).toBe('FRAME_INVALID');
    expect(fetching(1, LIMITS.fetchEntries + 1)).toBe('FRAME_INVALID');
    const ending = (logs: number) =>
      send({ kind: 'ends', ends: repeat(logs, { log: adasLog, sequence: 1 }) });
    expect(ending(LIMITS.fetchRanges)).toBeUndefined();
    expect(ending(LIMITS.fetchRanges + 1)).toBe('FRAME_INVALID');
  });

  test('LIMITS.bodiesWanted', () => {
    const wanting = (length: number) =>
      send({ kind: 'want-bodies', log: adasLog, sequences: repeat(length, 1) });
    expect(wanting(LIMITS.bodiesWanted)).toBeUndefined();
    expect(wanting(LIMITS.bodiesWanted + 1)).toBe('FRAME_INVALID');
  });

  test('LIMITS.batchEntries', () => {
    const entry = { header: new Uint8Array(), signature: new Uint8Array(SIGNATURE_BYTES), body: undefined };
    const batch = (length: number) => send({ kind: 'entries', log: adasLog, entries: repeat(length, entry) });
    expect(batch(LIMITS.batchEntries)).toBeUndefined();
    expect(batch(LIMITS.batchEntries + 1)).toBe('FRAME_INVALID');
  });

  test('LIMITS.frontierLogs', () => {
    const head = { log: adasLog, sequence: 1, id: 'a'.repeat(64) as EntryId };
    const frontier = (length: number) => send({ kind: 'frontier', heads: repeat(length, head), last: true });
    expect(frontier(LIMITS.frontierLogs)).toBeUndefined();
    expect(frontier(LIMITS.frontierLogs + 1)).toBe('FRAME_INVALID');
  });

  test('LIMITS.pageEntries, asked for and given', () => {
    const { channel } = adasLog;
    const entry = { header: new Uint8Array(), signature: new Uint8Array(SIGNATURE_BYTES), body: undefined };
    const ask = (count: number) => send({ kind: 'ask-page', channel, count, places: [] });
    const give = (length: number) =>
      send({ kind: 'page', channel, ends: [], runs: [{ log: adasLog, entries: repeat(length, entry) }] });
    expect([ask(LIMITS.pageEntries), give(LIMITS.pageEntries)]).toEqual([undefined, undefined]);
    expect([ask(LIMITS.pageEntries + 1), give(LIMITS.pageEntries + 1)]).toEqual([
      'FRAME_INVALID',
      'FRAME_INVALID',
    ]);
  });

  test('LIMITS.pageLogs, asked about and told of', () => {
    const { channel } = adasLog;
    const ask = (length: number) =>
      send({
        kind: 'ask-page',
        channel,
        count: 1,
        places: repeat(length, { log: adasLog, after: 1, before: 0 }),
      });
    const give = (ends: number, runs: number) =>
      send({
        kind: 'page',
        channel,
        ends: repeat(ends, { log: adasLog, sequence: 1 }),
        runs: repeat(runs, { log: adasLog, entries: [] }),
      });
    expect([ask(LIMITS.pageLogs), give(LIMITS.pageLogs, LIMITS.pageLogs)]).toEqual([undefined, undefined]);
    expect([ask(LIMITS.pageLogs + 1), give(LIMITS.pageLogs + 1, 0), give(0, LIMITS.pageLogs + 1)]).toEqual(
      repeat(3, 'FRAME_INVALID'),
    );
  });

  test('and a page is of one channel', () => {
    const other = { ...adasLog, channel: 'd'.repeat(64) as ChannelId };
    const runs = [adasLog, other].map((log) => ({ log, entries: [] }));
    expect(send({ kind: 'page', channel: adasLog.channel, ends: [], runs })).toBe('FRAME_INVALID');
  });

  test('LIMITS.receiptsPerFrame, and no frame without one', () => {
    const receipts = (length: number) =>
      send({ kind: 'receipts', receipts: repeat(length, new Uint8Array(RECEIPT_BYTES)) });
    expect(receipts(LIMITS.receiptsPerFrame)).toBeUndefined();
    expect(receipts(LIMITS.receiptsPerFrame + 1)).toBe('FRAME_INVALID');
    expect(receipts(0)).toBe('FRAME_INVALID');
  });

  test('LIMITS.holdingsPerFrame, and no frame without one', () => {
    const asked = (length: number) =>
      send({ kind: 'ask-holding', receipts: repeat(length, new Uint8Array(RECEIPT_BYTES)) });
    const said = (length: number) =>
      send({ kind: 'holding', holdings: repeat(length, new Uint8Array(HOLDING_BYTES)) });
    for (const frame of [asked, said]) {
      expect(frame(LIMITS.holdingsPerFrame)).toBeUndefined();
      expect(frame(LIMITS.holdingsPerFrame + 1)).toBe('FRAME_INVALID');
      expect(frame(0)).toBe('FRAME_INVALID');
    }
  });

  test('LIMITS.joinRequestBytes', () => {
    const join = (length: number) => send({ kind: 'join', request: new Uint8Array(length) });
    expect(join(LIMITS.joinRequestBytes)).toBeUndefined();
    expect(join(LIMITS.joinRequestBytes + 1)).toBe('FRAME_OVERSIZED');
  });

  test('on proofs of an invite, reasons and addresses', () => {
    const digest = new Uint8Array(32);
    const device = 'd'.repeat(64) as DeviceId;
    expect(send({ kind: 'hello', digest, invite: new Uint8Array(513), sketch: undefined })).toBe(
      'FRAME_INVALID',
    );
    expect(send({ kind: 'invite', proof: new Uint8Array(513) })).toBe('FRAME_OVERSIZED');
    expect(send({ kind: 'refused', code: 'X'.repeat(65) })).toBe('FRAME_INVALID');
    expect(send({ kind: 'address', device, sealed: new Uint8Array(4097) })).toBe('FRAME_INVALID');
  });
});
