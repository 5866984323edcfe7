/** [K7] A profile behind a passphrase: locked, unlocked, locked by itself, under another passphrase or none. */
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createPhrase, readVaultLock, relockVault } from '@plexi/crypto';
import { nativeStretch, nativePrimitives as primitives } from '@plexi/crypto/native';
import { callOperation } from '@plexi/operations';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { readVaultFiles, writeVaultFiles } from '../../src/host/vault-files.ts';
import { openPeer, type Peer } from '../../src/peer.ts';
import { holdProfile } from '../../src/profile/profile.ts';

const MINUTE_MS = 60_000;
const withCode = (code: string) => expect.objectContaining({ code }) as Error;

let folder: string;
let peer: Peer | undefined;
let nowMs: number;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'plexi-locking-'));
  nowMs = Date.now();
});
afterEach(async () => {
  vi.useRealTimers();
  await peer?.close();
  peer = undefined;
  await rm(folder, { recursive: true, force: true });
});

const open = async (): Promise<Peer> => (peer = await openPeer({ profile: folder, now: () => nowMs }));
const call = async (id: string, input: object = {}): Promise<unknown> =>
  callOperation((peer as Peer).handlers, id, input, { id: 'test', signal: new AbortController().signal });

/** Ada, with a space and a message in it. */
const begin = async (passphrase?: string): Promise<string> => {
  await open();
  await call('account.create', { name: 'Ada', ...(passphrase !== undefined && { passphrase }) });
  await call('space.create', { name: 'Lab' });
  await call('message.send', { space: 'Lab', channel: 'general', text: 'nobody else reads this' });
  return JSON.stringify(await call('message.list', { space: 'Lab', channel: 'general' }));
};

