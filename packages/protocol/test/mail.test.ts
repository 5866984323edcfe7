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

  test('[L6] is of 8 KiB at most, and names as many relays as a space may list', () => {
    const most = new Uint8Array(LIMITS.mailBytes);
    expect(decodeMail(encodeMail(most))).toEqual(most);
    expect(() => encodeMail(new Uint8Array(LIMITS.mailBytes + 1))).toThrow(/code/);
    expect(decodeLetter(encodeLetter(letter(LIMITS.relays)))).toEqual(letter(LIMITS.relays));
    expect(() => encodeLetter(letter(LIMITS.relays + 1))).toThrow(/code/);
  });

  test('that is something else is refused with a code', () => {
    const refusal = expect.objectContaining({ code: 'ENTRY_MALFORMED' });
    for (const bytes of [new Uint8Array(), new Uint8Array([0x83, 1, 0, 0x40]), encodeLetter(letter(0))]) {
      expect(() => decodeMail(bytes)).toThrow(refusal);
    }
    expect(() => decodeLetter(encodeMail(new Uint8Array(3)))).toThrow(refusal);
  });
});
