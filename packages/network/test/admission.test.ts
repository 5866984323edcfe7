import type { DeviceId } from '@plexi/protocol';
import { LIMITS } from '@plexi/protocol';
import { expect, test } from 'vitest';
import { createNetwork, peerIdOf } from '../src/index.ts';
import { codeOf, muteAddress, numbered, PROTOCOL, people, person, seedOf } from './story.ts';

const unusedPort = '/ip4/127.0.0.1/tcp/9';

test('[N1] the peer id is the device key', async () => {
  const { createPrivateKey, createPublicKey } = await import('node:crypto');
  const ada = await person('ada');
  const pkcs8 = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), seedOf('ada')]);
  const key = createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' });
  const spki = createPublicKey(key).export({ format: 'der', type: 'spki' });
  expect(ada.device).toBe(spki.subarray(-32).toString('hex'));
  expect(ada.network.addresses()[0]).toMatch(
    new RegExp(`^/ip4/127.0.0.1/tcp/\\d+/p2p/${peerIdOf(ada.device)}$`),
  );
});

test('[N1] a refused device cannot connect, and is told so', async () => {
  const ben = await person('ben', { admit: () => 'refused' });
  const ada = await person('ada');
  expect(await codeOf(ada.network.connect(ben.device, ben.network.addresses()))).toBe('PEER_REFUSED');
  expect(await ben.saw(({ kind }) => kind === 'refused')).toMatchObject({
    device: ada.device,
    reason: 'not-admitted',
  });
  expect(ben.channels).toEqual([]);
  expect(ben.network.connections()).toEqual([]);
});

test('a device that this side refuses is not even dialled', async () => {
  const { ben } = await people('ben');
  const ada = await person('ada', { admit: () => 'refused' });
  expect(await codeOf(ada.network.connect(ben.device, ben.network.addresses()))).toBe('PEER_REFUSED');
  expect(ben.events.some(({ kind }) => kind === 'connected')).toBe(false);
});

test('[N1] a provisional device is dropped after its time', async () => {
  const ben = await person('ben', { admit: () => 'provisional', provisionalMs: 800 });
  const ada = await person('ada');
  const channel = await ada.network.connect(ben.device, ben.network.addresses());
  channel.send(numbered(1));
  await ben.received(1);
  expect(await ben.saw(({ kind }) => kind === 'refused')).toMatchObject({ reason: 'not-confirmed' });
  await channel.closed;
  expect(ada.network.connections()).toEqual([]);
});

test('a provisional device that is confirmed stays', async () => {
  const ben = await person('ben', { admit: () => 'provisional', provisionalMs: 800 });
  const ada = await person('ada');
  const channel = await ada.network.connect(ben.device, ben.network.addresses());
  ben.network.confirm(ada.device);
  await new Promise((resolve) => setTimeout(resolve, 1000));
  channel.send(numbered(1));
  await ben.received(1);
  expect(ben.events.some(({ kind }) => kind === 'refused')).toBe(false);
});

test('[L6] only so many provisional devices at once', async () => {
  const ben = await person('ben', { admit: () => 'provisional', provisionalMs: 60_000 });
  const guests = await Promise.all(
    Array.from({ length: LIMITS.provisionalConnections }, (_, i) => person(`guest ${i}`)),
  );
  await Promise.all(guests.map((guest) => guest.network.connect(ben.device, ben.network.addresses())));
  const late = await person('late');
  expect(await codeOf(late.network.connect(ben.device, ben.network.addresses()))).toBe('PEER_REFUSED');
  expect(await ben.saw(({ kind }) => kind === 'refused')).toMatchObject({ reason: 'too-many-provisional' });
  await guests[0]?.network.close();
  await ben.saw((event) => event.kind === 'disconnected' && event.device === guests[0]?.device);
  await late.network.connect(ben.device, ben.network.addresses());
});

test('disconnect closes the channel and the connection', async () => {
  const { ada, ben } = await people('ada', 'ben');
  const channel = await ada.network.connect(ben.device, ben.network.addresses());
  await ben.network.disconnect(ada.device);
  await channel.closed;
  expect(ben.network.connections()).toEqual([]);
});

