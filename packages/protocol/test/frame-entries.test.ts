import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeFrame, encodeFrame, entryWireBytes, type RawEntry, SIGNATURE_BYTES } from '../src/index.ts';
import { adasEntries, adasLog, anyBytes, codeOf, SPACE } from './logs.ts';

const rawEntry: fc.Arbitrary<RawEntry> = fc.record({
  header: fc.uint8Array({ maxLength: 300 }),
  signature: anyBytes(SIGNATURE_BYTES),
  body: fc.option(fc.uint8Array({ maxLength: 300 }), { nil: undefined }),
});

describe('entries in a frame', () => {
  test('[L1] come out byte for byte, those without a body too', () => {
    const [first, second] = adasEntries(2);
    if (first === undefined || second === undefined) throw new TypeError('no entries');
    const entries = [first, { ...second, body: undefined }].map(({ header, signature, body }) => ({
      header,
      signature,
      body,
    }));
    const { frame } = decodeFrame(encodeFrame(SPACE, { kind: 'entries', log: adasLog, entries }));
    expect(frame).toEqual({ kind: 'entries', log: adasLog, entries });
  });

  test('take as many bytes as credit counts', () => {
    fc.assert(
      fc.property(fc.array(rawEntry, { maxLength: 6 }), (entries) => {
        const bytes = encodeFrame(SPACE, { kind: 'entries', log: adasLog, entries });
        const empty = encodeFrame(SPACE, { kind: 'entries', log: adasLog, entries: [] });
        const counted = entries.reduce((sum, entry) => sum + entryWireBytes(entry), 0);
        expect(bytes.length - empty.length).toBe(counted);
      }),
    );
  });

  test('that claim a longer header or body than there is are refused', () => {
    const [entry] = adasEntries(1);
    if (entry === undefined) throw new TypeError('no entry');
    const bytes = encodeFrame(SPACE, { kind: 'entries', log: adasLog, entries: [entry] });
    const headerLengthAt = 33 + 66 + 2;
    const view = new DataView(bytes.buffer);
    for (const length of [entry.header.length + 1, 0xffff]) {
      view.setUint16(headerLengthAt, length);
      expect(codeOf(() => decodeFrame(bytes))).toBe('FRAME_INVALID');
    }
    view.setUint16(headerLengthAt, entry.header.length);
    const bodyLengthAt = headerLengthAt + 2 + entry.header.length + SIGNATURE_BYTES;
    for (const length of [(entry.body?.length ?? 0) + 1, 0xfffffffe, 0xffffffff]) {
      view.setUint32(bodyLengthAt, length);
      expect(codeOf(() => decodeFrame(bytes))).toBe('FRAME_INVALID');
    }
  });
});
