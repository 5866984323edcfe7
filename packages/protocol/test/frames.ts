/** Frames of every kind, as arbitrary ones, and what becomes of bytes that may be one. */
import fc from 'fast-check';
import {
  addMark,
  type ChannelId,
  type DeviceId,
  decodeFrame,
  type EntryId,
  emptySketch,
  type Hlc,
  HOLDING_BYTES,
  isPlexiError,
  LIMITS,
  type LogRef,
  MARK_BYTES,
  type RawEntry,
  RECEIPT_BYTES,
  SIGNATURE_BYTES,
  SKETCH_CELLS,
  type SyncFrame,
} from '../src/index.ts';
import { anyBytes, anyId, anyLog } from './logs.ts';

export const upTo = (max: number, min = 0) => fc.uint8Array({ minLength: min, maxLength: max });
const sequence = fc.integer({ min: 0, max: 2 ** 48 - 1 });
const count = fc.integer({ min: 1, max: 2 ** 32 });

const rawEntry: fc.Arbitrary<RawEntry> = fc.record({
  header: upTo(300),
  signature: anyBytes(SIGNATURE_BYTES),
  body: fc.option(upTo(300), { nil: undefined }),
});

const anySketch = fc.array(anyBytes(MARK_BYTES), { maxLength: 20 }).map((marks) => {
  const sketch = emptySketch(SKETCH_CELLS[0]);
  for (const mark of marks) addMark(sketch, mark);
  return sketch;
});

const logIn = (channel: ChannelId): fc.Arbitrary<LogRef> => anyLog.map((log) => ({ ...log, channel }));

