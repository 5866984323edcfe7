/** What peers send each other: greetings, frames, and what travels in them. */

import { createFrameReader } from '../../../packages/network/src/channel/frame-reader.ts';
import {
  decodeAnswer,
  decodeGreeting,
  encodeAnswer,
  encodeGreeting,
} from '../../../packages/network/src/channel/greeting.ts';
import { decodePunchMessage, encodePunchMessage } from '../../../packages/network/src/punching/message.ts';
import { readBrokenReceipt, writeBrokenReceipt } from '../../../packages/protocol/src/broken-receipt.ts';
import { utf8 } from '../../../packages/protocol/src/bytes.ts';
import { decodeCbor, encodeCbor } from '../../../packages/protocol/src/cbor.ts';
import { type RawEntry, readEntry } from '../../../packages/protocol/src/entry/entry.ts';
import { decodeHeader, encodeHeader } from '../../../packages/protocol/src/entry/header.ts';
import { logIdOf } from '../../../packages/protocol/src/entry/log.ts';
import { readEphemeral, writeEphemeral } from '../../../packages/protocol/src/ephemeral.ts';
import { readHolding, receiptHash, signHolding } from '../../../packages/protocol/src/holding.ts';
import { LIMITS } from '../../../packages/protocol/src/limits.ts';
import { readReceipt, signReceipt } from '../../../packages/protocol/src/receipt.ts';
import { readRegister, writeRegister } from '../../../packages/protocol/src/register.ts';
import {
  type BlobFrame,
  decodeBlobFrame,
  encodeBlobFrame,
} from '../../../packages/protocol/src/sync/blob-frame.ts';
import { decodeEntries, encodeEntries } from '../../../packages/protocol/src/sync/entries-frame.ts';
import { decodeFrame, encodeFrame } from '../../../packages/protocol/src/sync/frame.ts';
import {
  decodePage,
  decodePageAsk,
  encodePage,
  encodePageAsk,
  type Page,
  type PageAsk,
} from '../../../packages/protocol/src/sync/page-frame.ts';
import {
  addMark,
  decodeSketch,
  differenceOf,
  emptySketch,
  encodeSketch,
  MARK_BYTES,
  SKETCH_CELLS,
  type Sketch,
} from '../../../packages/protocol/src/sync/sketch.ts';
import type { SyncFrame } from '../../../packages/protocol/src/sync/sync-frame.ts';
import { spelledOnce, type Target, target } from '../target.ts';
import {
  bytesOf,
  CHANNEL,
  CLOCK,
  DEVICE,
  DEVICE_SEED,
  ENTRY,
  id,
  LOG,
  PRIMITIVES,
  SIGNED,
  SPACE,
  TRUSTING,
} from './material.ts';

const raw: RawEntry = { header: SIGNED.header, signature: SIGNED.signature, body: SIGNED.body };
const receipt = signReceipt(
  PRIMITIVES,
  { space: SPACE, logId: logIdOf(PRIMITIVES, SPACE, LOG), holder: DEVICE, sequence: 5, id: ENTRY },
  DEVICE_SEED,
);
const holding = signHolding(
  PRIMITIVES,
  {
    space: SPACE,
    logId: logIdOf(PRIMITIVES, SPACE, LOG),
    holder: DEVICE,
    receipt: receiptHash(PRIMITIVES, receipt),
    sequence: 4,
    id: ENTRY,
    excuse: 'none',
    at: 1_700_000_000_000,
  },
  DEVICE_SEED,
);
const register = writeRegister(
  PRIMITIVES,
  SPACE,
  { slot: 'account/0', clock: CLOCK, sealed: bytesOf(30) },
  DEVICE_SEED,
);
const word = writeEphemeral(PRIMITIVES, SPACE, { sequence: 3, sealed: bytesOf(30) }, DEVICE_SEED);

const sketchOf = (cells: number, ...marks: number[]): Sketch => {
  const sketch = emptySketch(cells);
  for (const mark of marks)
    addMark(sketch, PRIMITIVES.sha256(bytesOf(MARK_BYTES, mark)).subarray(0, MARK_BYTES));
  return sketch;
};

