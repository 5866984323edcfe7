import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  decodeFrame,
  encodeCbor,
  encodeFrame,
  MARK_BYTES,
  type SpaceId,
  type SyncFrame,
} from '../src/index.ts';
import { anyFrame, FRAMES, framed, KINDS, refusalOf, upTo } from './frames.ts';
import { anyId, SPACE } from './logs.ts';

/** What these say is their own matter: to the frame it is just bytes. */
const isOpaque = (frame: SyncFrame): boolean =>
  ['join', 'invite', 'register', 'ephemeral'].includes(frame.kind);

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
    expect(KINDS).toHaveLength(27);
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
        const isWhole =
          code === undefined &&
          (isOpaque(frame) || ['receipts', 'ask-holding', 'holding'].includes(frame.kind));
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
      ['hello', [id, null, new Uint8Array(9)]],
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
      ['sketch', new Uint8Array(100)],
      ['fetch', []],
      ['fetch', [[log, 0, 1]]],
      ['fetch', [[log, 2, 1]]],
      ['ends', []],
      ['flow', 1],
      ['differences', [[], [new Uint8Array(MARK_BYTES - 1)]]],
      ['differences', [[[-1, 1, id]], []]],
      ['differences', [[[log, -1, id]], []]],
    ];
    for (const [kind, value] of wrong)
      expect([kind, value, refusalOf(framed(KINDS.indexOf(kind), encodeCbor(value)))]).toEqual([
        kind,
        value,
        'FRAME_INVALID',
      ]);
  });
});
