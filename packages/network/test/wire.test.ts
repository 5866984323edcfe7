import type { DeviceId } from '@plexi/protocol';
import { idFromBytes, LIMITS } from '@plexi/protocol';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createFrameReader } from '../src/channel/frame-reader.ts';
import type { Acquaintance, Greeting } from '../src/channel/greeting.ts';
import {
  acceptsGreeting,
  decodeAnswer,
  decodeGreeting,
  encodeAnswer,
  encodeGreeting,
} from '../src/channel/greeting.ts';
import { addressThroughRelay, deviceInAddress, deviceOfPeerId, isLoopback, peerIdOf } from '../src/index.ts';
import { framed } from './raw-peer.ts';

const count = fc.integer({ min: 0, max: 2 ** 48 - 1 });
const instance = fc.uint8Array({ minLength: 16, maxLength: 16 });
const bytes32 = fc.uint8Array({ minLength: 32, maxLength: 32 });

test('frames come out as they went in, however the stream is cut', () => {
  const frames = fc.array(fc.uint8Array({ minLength: 1, maxLength: 300 }), { minLength: 1, maxLength: 20 });
  fc.assert(
    fc.property(frames, fc.array(fc.integer({ min: 1, max: 97 }), { minLength: 1 }), (sent, cuts) => {
      const stream = Buffer.concat(sent.map((frame) => framed(frame)));
      const reader = createFrameReader();
      const received: Uint8Array[] = [];
      for (let offset = 0, cut = 0; offset < stream.length; cut++) {
        const length = cuts[cut % cuts.length] as number;
        reader.push(new Uint8Array(stream.subarray(offset, offset + length)));
        offset += length;
        for (let frame = reader.next(); frame !== undefined; frame = reader.next()) received.push(frame);
      }
      expect(received).toEqual(sent);
      expect(reader.bufferedBytes).toBe(0);
    }),
  );
});

test('[L6] a frame is refused by its length, before its bytes are there', () => {
  const reader = createFrameReader();
  reader.push(framed(new Uint8Array(0), LIMITS.frameBytes + 1));
  expect(() => reader.next()).toThrow(expect.objectContaining({ code: 'FRAME_OVERSIZED' }));
});

test('greeting and answer survive their encoding; every other length is refused', () => {
  fc.assert(
    fc.property(
      instance,
      count,
      instance,
      count,
      fc.boolean(),
      (own, opening, metInstance, seenOpening, accepted) => {
        const greeting = { instance: own, opening, metInstance, seenOpening };
        expect(decodeGreeting(encodeGreeting(greeting))).toEqual(greeting);
        expect(decodeAnswer(encodeAnswer({ instance: own, accepted }))).toEqual({ instance: own, accepted });
      },
    ),
  );
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
      fc.pre(bytes.length !== 45 && bytes.length !== 18);
      expect(() => decodeGreeting(bytes)).toThrow(expect.objectContaining({ code: 'FRAME_INVALID' }));
      expect(() => decodeAnswer(bytes)).toThrow(expect.objectContaining({ code: 'FRAME_INVALID' }));
    }),
  );
});

const ours = new Uint8Array(16).fill(1);
const theirs = new Uint8Array(16).fill(2);
const none = new Uint8Array(16);
const hello = (change: Partial<Greeting> = {}): Greeting => ({
  instance: theirs,
  opening: 5,
  metInstance: none,
  seenOpening: 0,
  ...change,
});
const knowing = (change: Partial<Acquaintance> = {}): Acquaintance => ({
  instance: ours,
  metInstance: none,
  seenOpening: 0,
  ownOpening: 0,
  isLower: true,
  ...change,
});

test('of two greetings that cross, exactly the one of the lower device is accepted', () => {
  expect(acceptsGreeting(hello(), knowing({ ownOpening: 3, isLower: true }))).toBe(false);
  expect(acceptsGreeting(hello(), knowing({ ownOpening: 3, isLower: false }))).toBe(true);
});

test('who knew of our stream and opens another one has lost it: accepted, also by the lower device', () => {
  const knew = hello({ metInstance: ours, seenOpening: 3 });
  expect(acceptsGreeting(knew, knowing({ metInstance: theirs, ownOpening: 3 }))).toBe(true);
  expect(
    acceptsGreeting(
      hello({ metInstance: ours, seenOpening: 2 }),
      knowing({ metInstance: theirs, ownOpening: 3 }),
    ),
  ).toBe(false);
});

test('a restarted device is accepted; a repeated greeting is not', () => {
  const restarted = new Uint8Array(16).fill(3);
  expect(
    acceptsGreeting(hello({ instance: restarted }), knowing({ metInstance: theirs, ownOpening: 3 })),
  ).toBe(true);
  expect(acceptsGreeting(hello({ opening: 5 }), knowing({ metInstance: theirs, seenOpening: 5 }))).toBe(
    false,
  );
  expect(acceptsGreeting(hello({ opening: 6 }), knowing({ metInstance: theirs, seenOpening: 5 }))).toBe(true);
});

test('a device and its peer id name each other', () => {
  fc.assert(
    fc.property(bytes32, (bytes) => {
      const device: DeviceId = idFromBytes(bytes);
      expect(deviceOfPeerId(peerIdOf(device))).toBe(device);
      expect(deviceInAddress(addressThroughRelay(`/ip4/1.2.3.4/tcp/1/p2p/${peerIdOf(device)}`, device))).toBe(
        device,
      );
    }),
  );
  fc.assert(fc.property(fc.string(), (text) => deviceOfPeerId(text) === undefined));
  expect(deviceOfPeerId('QmYyQSo1c1Ym7orWxLYvCrM2EmxFTANf8wXmmE7DWjhx5N')).toBeUndefined();
});

test('loopback addresses are known as such', () => {
  const local = ['/ip4/127.0.0.1/tcp/1', '/ip6/::1/tcp/1', '/dns4/localhost/tcp/1/ws'];
  expect(local.map(isLoopback)).toEqual([true, true, true]);
  expect(isLoopback('/ip4/192.168.1.7/tcp/1')).toBe(false);
});
