import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createWorld, type RunningRelay, type World } from '../src/world.ts';

let world: World;
beforeEach(async () => {
  world = await createWorld();
});
afterEach(async () => {
  await world.close();
});

const ANY_PORT = '/ip4/127.0.0.1/tcp/0';
const lab = { space: 'Lab', channel: 'general' } as const;
const portOf = (relay: RunningRelay): number => Number(/\/tcp\/(\d+)\//u.exec(relay.address)?.[1]);

describe('a relay', { timeout: 60_000 }, () => {
  it('says which port is taken, and that another relay has its folder', async () => {
    const relay = await world.relay();
    const listen = `/ip4/127.0.0.1/tcp/${portOf(relay)}`;
    expect(await world.relayFails({ folder: world.folder('other'), listen })).toContain('PORT_IN_USE');
    expect(await world.relayFails({ folder: relay.folder, listen: ANY_PORT })).toContain('PROFILE_IN_USE');
  });

  it('says that its database is damaged, and does not crash over it', async () => {
    const relay = await world.relay();
    await relay.stop();
    const file = path.join(relay.folder, 'relay.db');
    const bytes = await readFile(file);
    for (let at = 100; at < bytes.length; at += 997) bytes[at] = (bytes[at] ?? 0) ^ 0xff;
    await writeFile(file, bytes);
    expect(await world.relayFails({ folder: relay.folder, listen: ANY_PORT })).toContain('STORE_CORRUPT');
  });

  it('takes garbage on its port without harm', async () => {
    const relay = await world.relay();
    for (const bytes of [
      randomBytes(64 * 1024),
      Buffer.from('GET / HTTP/1.1\r\n\r\n'),
      Buffer.alloc(4096, 0xff),
    ]) {
      const socket = connect(portOf(relay), '127.0.0.1');
      await once(socket, 'connect');
      socket.on('error', () => undefined);
      socket.write(bytes);
      socket.end();
      socket.resume();
      await new Promise<void>((resolve) => socket.on('close', () => resolve()));
    }
    const ada = await world.person('Ada');
    await ada.call('space.create', { name: 'Lab', relay: [relay.address] });
    expect(await ada.call('sync.wait', { space: 'Lab', timeout: 15 })).toMatchObject({ inSync: true });
  });

  it('that is not there keeps nobody from writing, and is caught up with when it comes', async () => {
    const relay = await world.relay();
    const port = portOf(relay);
    await relay.stop();
    const ada = await world.person('Ada');
    await ada.call('space.create', { name: 'Lab', relay: [relay.address] });
    expect(await ada.call('message.send', { ...lab, text: 'for later' })).toMatchObject({ state: 'pending' });
    await expect(ada.call('sync.wait', { space: 'Lab', timeout: 0.3 })).rejects.toMatchObject({
      code: 'NO_SYNC',
    });
    expect(await ada.call('sync.status', { space: 'Lab' })).toMatchObject({
      inSync: false,
      relays: [{ connected: false, inSync: false }],
    });
    await world.relay({ folder: relay.folder, listen: `/ip4/127.0.0.1/tcp/${port}` });
    expect(await ada.call('sync.wait', { space: 'Lab', timeout: 15 })).toMatchObject({ pendingEntries: 0 });
    expect((await ada.call('message.list', lab)).map(({ state }) => state)).toEqual(['relay']);
  });

  it('[N4] that was put back to what it was is proved to have less than it signed for, and gets it again', async () => {
    const first = await world.relay();
    const listen = `/ip4/127.0.0.1/tcp/${portOf(first)}`;
    const ada = await world.person('Ada');
    await ada.call('space.create', { name: 'Lab', relay: [first.address] });
    await ada.call('sync.wait', { space: 'Lab', timeout: 15 });
    await first.stop();
    const backup = world.folder('backup');
    await cp(first.folder, backup, { recursive: true });
    const second = await world.relay({ folder: first.folder, listen });
    for (const text of ['one', 'two']) await ada.call('message.send', { ...lab, text });
    await ada.call('sync.wait', { space: 'Lab', timeout: 15 });
    expect(await ada.call('proof.list', { space: 'Lab' })).toEqual([]);
    await second.stop();
    await rm(first.folder, { recursive: true });
    await cp(backup, first.folder, { recursive: true });
    await world.relay({ folder: first.folder, listen });
    await ada.until(
      async () => (await ada.call('proof.list', { space: 'Lab' })).some(({ place }) => place === 'general'),
      'the proof',
    );
    expect(await ada.call('sync.wait', { space: 'Lab', timeout: 15 })).toMatchObject({ pendingEntries: 0 });
    const proofs = await ada.call('proof.list', { space: 'Lab' });
    const found = proofs.find(({ place }) => place === 'general');
    expect(found).toMatchObject({ kind: 'lost', promised: 2, held: 0, wrote: 'Ada' });
    const { proof } = await ada.call('proof.export', { space: 'Lab', id: found?.id ?? '' });
    const file = path.join(world.folder('elsewhere'), 'proof.json');
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, proof);
    expect(await world.command('nobody', 'proof', 'check', file)).toMatch(/promised: +2\nheld: +0\n/);
    await writeFile(file, proof.replace('"generation": 0', '"generation": 1'));
    await expect(world.command('nobody', 'proof', 'check', file)).rejects.toThrow(/PROOF_INVALID/);
  });
});
