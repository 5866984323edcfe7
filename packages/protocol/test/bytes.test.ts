import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fromHex, toHex } from '../src/index.ts';

test('property: bytes are spelled as Node spells them, at every length, and read back', () => {
  for (let length = 0; length < 130; length++) {
    const bytes = Uint8Array.from({ length }, (_, i) => (i * 37 + length) % 256);
    expect(toHex(bytes)).toBe(Buffer.from(bytes).toString('hex'));
  }
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), fc.nat(200), (bytes, from) => {
      const part = bytes.subarray(from % (bytes.length + 1));
      expect(toHex(part)).toBe(Buffer.from(part).toString('hex'));
      expect(fromHex(toHex(part))).toEqual(Uint8Array.from(part));
    }),
  );
});
