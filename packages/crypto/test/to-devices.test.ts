import { LIMITS, utf8 } from '@plexi/protocol';
import { describe, expect, test } from 'vitest';
import { createDevice } from '../src/index.ts';
import { nativePrimitives as primitives } from '../src/native/native.ts';
import { openToDevice, sealToDevices } from '../src/sealing/index.ts';

const PURPOSE = 'plexi/test/1\0';
const device = () => {
  const keys = createDevice(primitives);
  return { boxKey: keys.boxKey, boxSecretKey: keys.boxSecretKey.reveal() };
};

describe('sealing to some devices', () => {
  const [laptop, phone, stranger] = [device(), device(), device()];
  const plain = utf8('for my own eyes');
  const sealed = sealToDevices(primitives, PURPOSE, [laptop.boxKey, phone.boxKey], plain);

  test('each of them opens it, and nobody else does', () => {
    for (const own of [laptop, phone]) expect(openToDevice(primitives, PURPOSE, own, sealed)).toEqual(plain);
    expect(openToDevice(primitives, PURPOSE, stranger, sealed)).toBeUndefined();
    expect(openToDevice(primitives, 'plexi/else/1\0', laptop, sealed)).toBeUndefined();
    expect(Buffer.from(sealed).includes(Buffer.from(plain))).toBe(false);
  });

  test('what was changed on the way is not opened', () => {
    for (let at = 0; at < sealed.length; at += 7) {
      const changed = sealed.slice();
      changed[at] = (changed[at] as number) ^ 1;
      const opened = openToDevice(primitives, PURPOSE, laptop, changed);
      // A byte of the other device's part is none of ours.
      expect(opened === undefined || Buffer.from(opened).equals(Buffer.from(plain))).toBe(true);
    }
    for (let end = 0; end < sealed.length; end += 11)
      expect(openToDevice(primitives, PURPOSE, laptop, sealed.subarray(0, end))).toBeUndefined();
  });

  test('a key of small order, with which nothing is shared, gets nothing and harms nobody', () => {
    const mixed = sealToDevices(primitives, PURPOSE, [new Uint8Array(32), laptop.boxKey], plain);
    expect(openToDevice(primitives, PURPOSE, laptop, mixed)).toEqual(plain);
  });

  test('LIMITS.devicesPerSealing bounds for how many', () => {
    const keys = Array.from({ length: LIMITS.devicesPerSealing + 1 }, () => laptop.boxKey);
    expect(() => sealToDevices(primitives, PURPOSE, keys, plain)).toThrow(
      expect.objectContaining({ code: 'TOO_LARGE' }),
    );
    const full = sealToDevices(primitives, PURPOSE, keys.slice(1), plain);
    expect(openToDevice(primitives, PURPOSE, laptop, full)).toEqual(plain);
  });
});
