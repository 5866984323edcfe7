import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type DeviceId,
  decodeFrame,
  type EntryId,
  encodeCbor,
  encodeFrame,
  type Hlc,
  isPlexiError,
  LIMITS,
  type RawEntry,
  RECEIPT_BYTES,
  SIGNATURE_BYTES,
  type SpaceId,
  type SyncFrame,
} from '../src/index.ts';
import { adasLog, anyBytes, anyId, anyLog, SPACE } from './logs.ts';

const upTo = (max: number, min = 0) => fc.uint8Array({ minLength: min, maxLength: max });
const sequence = fc.integer({ min: 0, max: 2 ** 48 - 1 });
const count = fc.integer({ min: 1, max: 2 ** 32 });

const rawEntry: fc.Arbitrary<RawEntry> = fc.record({
  header: upTo(300),
  signature: anyBytes(SIGNATURE_BYTES),
  body: fc.option(upTo(300), { nil: undefined }),
});

const FRAMES: { [Kind in SyncFrame['kind']]: fc.Arbitrary<SyncFrame & { kind: Kind }> } = {
  hello: fc.record({
    kind: fc.constant('hello' as const),
    digest: anyBytes(32),
    invite: fc.option(upTo(512, 1), { nil: undefined }),
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
};

const anyFrame = fc.oneof(...(Object.values(FRAMES) as fc.Arbitrary<SyncFrame>[]));
const KINDS = Object.keys(FRAMES) as SyncFrame['kind'][];

/** What these say is their own matter: to the frame it is just bytes. */
const isOpaque = (frame: SyncFrame): boolean =>
  ['join', 'invite', 'register', 'ephemeral'].includes(frame.kind);

/** The code with which bytes are refused; `undefined` where they are a frame. Any other error fails the test. */
const refusalOf = (bytes: Uint8Array): string | undefined => {
  try {
    decodeFrame(bytes);
    return undefined;
  } catch (error) {
    if (!isPlexiError(error)) throw error;
    return error.code;
  }
};

const repeat = <Item>(length: number, item: Item): Item[] => Array.from({ length }, () => item);

/** A frame of a kind, by its number on the wire, with any payload. */
const framed = (kind: number, payload: Uint8Array): Uint8Array => {
  const bytes = new Uint8Array(33 + payload.length);
  bytes[0] = kind;
  bytes.set(payload, 33);
  return bytes;
};

describe('a frame', () => {
  for (const kind of KINDS) {
    const ofKind: fc.Arbitrary<SyncFrame> = FRAMES[kind];
    test(`of kind ${kind} reads back as what was sent`, () => {
      fc.assert(
        fc.property(anyId<SpaceId>(), ofKind, (space, frame) => {
          expect(decodeFrame(encodeFrame(space, frame))).toEqual({ space, frame });
        }),
      );
    });
  }

  test('keeps its number on the wire', () => {
    expect(KINDS).toHaveLength(18);
    for (const kind of KINDS) {
      const [frame] = fc.sample<SyncFrame>(FRAMES[kind], 1) as [SyncFrame];
      expect(encodeFrame(SPACE, frame)[0]).toBe(KINDS.indexOf(kind));
    }
  });

  test('cut off anywhere is refused by code, or is another whole frame', () => {
    fc.assert(
      fc.property(anyFrame, fc.nat(), (frame, cut) => {
        const bytes = encodeFrame(SPACE, frame);
        const code = refusalOf(bytes.subarray(0, cut % bytes.length));
        // Receipts are cut at a boundary now and then.
        const isWhole = code === undefined && (isOpaque(frame) || frame.kind === 'receipts');
        expect(isWhole || code === 'FRAME_INVALID').toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  test('with anything behind it is refused by code', () => {
    fc.assert(
      fc.property(anyFrame, upTo(20, 1), (frame, extra) => {
        const bytes = encodeFrame(SPACE, frame);
        const longer = new Uint8Array(bytes.length + extra.length);
        longer.set(bytes);
        longer.set(extra, bytes.length);
        fc.pre(!isOpaque(frame) && frame.kind !== 'ask-digest');
        expect(refusalOf(longer)).toBe('FRAME_INVALID');
      }),
    );
  });

  test('of garbage is refused by code, never otherwise', () => {
    fc.assert(
      fc.property(fc.nat(255), upTo(400), (kind, payload) => {
        refusalOf(framed(kind, payload));
        refusalOf(payload);
      }),
      { numRuns: 2000 },
    );
    fc.assert(
      fc.property(anyFrame, fc.nat(), fc.nat(255), (frame, place, byte) => {
        const bytes = encodeFrame(SPACE, frame);
        bytes[place % bytes.length] = byte;
        refusalOf(bytes);
      }),
      { numRuns: 1000 },
    );
    for (const kind of [KINDS.length, 255])
      expect(refusalOf(framed(kind, new Uint8Array(40)))).toBe('FRAME_INVALID');
    expect(refusalOf(new Uint8Array())).toBe('FRAME_INVALID');
  });

  test('with values of the wrong kind or range is refused', () => {
    const id = new Uint8Array(32);
    const log = [id, id, 0];
    const wrong: [SyncFrame['kind'], unknown][] = [
      ['hello', [id]],
      ['hello', [new Uint8Array(31), null]],
      ['hello', [id, new Uint8Array()]],
      ['frontier', [true, [[log, -1, id]]]],
      ['frontier', [true, [[log, 2 ** 48, id]]]],
      ['frontier', [true, [[[id, id, 0x10000], 1, id]]]],
      ['frontier', [1, []]],
      ['credit', 0],
      ['credit', -1],
      ['credit', 2 ** 32 + 1],
      ['credit', '1'],
      ['receipted', 0],
      ['want', [log, 2 ** 48]],
      ['want', [log, -1]],
      ['want', [[id, id], 1]],
      ['want-bodies', [log, []]],
      ['want-bodies', [log, [-1]]],
      ['digest', [id, new Uint8Array(63)]],
      ['refused', 12],
      ['address', [id, new Uint8Array()]],
    ];
    for (const [kind, value] of wrong)
      expect([kind, value, refusalOf(framed(KINDS.indexOf(kind), encodeCbor(value)))]).toEqual([
        kind,
        value,
        'FRAME_INVALID',
      ]);
  });
});

describe('[L6] a frame has limits', () => {
  const send = (frame: SyncFrame): string | undefined => refusalOf(encodeFrame(SPACE, frame));
  const kind = (name: SyncFrame['kind']): number => KINDS.indexOf(name);

  test('LIMITS.frameBytes', () => {
    expect(refusalOf(framed(kind('credit'), new Uint8Array(LIMITS.frameBytes - 33 + 1)))).toBe(
      'FRAME_OVERSIZED',
    );
    expect(refusalOf(framed(kind('credit'), new Uint8Array(LIMITS.frameBytes - 33)))).toBe('FRAME_INVALID');
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

  test('LIMITS.receiptsPerFrame, and no frame without one', () => {
    const receipts = (length: number) =>
      send({ kind: 'receipts', receipts: repeat(length, new Uint8Array(RECEIPT_BYTES)) });
    expect(receipts(LIMITS.receiptsPerFrame)).toBeUndefined();
    expect(receipts(LIMITS.receiptsPerFrame + 1)).toBe('FRAME_INVALID');
    expect(receipts(0)).toBe('FRAME_INVALID');
  });

  test('LIMITS.joinRequestBytes', () => {
    const join = (length: number) => send({ kind: 'join', request: new Uint8Array(length) });
    expect(join(LIMITS.joinRequestBytes)).toBeUndefined();
    expect(join(LIMITS.joinRequestBytes + 1)).toBe('FRAME_OVERSIZED');
  });

  test('on proofs of an invite, reasons and addresses', () => {
    const digest = new Uint8Array(32);
    const device = 'd'.repeat(64) as DeviceId;
    expect(send({ kind: 'hello', digest, invite: new Uint8Array(513) })).toBe('FRAME_INVALID');
    expect(send({ kind: 'invite', proof: new Uint8Array(513) })).toBe('FRAME_OVERSIZED');
    expect(send({ kind: 'refused', code: 'X'.repeat(65) })).toBe('FRAME_INVALID');
    expect(send({ kind: 'address', device, sealed: new Uint8Array(4097) })).toBe('FRAME_INVALID');
  });
});