test('another device than the expected one is PEER_MISMATCH', async () => {
  const { ada, ben, eve } = await people('ada', 'ben', 'eve');
  const [evesAddress = ''] = eve.network.addresses();
  expect(await codeOf(ada.network.connect(ben.device, [evesAddress]))).toBe('PEER_MISMATCH');
  const bare = evesAddress.slice(0, evesAddress.indexOf('/p2p/'));
  expect(await codeOf(ada.network.connect(ben.device, [bare]))).toBe('PEER_MISMATCH');
  expect(eve.channels).toEqual([]);
});

test('one dead and one wrong address do not keep the right one from being found', async () => {
  const { ada, ben, eve } = await people('ada', 'ben', 'eve');
  const eves = (eve.network.addresses()[0] ?? '').replace(/\/p2p\/.*/, '');
  const channel = await ada.network.connect(ben.device, [unusedPort, eves, ...ben.network.addresses()]);
  expect(channel.device).toBe(ben.device);
});

test('nobody there is PEER_UNREACHABLE, nonsense is ADDRESS_INVALID', async () => {
  const { ada, ben } = await people('ada', 'ben');
  expect(await codeOf(ada.network.connect(ben.device, [unusedPort]))).toBe('PEER_UNREACHABLE');
  for (const address of ['', 'http://x', '/ip4/999.1.1.1/tcp/1', '/p2p-circuit']) {
    expect(await codeOf(ada.network.connect(ben.device, [address]))).toBe('ADDRESS_INVALID');
  }
  expect(await codeOf(ada.network.connect(ada.device, ada.network.addresses()))).toBe('ADDRESS_INVALID');
});

test('connecting stops when its signal says so', async () => {
  const { ada } = await people('ada');
  const nobody = 'a'.repeat(64) as DeviceId;
  const before = performance.now();
  const connecting = ada.network.connect(nobody, [await muteAddress()], { signal: AbortSignal.timeout(100) });
  expect(await codeOf(connecting)).toBe('PEER_UNREACHABLE');
  expect(performance.now() - before).toBeLessThan(2000);
});

test('[L6] a host that accepts and never answers is given up by itself', {
  timeout: LIMITS.dialMs * 2,
}, async () => {
  const { ada } = await people('ada');
  expect(await codeOf(ada.network.connect('a'.repeat(64) as DeviceId, [await muteAddress()]))).toBe(
    'PEER_UNREACHABLE',
  );
});

test('an address that never answers does not hold up the one behind it', async () => {
  const { ada, ben } = await people('ada', 'ben');
  const before = performance.now();
  await ada.network.connect(ben.device, [
    await muteAddress(),
    await muteAddress(),
    ...ben.network.addresses(),
  ]);
  expect(performance.now() - before).toBeLessThan(2000);
});

test('a port that is taken is PORT_IN_USE', async () => {
  const { ada } = await people('ada');
  const taken = (ada.network.addresses()[0] ?? '').replace(/\/p2p\/.*/, '');
  expect(await codeOf(person('ben', { listen: [taken] }))).toBe('PORT_IN_USE');
  expect(await codeOf(person('ben', { listen: ['/ip4/203.0.113.1/tcp/0'] }))).toBe('ADDRESS_INVALID');
  expect(await codeOf(person('ben', { listen: ['nonsense'] }))).toBe('ADDRESS_INVALID');
});

test('after close everything says NETWORK_CLOSED, and the port is free again', async () => {
  const { ada, ben } = await people('ada', 'ben');
  const address = (ada.network.addresses()[0] ?? '').replace(/\/p2p\/.*/, '');
  await ada.network.connect(ben.device, ben.network.addresses());
  await ada.network.close();
  expect(await codeOf(ada.network.connect(ben.device, ben.network.addresses()))).toBe('NETWORK_CLOSED');
  await person('ada', { listen: [address] });
});

test('a key of the wrong size is refused before anything starts', async () => {
  const options = {
    listen: [],
    protocols: [PROTOCOL],
    admit: () => 'known' as const,
    onChannel: () => undefined,
  };
  expect(await codeOf(createNetwork({ ...options, deviceSecretKey: new Uint8Array(31) }))).toBe(
    'INVALID_INPUT',
  );
});