const ASK_PAGE: PageAsk = {
  kind: 'ask-page',
  channel: LOG.channel,
  count: 100,
  places: [{ log: LOG, after: 3, before: 9 }],
};
const PAGE: Page = {
  kind: 'page',
  channel: LOG.channel,
  ends: [{ log: LOG, sequence: 12 }],
  runs: [{ log: LOG, entries: [raw, { ...raw, body: undefined }] }],
};

const FRAMES: readonly SyncFrame[] = [
  { kind: 'hello', digest: bytesOf(32), invite: bytesOf(60), sketch: undefined },
  { kind: 'hello', digest: bytesOf(32), invite: undefined, sketch: sketchOf(SKETCH_CELLS[0], 1, 2) },
  { kind: 'frontier', heads: [{ log: LOG, sequence: 5, id: ENTRY }], last: true },
  { kind: 'entries', log: LOG, entries: [raw, { ...raw, body: undefined }] },
  { kind: 'credit', bytes: 70_000 },
  { kind: 'receipts', receipts: [receipt, receipt] },
  { kind: 'receipted', count: 2 },
  { kind: 'want', log: LOG, from: 3 },
  { kind: 'join', request: bytesOf(50) },
  { kind: 'ask-digest' },
  { kind: 'digest', digest: bytesOf(32), signature: bytesOf(64) },
  { kind: 'refused', code: 'NOT_A_MEMBER' },
  { kind: 'invite', proof: bytesOf(90) },
  { kind: 'address', device: DEVICE, sealed: bytesOf(40) },
  { kind: 'registers', digest: bytesOf(32) },
  {
    kind: 'register-heads',
    heads: [{ device: DEVICE, slot: 'status', clock: CLOCK, hash: ENTRY }],
    last: true,
  },
  { kind: 'register', register },
  { kind: 'ephemeral', word },
  { kind: 'want-bodies', log: LOG, sequences: [1, 2, 300] },
  { kind: 'sketch', sketch: sketchOf(SKETCH_CELLS[0], 1, 2, 3) },
  {
    kind: 'differences',
    heads: [{ log: LOG, sequence: 5, id: ENTRY }],
    marks: [bytesOf(MARK_BYTES)],
  },
  ASK_PAGE,
  PAGE,
  { kind: 'ask-holding', receipts: [receipt] },
  { kind: 'holding', holdings: [holding] },
  { kind: 'fetch', ranges: [{ log: LOG, from: 3, to: 9 }] },
  { kind: 'ends', ends: [{ log: LOG, sequence: 4 }] },
  { kind: 'flow', push: true },
];

const HASH = id<string>(8);
const BLOB_FRAMES: readonly BlobFrame[] = [
  { kind: 'ask', number: 1, hashes: [HASH, id(9)] },
  { kind: 'have', number: 1, held: [true, false] },
  { kind: 'get', number: 2, hash: HASH, offset: 0, length: 1000 },
  { kind: 'piece', number: 2, offset: 64, bytes: bytesOf(20) },
  { kind: 'put', number: 3, hash: HASH, length: 1000, channel: CHANNEL, clock: CLOCK },
  { kind: 'go', number: 3, offset: 64 },
  { kind: 'part', number: 3, offset: 64, bytes: bytesOf(20) },
  { kind: 'ok', number: 3 },
  { kind: 'refused', number: 3, code: 'BLOB_UNKNOWN' },
];

/** A header's length, the header, and the signature and body behind it. */
const splitEntry = (bytes: Uint8Array): RawEntry => {
  const end = 2 + (bytes[0] ?? 0) * 256 + (bytes[1] ?? 0);
  return {
    header: bytes.subarray(2, end),
    signature: bytes.subarray(end, end + 64),
    body: bytes.subarray(end + 64),
  };
};

const readChunks = (bytes: Uint8Array): void => {
  const reader = createFrameReader(4096);
  const step = 1 + (bytes[0] ?? 0);
  for (let from = 1; from < bytes.length; from += step) {
    reader.push(bytes.subarray(from, from + step));
    while (reader.next() !== undefined);
  }
};

