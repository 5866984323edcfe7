import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Hlc, SpaceId } from '@plexi/protocol';
import { toHex } from '@plexi/protocol';
import { openMemoryStore } from '@plexi/storage/memory';
import { expect, test } from 'vitest';
import { openBlobStore } from '../../src/blob/blob-store.ts';
import { GENERAL, person, primitives, seedOf } from '../people.ts';
import { temporaryFolder } from './story.ts';

const LAB = toHex(seedOf('lab')) as SpaceId;
const CLUB = toHex(seedOf('club')) as SpaceId;
const { account: ADA } = person('ada');

const blob = (name: string, size = 100): { hash: string; bytes: Uint8Array } => {
  const bytes = new Uint8Array(size);
  bytes.set(seedOf(name));
  return { hash: toHex(primitives.sha256(bytes)), bytes };
};

const openStores = async (cacheBytes?: number) => {
  const folder = await temporaryFolder();
  const store = openMemoryStore();
  let ms = 1_000_000;
  const open = () =>
    openBlobStore({
      store,
      folder,
      spaces: [LAB, CLUB],
      now: () => (ms += 1000),
      ...(cacheBytes === undefined ? {} : { cacheBytes }),
    });
  const files = async (): Promise<string[]> =>
    (await readdir(folder, { recursive: true, withFileTypes: true })).flatMap((entry) =>
      entry.isFile() ? [entry.name] : [],
    );
  return { folder, open, files };
};

test('what is kept is there after a restart; drafts that nobody goes on with and what a crash left behind are not', async () => {
  const { folder, open, files } = await openStores();
  const first = await open();
  const [kept, draft, begun] = [blob('kept'), blob('draft'), blob('begun')];
  await first.keep(LAB, kept.hash, kept.bytes, { account: ADA });
  for (const { hash, bytes } of [draft, begun])
    await first.keep(LAB, hash, bytes, { account: ADA, draft: true, alone: true });
  await mkdir(path.join(folder, 'aa'), { recursive: true });
  await writeFile(path.join(folder, 'aa', 'a'.repeat(64)), 'an orphan');
  await writeFile(path.join(folder, 'aa', `${'b'.repeat(64)}.0123456789ab.tmp`), 'half');
  const second = await open();
  await second.dropDrafts(LAB, new Set([begun.hash]));
  expect(await second.read(LAB, kept.hash, 10, 20)).toEqual(kept.bytes.subarray(10, 30));
  expect(await second.read(LAB, kept.hash, 90, 20)).toBeUndefined();
  expect(second.size(LAB, draft.hash)).toBeUndefined();
  expect(second.total()).toBe(200);
  expect((await files()).sort()).toEqual([kept.hash, begun.hash].sort());
});

test('a chunk of two spaces is one file, and goes with the second', async () => {
  const { open, files } = await openStores();
  const blobs = await open();
  const { hash, bytes } = blob('shared');
  await blobs.keep(LAB, hash, bytes, { account: ADA });
  await blobs.keep(CLUB, hash, bytes, { account: ADA });
  await blobs.forgetSpace(LAB);
  expect(blobs.size(LAB, hash)).toBeUndefined();
  expect(await blobs.read(CLUB, hash, 0, 100)).toEqual(bytes);
  await blobs.drop(CLUB, [hash], ADA);
  expect(await files()).toEqual([]);
  expect(blobs.total()).toBe(0);
});

test('[L4] a chunk goes when the last message that it is of is over, be that known since before a restart', async () => {
  const { open, files } = await openStores();
  const first = await open();
  const [over, living, unknown] = [blob('over'), blob('living'), blob('unknown')];
  const at = (clock: number) => ({ channel: GENERAL, clock: clock as Hlc });
  await first.keep(LAB, over.hash, over.bytes, { account: ADA, of: at(1) });
  await first.keep(LAB, living.hash, living.bytes, { account: ADA, of: at(1) });
  await first.keepFor(LAB, living.hash, at(3));
  await first.keepFor(LAB, living.hash, at(2));
  await first.keep(LAB, unknown.hash, unknown.bytes, { account: ADA });
  const second = await open();
  await second.expire(LAB, ({ channel, clock }) => channel === GENERAL && clock <= 2);
  expect((await files()).sort()).toEqual([living.hash, unknown.hash].sort());
  await second.expire(LAB, ({ clock }) => clock <= 3);
  expect(await files()).toEqual([unknown.hash]);
});

test('a file that somebody removed is noticed, and may come again', async () => {
  const { folder, open } = await openStores();
  const blobs = await open();
  const { hash, bytes } = blob('lost');
  await blobs.keep(LAB, hash, bytes, { account: ADA });
  await rm(path.join(folder, hash.slice(0, 2)), { recursive: true });
  expect(await blobs.read(LAB, hash, 0, 100)).toBeUndefined();
  expect(blobs.size(LAB, hash)).toBeUndefined();
  await blobs.keep(LAB, hash, bytes, { account: ADA });
  expect(await blobs.read(LAB, hash, 0, 100)).toEqual(bytes);
});

test('[L6] over its bound a client lets go of what a relay has, longest unused first; never of what it alone has', async () => {
  const { open } = await openStores(350);
  const blobs = await open();
  const [own, old, young, direct] = [blob('own'), blob('old'), blob('young'), blob('direct')];
  await blobs.keep(LAB, own.hash, own.bytes, { account: ADA, alone: true });
  await blobs.keep(LAB, direct.hash, direct.bytes, { account: ADA });
  await blobs.keep(LAB, old.hash, old.bytes, { account: ADA, relayed: true });
  await blobs.keep(LAB, young.hash, young.bytes, { account: ADA, relayed: true });
  const here = () => [own, direct, old, young].map(({ hash }) => blobs.size(LAB, hash) !== undefined);
  expect(here()).toEqual([true, true, false, true]);
  const large = blob('large', 250);
  await blobs.keep(LAB, large.hash, large.bytes, { account: ADA });
  expect(here()).toEqual([true, false, false, false]);
  await blobs.mark(LAB, [own.hash], 'relayed');
  await blobs.keep(LAB, young.hash, young.bytes, { account: ADA });
  expect(here()).toEqual([false, false, false, true]);
});
