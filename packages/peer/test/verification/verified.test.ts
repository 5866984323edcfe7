import { type DeviceId, LIMITS } from '@plexi/protocol';
import { expect, test } from 'vitest';
import { readVerified, writeVerified } from '../../src/verification/verified.ts';

const device = (n: number): DeviceId =>
  n.toString(16).padStart(64, '0').split('').reverse().join('') as DeviceId;

test('[K8] the mark remembers when, and each device, and says of any other that it is new', () => {
  const devices = Array.from({ length: LIMITS.verifiedDevices }, (_, n) => device(n));
  const mark = readVerified(writeVerified(1_700_000_000_000.5, devices));
  expect(mark?.at).toBe(1_700_000_000_000);
  expect(devices.every((one) => mark?.knows(one))).toBe(true);
  expect(mark?.knows(device(LIMITS.verifiedDevices))).toBe(false);
  expect(writeVerified(1, devices).length).toBeLessThanOrEqual(LIMITS.settingBytes);
  expect(readVerified(writeVerified(7, []))?.knows(device(0))).toBe(false);
});

test('[L6] one device more than it remembers is refused, not forgotten', () => {
  const devices = Array.from({ length: LIMITS.verifiedDevices + 1 }, (_, n) => device(n));
  expect(() => writeVerified(1, devices)).toThrow(expect.objectContaining({ code: 'TOO_LARGE' }));
});

test.each(['', '1', ':', '1:ab', `1:${'g'.repeat(32)}`, `-1:${'a'.repeat(32)}`, '1:\n'])(
  'what is no mark verifies nobody: %j',
  (value) => {
    expect(readVerified(value)).toBeUndefined();
  },
);