export const WIRE: Readonly<Record<string, Target>> = {
  cbor: target({
    reads: { decodeCbor },
    run: spelledOnce((bytes) => decodeCbor(bytes, LIMITS.frameBytes), encodeCbor),
    seeds: () => [encodeCbor([1, -5, 'text', bytesOf(3), true, null, { a: 1, bb: [2 ** 40] }])],
  }),
  'sync-frame': target({
    reads: { decodeFrame },
    run: spelledOnce(decodeFrame, ({ space, frame }) => encodeFrame(space, frame)),
    seeds: () => FRAMES.map((frame) => encodeFrame(SPACE, frame)),
  }),
  'entries-frame': target({
    reads: { decodeEntries },
    run: spelledOnce(decodeEntries, ({ log, entries }) => encodeEntries(log, entries)),
    seeds: () => [encodeEntries(LOG, [raw, raw])],
  }),
  'page-ask': target({
    reads: { decodePageAsk },
    run: spelledOnce(decodePageAsk, encodePageAsk),
    seeds: () => [encodePageAsk(ASK_PAGE)],
  }),
  page: target({
    reads: { decodePage },
    run: spelledOnce(decodePage, encodePage),
    seeds: () => [encodePage(PAGE)],
  }),
  sketch: target({
    reads: { decodeSketch },
    run: (bytes) => {
      const theirs = decodeSketch(bytes);
      differenceOf(sketchOf(theirs.counts.length, 3, 4, 5), theirs);
      spelledOnce(decodeSketch, encodeSketch)(bytes);
    },
    seeds: () => SKETCH_CELLS.map((cells) => encodeSketch(sketchOf(cells, 1, 2, 3))),
  }),
  'blob-frame': target({
    reads: { decodeBlobFrame },
    run: spelledOnce(decodeBlobFrame, ({ space, frame }) => encodeBlobFrame(space, frame)),
    seeds: () => BLOB_FRAMES.map((frame) => encodeBlobFrame(SPACE, frame)),
  }),
  'frame-reader': target({
    reads: { createFrameReader },
    run: readChunks,
    seeds: () => [Uint8Array.of(3, 0, 0, 0, 2, 9, 9, 0, 0, 0, 1, 5), Uint8Array.of(0, 0, 0, 16, 0, 1)],
  }),
  greeting: target({
    reads: { decodeGreeting },
    run: spelledOnce(decodeGreeting, encodeGreeting),
    seeds: () => [
      encodeGreeting({ instance: bytesOf(16), opening: 3, metInstance: bytesOf(16, 8), seenOpening: 2 }),
    ],
  }),
  answer: target({
    reads: { decodeAnswer },
    run: spelledOnce(decodeAnswer, encodeAnswer),
    seeds: () => [encodeAnswer({ instance: bytesOf(16), accepted: true })],
  }),
  'punch-message': target({
    reads: { decodePunchMessage },
    run: spelledOnce(decodePunchMessage, encodePunchMessage),
    seeds: () => [
      encodePunchMessage({ kind: 'sync' }),
      encodePunchMessage({ kind: 'connect', observed: [bytesOf(8), bytesOf(20)] }),
    ],
  }),
  header: target({
    reads: { decodeHeader },
    run: spelledOnce(decodeHeader, encodeHeader),
    seeds: () => [SIGNED.header],
  }),
  entry: target({
    reads: { readEntry },
    run: (bytes) => readEntry(TRUSTING, splitEntry(bytes)),
    seeds: () => [
      Uint8Array.of(
        SIGNED.header.length >> 8,
        SIGNED.header.length & 255,
        ...SIGNED.header,
        ...SIGNED.signature,
        ...bytesOf(40),
      ),
    ],
  }),
  receipt: target({
    reads: { readReceipt },
    run: (bytes) => readReceipt(TRUSTING, bytes),
    seeds: () => [receipt],
  }),
  holding: target({
    reads: { readHolding },
    run: (bytes) => readHolding(TRUSTING, bytes),
    seeds: () => [holding],
  }),
  'broken receipt': target({
    reads: { readBrokenReceipt },
    run: (bytes) => readBrokenReceipt(TRUSTING, new TextDecoder().decode(bytes)),
    seeds: () => [utf8(writeBrokenReceipt(receipt, holding, LOG))],
  }),
  register: target({
    reads: { readRegister },
    run: (bytes) => readRegister(TRUSTING, bytes),
    seeds: () => [register],
  }),
  ephemeral: target({ reads: { readEphemeral }, run: readEphemeral, seeds: () => [word] }),
};
