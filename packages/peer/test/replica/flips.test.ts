import { decodeFrame, encodeFrame, isPlexiError } from '@plexi/protocol';
import { describe, expect, test } from 'vitest';
import { type Holder, type Item, lab, viewOf } from '../space-story.ts';

const LONG = process.env['PLEXI_LONG'] !== undefined;
const FRAMES = LONG ? 1000 : 6;
/** Bits that are passed over between two that are flipped, so that all of a byte come up in turn. */
const STEP = LONG ? 1 : 3;

/**
 * Where the sequence number is: kind 1, space 32, log 66, count 2, length 2, version 1, log id 32. What names a place that is taken
 * already is passed over without a word, as what comes twice is [N3].
 */
const SEQUENCE_AT = Array.from({ length: 6 }, (_, i) => 136 + i);

/** What became of a frame: why it was refused, or that it was taken. */
const give = async (to: Holder, bytes: Uint8Array): Promise<string> => {
  try {
    const { space, frame } = decodeFrame(bytes);
    // A session speaks of its space, and of what it was asked.
    if (space !== to.replica.space) return 'another space';
    if (frame.kind !== 'entries') return 'another kind';
    const { accepted, refused } = await to.replica.ingest(frame.log, frame.entries);
    return accepted > 0 ? 'accepted' : (refused ?? 'nothing');
  } catch (error) {
    if (isPlexiError(error)) return error.code;
    throw error;
  }
};

describe('[L6] [K1] every bit of captured frames', () => {
  test(
    'no frame with one bit changed is taken, each is refused by name, and then the true one still counts',
    async () => {
      const { atAda, atBen } = await lab();
      const { space } = atAda.replica;
      const reasons = new Map<string, number>();
      for (let number = 0; number < FRAMES; number++) {
        const log = atAda.log();
        const { header, signature, body } = await atAda.post(`message ${number} ${'x'.repeat(number % 60)}`);
        const item: Item = { log, raw: { header, signature, body } };
        const frame = encodeFrame(space, { kind: 'entries', log: item.log, entries: [item.raw] });
        const before = viewOf(atBen);
        for (let bit = number % STEP; bit < frame.length * 8; bit += STEP) {
          const flipped = frame.slice();
          flipped[bit >> 3] = (flipped[bit >> 3] as number) ^ (1 << (bit & 7));
          const outcome = await give(atBen, flipped);
          reasons.set(outcome, (reasons.get(outcome) ?? 0) + 1);
          if (outcome === 'nothing') expect(SEQUENCE_AT.includes(bit >> 3)).toBe(true);
          else if (outcome === 'accepted') expect([bit, outcome]).toEqual([]);
        }
        expect(viewOf(atBen)).toEqual(before);
        expect(await give(atBen, frame)).toBe('accepted');
        expect(await give(atBen, frame)).not.toBe('accepted');
      }
      expect(viewOf(atBen)).toEqual(viewOf(atAda));
      expect([...reasons.keys()]).toEqual(
        expect.arrayContaining(['ENTRY_FORGED', 'ENTRY_BODY_MISMATCH', 'FRAME_INVALID']),
      );
    },
    LONG ? 900_000 : 60_000,
  );
});
