import { nativePrimitives as primitives } from '@plexi/crypto/native';
import { sealWith } from '@plexi/crypto/sealing';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type DeviceId,
  decodeLetter,
  decodeMail,
  encodeLetter,
  encodeMail,
  idFromBytes,
  type Letter,
  LIMITS,
  type SpaceId,
  tallyOf,
} from '../src/index.ts';

const relay = (place: number) => ({
  device: idFromBytes<DeviceId>(new Uint8Array(32).fill(place)),
  addresses: ['/dns4/relay.example/tcp/443/wss'],
});
const letter = (relays: number): Letter => ({
  type: 'introduction',
  space: idFromBytes<SpaceId>(new Uint8Array(32).fill(7)),
  kind: 'channel',
  name: 'budget',
  relays: Array.from({ length: relays }, (_, place) => relay(place)),
});

describe('mail', () => {
  test('says what was written', () => {
    const words = encodeLetter(letter(2));
    expect(decodeLetter(decodeMail(encodeMail(words)))).toEqual(letter(2));
  });

  test('[L6] is of so many bytes at most, and names as many relays as a space may list', () => {
    const most = new Uint8Array(LIMITS.mailBytes);
    expect(decodeMail(encodeMail(most))).toEqual(most);
    expect(() => encodeMail(new Uint8Array(LIMITS.mailBytes + 1))).toThrow(/code/);
    expect(decodeLetter(encodeLetter(letter(LIMITS.relays)))).toEqual(letter(LIMITS.relays));
    expect(() => encodeLetter(letter(LIMITS.relays + 1))).toThrow(/code/);
  });

  const report = (evidence: number, note = ''): Letter => ({
    type: 'report',
    report: 'ab'.repeat(32),
    message: 'cd'.repeat(32),
    reason: 'spam',
    note,
    evidence: new Uint8Array(evidence),
  });
  const said = { report: 'ab'.repeat(32), words: 'Why', at: 1_750_000_000_000 };
  const tally = (count: number): Letter => ({
    type: 'tally',
    tally: 'ab'.repeat(32),
    inferences: Array.from({ length: count }, (_, at) =>
      tallyOf({ at, model: 'm'.repeat(64), promptTokens: 300, answerTokens: 20, ms: 9000 }),
    ),
  });
  /** What a carrier sees of it, without the nonce and the MAC. */
  const sealedSize = (one: Letter): number =>
    sealWith(primitives, new Uint8Array(32), encodeLetter(one)).length - 40;
  const letters: Letter[] = [
    report(5000),
    { ...report(5000), type: 'handover', by: 'ef'.repeat(32) as never } as Letter,
    { ...said, type: 'verdict', outcome: 'muted', until: 0 },
    { ...said, type: 'notice', message: 'cd'.repeat(32), reason: 'harm', outcome: 'warned', until: 0 },
    { ...said, type: 'appeal' },
    { ...said, type: 'review', outcome: 'reversed' },
    tally(LIMITS.talliedInferences),
  ];

  test('[A4] of every kind says what was written, and looks the same to who carries it', () => {
    for (const one of letters) expect(decodeLetter(encodeLetter(one))).toEqual(one);
    const sizes = [letter(2), ...letters].map((one) => sealedSize(one));
    expect(new Set(sizes)).toEqual(new Set([8192]));
    fc.assert(
      fc.property(fc.nat(LIMITS.evidenceBytes), (size) => {
        const padded = sealedSize(report(size));
        expect([padded >= 8192, Math.log2(padded) % 1]).toEqual([true, 0]);
      }),
      { numRuns: 30 },
    );
  });

  test('[L6] [A4] evidence and words have their limits, and the largest letter has room in a mail', () => {
    const handed = { type: 'handover', by: 'ef'.repeat(32) };
    const most = encodeLetter({
      ...report(LIMITS.evidenceBytes, 'n'.repeat(LIMITS.reportNoteBytes)),
      ...handed,
    } as Letter);
    expect(decodeLetter(most)).toMatchObject({ type: 'handover' });
    expect(most.length + 64 * 48 + 200).toBeLessThan(LIMITS.mailBytes);
    expect(() => encodeLetter(report(LIMITS.evidenceBytes + 1))).toThrow(/code/);
    expect(() => encodeLetter(report(1, 'n'.repeat(LIMITS.reportNoteBytes + 1)))).toThrow(/code/);
  });

  test('that is something else is refused with a code', () => {
    const refusal = expect.objectContaining({ code: 'ENTRY_MALFORMED' });
    for (const bytes of [new Uint8Array(), new Uint8Array([0x83, 1, 0, 0x40]), encodeLetter(letter(0))]) {
      expect(() => decodeMail(bytes)).toThrow(refusal);
    }
    expect(() => decodeLetter(encodeMail(new Uint8Array(3)))).toThrow(refusal);
  });
});
