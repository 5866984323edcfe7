import { chunkCount, FILE_CHUNK_BYTES, LIMITS } from '@plexi/protocol';
import { openMemoryStore } from '@plexi/storage/memory';
import { expect, test } from 'vitest';
import { openBlobStore } from '../../src/blob/blob-store.ts';
import { createUploads, type NewFile } from '../../src/file/uploads.ts';
import { channelId, person, primitives, seedOf } from '../people.ts';
import { bytesOf, temporaryFolder } from './story.ts';

const space = Buffer.from(seedOf('lab')).toString('hex') as NewFile['space'];
const other = Buffer.from(seedOf('club')).toString('hex') as NewFile['space'];
const { account } = person('ada');

const open = async () => {
  const options = {
    store: openMemoryStore(),
    folder: await temporaryFolder(),
    spaces: [space],
    now: () => 1,
  };
  const blobs = await openBlobStore(options);
  return { blobs, uploads: createUploads({ primitives, blobs, account }) };
};
const file = (more: Partial<NewFile> = {}): NewFile => ({
  space,
  channel: channelId('general'),
  name: 'plan.pdf',
  type: '',
  size: 10,
  width: undefined,
  height: undefined,
  preview: undefined,
  ...more,
});

test('parts of any size become sealed chunks; none is sealed twice under one key', async () => {
  const { blobs, uploads } = await open();
  const size = 2 * FILE_CHUNK_BYTES + 77;
  const plain = bytesOf(size);
  const { id } = uploads.begin(file({ size }));
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
  const { id } = uploads.begin(file());
  const [first, second] = await Promise.allSettled([
    uploads.put(space, id, 0, bytesOf(10)),
    uploads.put(space, id, 0, bytesOf(10)),
  ]);
  expect([first?.status, second?.status]).toEqual(['fulfilled', 'rejected']);
});

test('what is given up leaves nothing, and another space knows nothing of it', async () => {
  const { blobs, uploads } = await open();
  const { id } = uploads.begin(file({ size: FILE_CHUNK_BYTES + 5 }));
  await expect(uploads.put(other, id, 0, bytesOf(5))).rejects.toMatchObject({ code: 'NOT_FOUND' });
  const putting = uploads.put(space, id, 0, bytesOf(FILE_CHUNK_BYTES));
  await uploads.cancel(space, id);
  await putting.catch(() => undefined);
  expect(blobs.total()).toBe(0);
  expect(() => uploads.finish(space, id)).toThrow(expect.objectContaining({ code: 'NOT_FOUND' }));
});

test('[L6] a file of 100 MB may be begun and one byte more not; so many at once and no more', async () => {
  const { uploads } = await open();
  uploads.begin(file({ size: LIMITS.fileBytes }));
  expect(() => uploads.begin(file({ size: LIMITS.fileBytes + 1 }))).toThrow(
    expect.objectContaining({ code: 'TOO_LARGE' }),
  );
  for (let i = 1; i < LIMITS.uploads; i++) uploads.begin(file());
  expect(() => uploads.begin(file())).toThrow(expect.objectContaining({ code: 'TOO_BUSY' }));
  uploads.begin(file({ space: other }));
});
