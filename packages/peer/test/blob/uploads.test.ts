import { openChunk } from '@plexi/crypto/sealing';
import { chunkCount, FILE_CHUNK_BYTES, LIMITS } from '@plexi/protocol';
import { openMemoryStore } from '@plexi/storage/memory';
import { expect, test } from 'vitest';
import { openBlobStore } from '../../src/blob/blob-store.ts';
import type { NewFile } from '../../src/file/upload-record.ts';
import { createUploads } from '../../src/file/uploads.ts';
import { channelId, person, primitives, seedOf } from '../people.ts';
import { bytesOf, temporaryFolder } from './story.ts';

const space = Buffer.from(seedOf('lab')).toString('hex') as NewFile['space'];
const other = Buffer.from(seedOf('club')).toString('hex') as NewFile['space'];
const { account } = person('ada');

/** A place for uploads; `again` is the same one after a restart, however it ended. */
const open = async () => {
  const clock = { ms: 1_000_000 };
  const now = () => clock.ms;
  const store = openMemoryStore();
  const options = { store, folder: await temporaryFolder(), spaces: [space], now };
  const again = async () => {
    const blobs = await openBlobStore(options);
    const uploads = createUploads({ primitives, store, now, blobs, account });
    await uploads.open(space);
    return { blobs, uploads };
  };
  return { ...(await again()), again, clock };
};
const file = (more: Partial<NewFile> = {}): NewFile => ({
  space,
  channel: channelId('general'),
  name: 'plan.pdf',
  type: '',
  size: 10,
  modified: undefined,
  width: undefined,
  height: undefined,
  preview: undefined,
  ...more,
});

test('parts of any size become sealed chunks; none is sealed twice under one key', async () => {
  const { blobs, uploads } = await open();
  const size = 2 * FILE_CHUNK_BYTES + 77;
  const plain = bytesOf(size);
  const { id } = await uploads.begin(file({ size }));
  const part = 700_001;
  for (let offset = 0; offset < size; offset += part)
    await uploads.put(space, id, offset, plain.subarray(offset, offset + part));
  const manifest = uploads.finish(space, id);
  expect(manifest.hashes).toHaveLength(chunkCount(size));
  expect(manifest.hashes.every((hash) => blobs.size(space, hash) !== undefined)).toBe(true);
  const again = uploads.put(space, id, 0, plain.subarray(0, 10));
  await expect(again).rejects.toMatchObject({ code: 'FILE_PART_MISPLACED' });
  expect(uploads.finish(space, id)).toEqual(manifest);
});

test('two parts for one place at once: the second is refused', async () => {
  const { uploads } = await open();
  const { id } = await uploads.begin(file());
  const [first, second] = await Promise.allSettled([
    uploads.put(space, id, 0, bytesOf(10)),
    uploads.put(space, id, 0, bytesOf(10)),
  ]);
  expect([first?.status, second?.status]).toEqual(['fulfilled', 'rejected']);
});

test('what is given up leaves nothing, and another space knows nothing of it', async () => {
  const { blobs, uploads } = await open();
  const { id } = await uploads.begin(file({ size: FILE_CHUNK_BYTES + 5 }));
  await expect(uploads.put(other, id, 0, bytesOf(5))).rejects.toMatchObject({ code: 'NOT_FOUND' });
  const putting = uploads.put(space, id, 0, bytesOf(FILE_CHUNK_BYTES));
  await uploads.cancel(space, id);
  await putting.catch(() => undefined);
  expect(blobs.total()).toBe(0);
  expect(() => uploads.finish(space, id)).toThrow(expect.objectContaining({ code: 'NOT_FOUND' }));
});

test('[L6] a file of 100 MB may be begun and one byte more not; so many at once and no more', async () => {
  const { uploads } = await open();
  await uploads.begin(file({ size: LIMITS.fileBytes }));
  await expect(uploads.begin(file({ size: LIMITS.fileBytes + 1 }))).rejects.toMatchObject({
    code: 'TOO_LARGE',
  });
  for (let i = 1; i < LIMITS.uploads; i++) await uploads.begin(file());
  await expect(uploads.begin(file())).rejects.toMatchObject({ code: 'TOO_BUSY' });
  await uploads.begin(file({ space: other }));
});

