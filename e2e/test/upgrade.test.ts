/** A profile of an earlier version: whoever opens it is told how far its upgrade is, before anything else can be asked. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createOperationClient } from '@plexi/operations';
import { openPeer } from '@plexi/peer';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startNodePeer } from '../../apps/desktop/src/host/peer-process.ts';
import { supervisePeer } from '../../apps/desktop/src/host/peer-supervisor.ts';
import { ADA, appending, GENERAL, LAB, startLog } from '../../packages/storage/src/conformance/index.ts';
import { openSqliteStore } from '../../packages/storage/src/sqlite/index.ts';
import { makeOldStore } from '../../packages/storage/test/old-store.ts';
import { databaseOfProfile } from '../src/damaged-disk.ts';
import { createWorld } from '../src/world.ts';

const PEER = path.join(import.meta.dirname, '..', '..', 'apps', 'desktop', 'src', 'peer', 'index.ts');
let folder: string;

/** Makes a profile whose database is of an earlier version, and not small. */
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'plexi-old-'));
  const peer = await openPeer({ profile: folder });
  const create = peer.handlers['account.create'];
  await create?.({ name: 'Ada' }, { id: 'test', signal: new AbortController().signal });
  await peer.close();
  const database = await databaseOfProfile(folder);
  const store = await openSqliteStore(database);
  const identity = await store.records('profile', 'identity');
  await store.close();
  await rm(database.path);
  const writer = startLog(LAB, GENERAL, ADA);
  makeOldStore(database.path, database.key, [
    appending(writer, writer.write(3000)),
    ...identity.map((record) => ({ type: 'record', scope: 'profile', kind: 'identity', ...record }) as const),
  ]);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test('a view that is open already sees it get on, and then the profile as it was', async () => {
  const supervisor = supervisePeer({
    start: () => startNodePeer(PEER),
    profile: folder,
    defaultRelays: [],
    say: () => undefined,
  });
  const view = createOperationClient(supervisor.connect());
  const shares: number[] = [];
  view.onEvent((event) => {
    if (event.type === 'storage') shares.push(event.work === 'upgrade' ? event.share : Number.NaN);
  });
  expect(await view.call('account.show', {})).toMatchObject({ state: 'ready', name: 'Ada' });
  expect(shares.length).toBeGreaterThan(4);
  expect(shares).toEqual([...shares].sort((a, b) => a - b));
  expect(shares.at(-1)).toBe(1);
  await supervisor.stop();
}, 60_000);

test('a command says it on standard error, and answers as ever', async () => {
  const world = await createWorld();
  const { printed, errors } = await world.said(folder, 'account', 'show');
  expect(printed).toContain('Ada');
  expect(errors.split('\n').slice(0, 2)).toEqual([
    'Upgrading your messages… 0 %',
    'Upgrading your messages… 10 %',
  ]);
  expect(errors).toContain('Upgrading your messages… 100 %');
  await world.close();
}, 60_000);
