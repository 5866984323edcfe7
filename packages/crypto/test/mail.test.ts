import { x25519 } from '@noble/curves/ed25519.js';
import { LIMITS } from '@plexi/protocol';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nativePrimitives as native } from '../src/native/native.ts';
import { portablePrimitives as portable } from '../src/primitives/portable.ts';
import { openMail, sealMail } from '../src/sealing/index.ts';

const device = (seed: number) => {
  const secretKey = new Uint8Array(32).fill(seed);
  return { secretKey, publicKey: x25519.getPublicKey(secretKey) };
};
const words = new TextEncoder().encode('come to the small room');

describe('[G6] a mail to some devices', () => {
  test('opens for each of them, in Node and in a browser, and for nobody else', () => {
    const [ben, bensPhone, cleo] = [device(1), device(2), device(3)];
    const mail = sealMail(native, [ben.publicKey, bensPhone.publicKey], words);
    expect(openMail(portable, ben.secretKey, mail)).toEqual(words);
    expect(openMail(native, bensPhone.secretKey, mail)).toEqual(words);
    expect(openMail(native, cleo.secretKey, mail)).toBeUndefined();
  });

  test('does not tell from outside whether it is for one device or for eight', () => {
    const few = sealMail(native, [device(1).publicKey], words);
    const many = sealMail(
      native,
      Array.from({ length: 8 }, (_, i) => device(i + 1).publicKey),
      words,
    );
    expect(many.length).toBe(few.length);
    expect(
      sealMail(
        native,
        Array.from({ length: 9 }, (_, i) => device(i + 1).publicKey),
        words,
      ).length,
    ).toBeGreaterThan(many.length);
  });

  test('changed anywhere it opens as itself or not at all', () => {
    const ben = device(1);
    const mail = sealMail(native, [ben.publicKey], words);
    fc.assert(
      fc.property(fc.nat(mail.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
        const bad = mail.slice();
        bad[at] = (bad[at] as number) ^ change;
        const opened = openMail(native, ben.secretKey, bad);
        expect(opened === undefined || Buffer.from(opened).equals(words)).toBe(true);
      }),
      { numRuns: 200 },
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 600 }), (bytes) => {
        expect(openMail(native, ben.secretKey, bytes)).toBeUndefined();
      }),
    );
  });

  test('[L6] is for at most sixty-four devices and at most 8 KiB', () => {
    const keys = Array.from({ length: LIMITS.mailRecipients + 1 }, (_, i) => device(i + 1).publicKey);
    expect(() => sealMail(native, keys, words)).toThrow(expect.objectContaining({ code: 'TOO_LARGE' }));
    expect(openMail(native, device(64).secretKey, sealMail(native, keys.slice(0, 64), words))).toEqual(words);
    expect(() => sealMail(native, [], new Uint8Array(LIMITS.mailBytes))).toThrow(
      expect.objectContaining({ code: 'TOO_LARGE' }),
    );
  });
});