describe('[K7] a profile with a passphrase', () => {
  it('locks: views are told, nothing is answered, and its passphrase alone brings all back', async () => {
    const before = await begin('first');
    const told: unknown[] = [];
    peer?.subscribe(({ type }) => told.push(type));
    expect(await call('account.lock')).toMatchObject({ state: 'locked' });
    expect(told).toContain('account');
    for (const id of ['space.list', 'account.protection', 'draft.key', 'settings.get'])
      await expect(call(id)).rejects.toMatchObject({ code: 'PASSPHRASE_NEEDED' });
    expect(JSON.stringify(await call('account.show'))).not.toContain('Ada');
    await expect(call('account.unlock', { passphrase: 'second' })).rejects.toMatchObject({
      code: 'PASSPHRASE_WRONG',
    });
    expect(await call('account.unlock', { passphrase: 'first' })).toMatchObject({ state: 'ready' });
    expect(JSON.stringify(await call('message.list', { space: 'Lab', channel: 'general' }))).toBe(before);
    await call('message.send', { space: 'Lab', channel: 'general', text: 'and writing goes on' });
  });

  it('is locked from the call on, and unlocking waits until it is', async () => {
    await begin('first');
    const begun = new Promise<void>((resolve) => {
      peer?.subscribe(({ type }) => type === 'account' && resolve());
    });
    const locking = call('account.lock');
    await begun;
    await expect(call('space.list')).rejects.toMatchObject({ code: 'PASSPHRASE_NEEDED' });
    const unlocking = call('account.unlock', { passphrase: 'first' });
    await locking;
    expect(await unlocking).toMatchObject({ state: 'ready' });
    expect(await call('space.list')).toHaveLength(1);
  });

  it('overwrites its keys when it is locked', async () => {
    const profile = await holdProfile(folder, undefined, () => undefined);
    const phrase = createPhrase(primitives);
    const { self, rendererKey } = await profile.create({ name: 'Ada', phrase, passphrase: 'first', nowMs });
    const { secretKey, boxSecretKey, leafSecretKey } = self.keys;
    const secrets = [rendererKey, ...[secretKey, boxSecretKey, leafSecretKey].map((key) => key.reveal())];
    expect(secrets.every((bytes) => bytes.some((byte) => byte !== 0))).toBe(true);
    let wasLocked = '';
    await profile.lock(async () => void (wasLocked = profile.state()));
    expect(wasLocked).toBe('locked');
    for (const bytes of secrets) expect(bytes).toEqual(new Uint8Array(32));
    // Also where something could not be closed.
    const failing = await profile.unlock('first');
    const [seed, drafts] = [failing.self.keys.secretKey.reveal(), failing.rendererKey];
    const closing = profile.lock(() => Promise.reject(new Error('the disk is gone')));
    await expect(closing).rejects.toThrow('the disk is gone');
    await failing.store.close();
    for (const bytes of [seed, drafts]) expect(bytes).toEqual(new Uint8Array(32));
    const again = await profile.unlock('first');
    expect(again.self.device).toBe(self.device);
    expect(again.self.keys.secretKey.reveal()).not.toEqual(new Uint8Array(32));
    await profile.close();
  });

  it('is changed by who knows it, and opens with the new one alone', async () => {
    await begin('first');
    const change = (input: object) => call('account.passphrase', input);
    await expect(change({ passphrase: 'second' })).rejects.toMatchObject({ code: 'PASSPHRASE_NEEDED' });
    await expect(change({ current: 'wrong', passphrase: 'second' })).rejects.toMatchObject({
      code: 'PASSPHRASE_WRONG',
    });
    await expect(change({ current: 'first' })).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    nowMs += MINUTE_MS;
    expect(await change({ current: 'first', passphrase: 'second' })).toMatchObject({
      lock: 'passphrase',
      since: new Date(nowMs).toISOString(),
    });
    await peer?.close();
    await open();
    await expect(call('account.unlock', { passphrase: 'first' })).rejects.toMatchObject({
      code: 'PASSPHRASE_WRONG',
    });
    await call('account.unlock', { passphrase: 'second' });
    for (const file of await readdir(folder)) {
      const bytes = await readFile(path.join(folder, file));
      for (const word of ['first', 'second']) expect(bytes.includes(word)).toBe(false);
    }
  });

  it('can be set later and taken away: the key lies beside it only without one', async () => {
    const keyFile = path.join(folder, 'vault.key');
    await begin();
    expect(existsSync(keyFile)).toBe(true);
    await expect(call('account.lock')).rejects.toMatchObject({ code: 'PASSPHRASE_UNSET' });
    await expect(call('account.autolock', { minutes: 5 })).rejects.toMatchObject({
      code: 'PASSPHRASE_UNSET',
    });
    expect(await call('account.protection')).toMatchObject({ lock: 'file', next: expect.any(String) });
    const set = await call('account.passphrase', { passphrase: 'first' });
    expect(set).toMatchObject({
      lock: 'passphrase',
      stretching: expect.stringMatching(/^Argon2id, \d+ MiB/u),
    });
    expect(set).not.toHaveProperty('next');
    expect(existsSync(keyFile)).toBe(false);
    await call('account.autolock', { minutes: 5 });
    await call('account.lock');
    await call('account.unlock', { passphrase: 'first' });
    const removed = await call('account.passphrase', { current: 'first', remove: true });
    expect(removed).toMatchObject({ lock: 'file', autoLock: 0 });
    await peer?.close();
    await open();
    expect(await call('account.show')).toMatchObject({ state: 'ready', vault: 'file' });
  });

  it('locks itself when nobody has used it for so long, and not before', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    await begin('first');
    const state = async () => (await call('account.show')) as { state: string };
    const pass = async (minutes: number): Promise<void> => {
      nowMs += minutes * MINUTE_MS;
      await vi.advanceTimersByTimeAsync(5_000);
    };
    await pass(600);
    expect(await state()).toMatchObject({ state: 'ready' });
    await call('account.autolock', { minutes: 10 });
    await pass(9);
    await call('presence.active', { active: true });
    await pass(9);
    expect(await state()).toMatchObject({ state: 'ready' });
    // Nobody being there, and asking what is there, is no use.
    await call('presence.active', { active: false });
    await call('unread.list');
    await pass(1);
    expect(await state()).toMatchObject({ state: 'locked' });
    await call('account.unlock', { passphrase: 'first' });
    expect(await call('account.protection')).toMatchObject({ autoLock: 10 });
    await pass(10);
    expect(await state()).toMatchObject({ state: 'locked' });
  });

  it('that was locked with less than this machine bears is locked anew when it is opened', async () => {
    await begin('first');
    await peer?.close();
    const { vault } = (await readVaultFiles(folder)) ?? expect.fail('no vault');
    const weak = { memoryKib: 64, passes: 1 };
    const relocked = relockVault(
      primitives,
      nativeStretch,
      vault,
      { passphrase: 'first' },
      { passphrase: 'first', cost: weak },
    );
    await writeVaultFiles(folder, { vault: relocked.file, key: undefined });
    const costNow = async () => readVaultLock((await readVaultFiles(folder))?.vault ?? new Uint8Array()).cost;
    expect(await costNow()).toEqual(weak);
    await open();
    await expect(call('account.unlock', { passphrase: 'wrong' })).rejects.toThrow(
      withCode('PASSPHRASE_WRONG'),
    );
    expect(await costNow()).toEqual(weak);
    await call('account.unlock', { passphrase: 'first' });
    expect((await costNow())?.memoryKib).toBeGreaterThanOrEqual(64 * 1024);
    await call('account.lock');
    expect(await call('account.unlock', { passphrase: 'first' })).toMatchObject({ state: 'ready' });
  });
});