test('a restart leaves whole chunks: who still has the file goes on, and so does who begins the same one again', async () => {
  const { uploads, again } = await open();
  const size = 3 * FILE_CHUNK_BYTES + 9;
  const plain = bytesOf(size);
  const same = file({
    size,
    modified: 77.5,
    preview: { type: 'image/webp', bytes: bytesOf(9) },
    width: 3,
    height: 4,
  });
  const { id } = await uploads.begin(same);
  const half = FILE_CHUNK_BYTES / 2;
  await uploads.put(space, id, 0, plain.subarray(0, FILE_CHUNK_BYTES + half));

  const second = (await again()).uploads;
  expect(second.list(space)).toMatchObject([{ id, received: FILE_CHUNK_BYTES, left: true }]);
  const far = second.put(space, id, FILE_CHUNK_BYTES + half, plain.subarray(FILE_CHUNK_BYTES + half));
  await expect(far).rejects.toMatchObject({ code: 'FILE_PART_MISPLACED' });
  await second.put(space, id, FILE_CHUNK_BYTES, plain.subarray(FILE_CHUNK_BYTES, 2 * FILE_CHUNK_BYTES));
  expect(second.list(space)).toMatchObject([{ left: false }]);

  const third = (await again()).uploads;
  for (const change of [{ modified: 78 }, { modified: undefined }, { name: 'b' }, { size: 9 }])
    expect((await third.begin({ ...same, ...change })).id).not.toBe(id);
  expect(await third.begin(same)).toMatchObject({ id, received: 2 * FILE_CHUNK_BYTES });
  expect((await third.begin(same)).id).not.toBe(id);
  await third.put(space, id, 2 * FILE_CHUNK_BYTES, plain.subarray(2 * FILE_CHUNK_BYTES));
  const manifest = third.finish(space, id);

  const fourth = await again();
  expect(fourth.uploads.finish(space, id)).toEqual(manifest);
  for (const [index, hash] of manifest.hashes.entries()) {
    const sealed = await fourth.blobs.read(space, hash, 0, fourth.blobs.size(space, hash) ?? 0);
    const opened = openChunk(primitives, manifest, index, sealed ?? new Uint8Array());
    const at = index * FILE_CHUNK_BYTES;
    expect(Buffer.from(plain.subarray(at, at + FILE_CHUNK_BYTES)).equals(opened ?? plain)).toBe(true);
  }
});

test('what was sealed is not sealed again from other bytes: a chunk that a crash took must be the same', async () => {
  const { blobs, uploads, again } = await open();
  const size = FILE_CHUNK_BYTES + 3;
  const plain = bytesOf(size);
  const begin = async () => (await uploads.begin(file({ size }))).id;
  const [id, changed] = [await begin(), await begin()];
  for (const one of [id, changed]) {
    await uploads.put(space, one, 0, plain);
    await blobs.drop(space, uploads.finish(space, one).hashes.slice(1));
  }
  const manifest = uploads.finish(space, id);
  const later = await again();
  const rest = plain.slice(FILE_CHUNK_BYTES);
  expect(await later.uploads.put(space, id, FILE_CHUNK_BYTES, rest)).toMatchObject({ received: size });
  expect(later.uploads.finish(space, id)).toEqual(manifest);
  rest[0] = (rest[0] ?? 0) + 1;
  const wrong = later.uploads.put(space, changed, FILE_CHUNK_BYTES, rest);
  await expect(wrong).rejects.toMatchObject({ code: 'FILE_CHANGED' });
  expect(later.uploads.list(space)).toHaveLength(1);
  expect(later.blobs.bytes(space)).toBe(
    manifest.hashes.reduce((sum, hash) => sum + (later.blobs.size(space, hash) ?? 0), 0),
  );
});

test('[L6] what nobody goes on with is kept for a week, and makes room for what is begun', async () => {
  const { uploads, again, clock } = await open();
  let oldest: string | undefined;
  for (let i = 0; i < LIMITS.uploads; i++) {
    const { id } = await uploads.begin(file());
    oldest ??= id;
    if (i === 0) await uploads.put(space, id, 0, bytesOf(10));
    clock.ms++;
  }
  const second = await again();
  await second.uploads.begin(file());
  expect(second.uploads.list(space)).toHaveLength(LIMITS.uploads);
  expect(second.uploads.find(space, oldest ?? '')).toBeUndefined();
  expect(second.blobs.total()).toBe(0);
  const newest = clock.ms;
  clock.ms = newest + LIMITS.uploadKeptMs;
  expect((await again()).uploads.list(space)).toHaveLength(1);
  clock.ms++;
  expect((await again()).uploads.list(space)).toHaveLength(0);
});