export const FRAMES: { [Kind in SyncFrame['kind']]: fc.Arbitrary<SyncFrame & { kind: Kind }> } = {
  hello: fc.record({
    kind: fc.constant('hello' as const),
    digest: anyBytes(32),
    invite: fc.option(upTo(512, 1), { nil: undefined }),
    sketch: fc.option(anySketch, { nil: undefined }),
  }),
  frontier: fc.record({
    kind: fc.constant('frontier' as const),
    heads: fc.array(fc.record({ log: anyLog, sequence, id: anyId<EntryId>() }), { maxLength: 8 }),
    last: fc.boolean(),
  }),
  entries: fc.record({
    kind: fc.constant('entries' as const),
    log: anyLog,
    entries: fc.array(rawEntry, { maxLength: 8 }),
  }),
  credit: fc.record({ kind: fc.constant('credit' as const), bytes: count }),
  receipts: fc.record({
    kind: fc.constant('receipts' as const),
    receipts: fc.array(anyBytes(RECEIPT_BYTES), { minLength: 1, maxLength: 4 }),
  }),
  receipted: fc.record({ kind: fc.constant('receipted' as const), count }),
  want: fc.record({ kind: fc.constant('want' as const), log: anyLog, from: sequence }),
  join: fc.record({ kind: fc.constant('join' as const), request: upTo(1000) }),
  'ask-digest': fc.constant({ kind: 'ask-digest' as const }),
  digest: fc.record({
    kind: fc.constant('digest' as const),
    digest: anyBytes(32),
    signature: anyBytes(SIGNATURE_BYTES),
  }),
  refused: fc.record({ kind: fc.constant('refused' as const), code: fc.string({ maxLength: 64 }) }),
  address: fc.record({
    kind: fc.constant('address' as const),
    device: anyId<DeviceId>(),
    sealed: upTo(4096, 1),
  }),
  invite: fc.record({ kind: fc.constant('invite' as const), proof: upTo(512, 1) }),
  registers: fc.record({ kind: fc.constant('registers' as const), digest: anyBytes(32) }),
  'register-heads': fc.record({
    kind: fc.constant('register-heads' as const),
    heads: fc.array(
      fc.record({
        device: anyId<DeviceId>(),
        slot: fc.constantFrom('status', 'account/0', 'x'.repeat(LIMITS.registerSlotBytes)),
        clock: fc.integer({ min: 0 }).map((clock) => clock as Hlc),
        hash: anyId<string>(),
      }),
      { maxLength: 8 },
    ),
    last: fc.boolean(),
  }),
  register: fc.record({ kind: fc.constant('register' as const), register: upTo(1000) }),
  ephemeral: fc.record({ kind: fc.constant('ephemeral' as const), word: upTo(1000) }),
  'want-bodies': fc.record({
    kind: fc.constant('want-bodies' as const),
    log: anyLog,
    sequences: fc.array(sequence, { minLength: 1, maxLength: 8 }),
  }),
  sketch: fc.record({ kind: fc.constant('sketch' as const), sketch: anySketch }),
  differences: fc.record({
    kind: fc.constant('differences' as const),
    heads: fc.array(fc.record({ log: fc.oneof(anyLog, fc.nat()), sequence, id: anyId<EntryId>() }), {
      maxLength: 8,
    }),
    marks: fc.array(anyBytes(MARK_BYTES), { maxLength: 8 }),
  }),
  'ask-page': anyId<ChannelId>().chain((channel) =>
    fc.record({
      kind: fc.constant('ask-page' as const),
      channel: fc.constant(channel),
      count: fc.integer({ min: 1, max: LIMITS.pageEntries }),
      places: fc.array(fc.record({ log: logIn(channel), after: sequence, before: sequence }), {
        maxLength: 8,
      }),
    }),
  ),
  page: anyId<ChannelId>().chain((channel) =>
    fc.record({
      kind: fc.constant('page' as const),
      channel: fc.constant(channel),
      ends: fc.array(fc.record({ log: logIn(channel), sequence }), { maxLength: 8 }),
      runs: fc.array(fc.record({ log: logIn(channel), entries: fc.array(rawEntry, { maxLength: 8 }) }), {
        maxLength: 4,
      }),
    }),
  ),
  'ask-holding': fc.record({
    kind: fc.constant('ask-holding' as const),
    receipts: fc.array(anyBytes(RECEIPT_BYTES), { minLength: 1, maxLength: 4 }),
  }),
  holding: fc.record({
    kind: fc.constant('holding' as const),
    holdings: fc.array(anyBytes(HOLDING_BYTES), { minLength: 1, maxLength: 4 }),
  }),
  fetch: fc.record({
    kind: fc.constant('fetch' as const),
    ranges: fc.array(
      fc
        .record({
          log: anyLog,
          from: fc.integer({ min: 1, max: 2 ** 40 }),
          more: fc.nat(LIMITS.fetchEntries - 1),
        })
        .map(({ log, from, more }) => ({ log, from, to: from + more })),
      { minLength: 1, maxLength: 8 },
    ),
  }),
  ends: fc.record({
    kind: fc.constant('ends' as const),
    ends: fc.array(fc.record({ log: anyLog, sequence }), { minLength: 1, maxLength: 8 }),
  }),
  flow: fc.record({ kind: fc.constant('flow' as const), push: fc.boolean() }),
};

export const anyFrame = fc.oneof(...(Object.values(FRAMES) as fc.Arbitrary<SyncFrame>[]));
export const KINDS = Object.keys(FRAMES) as SyncFrame['kind'][];

/** The code with which bytes are refused; `undefined` where they are a frame. Any other error fails the test. */
export const refusalOf = (bytes: Uint8Array): string | undefined => {
  try {
    decodeFrame(bytes);
    return undefined;
  } catch (error) {
    if (!isPlexiError(error)) throw error;
    return error.code;
  }
};

/** A frame of a kind, by its number on the wire, with any payload. */
export const framed = (kind: number, payload: Uint8Array): Uint8Array => {
  const bytes = new Uint8Array(33 + payload.length);
  bytes[0] = kind;
  bytes.set(payload, 33);
  return bytes;
};
