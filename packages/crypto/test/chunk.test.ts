import { FILE_CHUNK_BYTES } from '@plexi/protocol';
import { expect, test } from 'vitest';
import { nativePrimitives } from '../src/native/native.ts';
import { portablePrimitives } from '../src/primitives/portable.ts';
import { openChunk, sealChunk, sealedChunkLength } from '../src/sealing/index.ts';

const key = nativePrimitives.randomBytes(32);
const plain = (length: number): Uint8Array => new Uint8Array(length).fill(5);

test('[N6] [K1] a chunk opens in its own place of its own file, and nowhere else', () => {
  const size = 2 * FILE_CHUNK_BYTES + 300;
  const sealed = sealChunk(nativePrimitives, { key, size }, 1, plain(FILE_CHUNK_BYTES));
  const open = (file: { key: Uint8Array; size: number }, index: number) =>
    openChunk(nativePrimitives, file, index, sealed);
  expect(open({ key, size }, 1)).toEqual(plain(FILE_CHUNK_BYTES));
  expect(open({ key, size }, 0)).toBeUndefined();
  expect(open({ key, size: size + 1 }, 1)).toBeUndefined();
  expect(open({ key, size: size + FILE_CHUNK_BYTES }, 1)).toBeUndefined();
  expect(open({ key: nativePrimitives.randomBytes(32), size }, 1)).toBeUndefined();
  const changed = sealed.slice();
  changed[40] = (changed[40] as number) ^ 1;
  expect(openChunk(nativePrimitives, { key, size }, 1, changed)).toBeUndefined();
  expect(openChunk(nativePrimitives, { key, size }, 1, sealed.subarray(1))).toBeUndefined();
});

test('both implementations seal the same bytes', () => {
  const file = { key, size: 700 };
  const sealed = sealChunk(nativePrimitives, file, 0, plain(700));
  expect(sealChunk(portablePrimitives, file, 0, plain(700))).toEqual(sealed);
  expect(openChunk(portablePrimitives, file, 0, sealed)).toEqual(plain(700));
});

test('the length of what is sealed tells the size roughly, and never more than a chunk', () => {
  expect(sealedChunkLength(100, 0)).toBe(sealedChunkLength(110, 0));
  expect(sealedChunkLength(500_000, 0)).toBe(sealedChunkLength(501_000, 0));
  for (const size of [1, 100, 5000, 999_999, FILE_CHUNK_BYTES - 1, FILE_CHUNK_BYTES, FILE_CHUNK_BYTES + 1]) {
    const last = Math.ceil(size / FILE_CHUNK_BYTES) - 1;
    const length = size - last * FILE_CHUNK_BYTES;
    const sealed = sealChunk(nativePrimitives, { key, size }, last, plain(length));
    expect(sealed.length).toBe(sealedChunkLength(size, last));
    expect(sealed.length).toBeLessThanOrEqual(FILE_CHUNK_BYTES + 16);
    expect(openChunk(nativePrimitives, { key, size }, last, sealed)).toEqual(plain(length));
  }
  expect(() => sealChunk(nativePrimitives, { key, size: 10 }, 0, plain(9))).toThrow(RangeError);
});
