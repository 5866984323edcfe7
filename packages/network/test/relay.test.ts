import { expect, test, vi } from 'vitest';
import type { NetworkOptions } from '../src/index.ts';
import { addressThroughRelay, isRelayed } from '../src/index.ts';
import type { Person } from './story.ts';
import { codeOf, muteAddress, numbered, numberOf, person, slowAddress } from './story.ts';

const startRelay = (options: Partial<NetworkOptions> = {}) =>
  person('relay', { relayServer: true, ...options });
const relayAddress = (relay: Person): string => relay.network.addresses()[0] ?? '';
/** Behind a NAT, as far as others can tell: it listens nowhere. */
const hidden = (name: string) => person(name, { listen: [] });

test('[N1] two devices that cannot dial each other talk through a relay, well past its default limit of 128 KiB', async () => {
  const relay = await startRelay();
  const [ada, ben] = [await hidden('ada'), await hidden('ben')];
  await ben.network.reserve(relayAddress(relay));
  expect(ben.network.addresses()).toContain(addressThroughRelay(relayAddress(relay), ben.device));
  const channel = await ada.network.connect(ben.device, [
    addressThroughRelay(relayAddress(relay), ben.device),
  ]);
  expect(isRelayed(channel.remoteAddress)).toBe(true);
  for (let i = 0; i < 64; i++) if (!channel.send(numbered(i, 64 * 1024))) await channel.drained();
  await ben.received(64);
  expect(ben.frames.map(numberOf)).toEqual(Array.from({ length: 64 }, (_, i) => i));
  expect(ada.network.connections().filter(({ relayed }) => relayed)).toHaveLength(1);
  expect(ada.network.connections()).toHaveLength(2);
});

test('a device that the relay has not confirmed gets no reservation', async () => {
  const relay = await startRelay({ admit: () => 'provisional' });
  const ben = await hidden('ben');
  expect(await codeOf(ben.network.reserve(relayAddress(relay)))).toBe('RELAY_UNREACHABLE');
  relay.network.confirm(ben.device);
  await ben.saw(({ kind }) => kind === 'reserved');
});

test('a device that the other one refuses does not come through by the relay either', async () => {
  const relay = await startRelay();
  const ben = await person('ben', {
    listen: [],
    admit: (device) => (device === relay.device ? 'known' : 'refused'),
  });
  const ada = await hidden('ada');
  await ben.network.reserve(relayAddress(relay));
  const address = addressThroughRelay(relayAddress(relay), ben.device);
  expect(await codeOf(ada.network.connect(ben.device, [address]))).toBe('PEER_REFUSED');
});

test('a relay that is not there is RELAY_UNREACHABLE, soon', async () => {
  const relay = await startRelay();
  const address = relayAddress(relay);
  await relay.network.close();
  const ada = await hidden('ada');
  const before = performance.now();
  expect(await codeOf(ada.network.reserve(address))).toBe('RELAY_UNREACHABLE');
  expect(performance.now() - before).toBeLessThan(3000);
});

test('another device at the address of the relay is PEER_MISMATCH; an address without a device is ADDRESS_INVALID', async () => {
  const relay = await startRelay();
  const eve = await person('eve');
  const ada = await hidden('ada');
  const bare = (eve.network.addresses()[0] ?? '').replace(/\/p2p\/.*/, '');
  const faked = `${bare}/p2p/${relayAddress(relay).split('/p2p/')[1] ?? ''}`;
  expect(await codeOf(ada.network.reserve(faked))).toBe('PEER_MISMATCH');
  expect(await codeOf(ada.network.reserve(bare))).toBe('ADDRESS_INVALID');
});

test('a reservation is made again when the relay comes back', async () => {
  const relay = await startRelay();
  const address = relayAddress(relay);
  const listen = [address.replace(/\/p2p\/.*/, '')];
  const [ada, ben] = [await hidden('ada'), await hidden('ben')];
  await ben.network.reserve(address);
  await relay.network.close();
  await ben.saw(({ kind }) => kind === 'reservation-lost');
  expect(ben.network.addresses()).toEqual([]);
  ben.events.length = 0;
  await startRelay({ listen });
  await ben.saw(({ kind }) => kind === 'reserved');
  const channel = await ada.network.connect(ben.device, [addressThroughRelay(address, ben.device)]);
  channel.send(numbered(3));
  await ben.received(1);
});

test('[N1] relay first, direct when possible: the channel moves to a direct connection that comes about later', async () => {
  const relay = await startRelay();
  const ada = await hidden('ada');
  const ben = await person('ben');
  await ben.network.reserve(relayAddress(relay));
  const first = await ada.network.connect(ben.device, [addressThroughRelay(relayAddress(relay), ben.device)]);
  expect(isRelayed(first.remoteAddress)).toBe(true);
  const direct = ben.network.addresses().filter((address) => !isRelayed(address));
  expect(await ada.network.connect(ben.device, direct)).toBe(first);
  expect((await first.closed).reason).toBe('superseded');
  const second = await ada.network.connect(ben.device, []);
  expect(isRelayed(second.remoteAddress)).toBe(false);
  second.send(numbered(4));
  await ben.received(1);
});

test('[N1] the relayed channel serves until a slow direct connection is there', async () => {
  const relay = await startRelay();
  const ada = await hidden('ada');
  const ben = await person('ben');
  await ben.network.reserve(relayAddress(relay));
  const slow = await slowAddress(ben.network.addresses().find((address) => !isRelayed(address)) ?? '', 600);
  const first = await ada.network.connect(ben.device, [
    slow,
    addressThroughRelay(relayAddress(relay), ben.device),
  ]);
  expect(isRelayed(first.remoteAddress)).toBe(true);
  first.send(numbered(1));
  await ben.received(1);
  // Whichever side hears of the new channel first lets the old one go.
  expect(['superseded', 'remote']).toContain((await first.closed).reason);
  await vi.waitFor(() => expect(ada.channels).toHaveLength(2), 5000);
  const second = await ada.channel();
  expect(isRelayed(second.remoteAddress)).toBe(false);
  second.send(numbered(2));
  await ben.received(2);
  expect(ben.frames.map(numberOf)).toEqual([1, 2]);
});

test('with both kinds of address a reachable direct one wins', async () => {
  const relay = await startRelay();
  const ada = await hidden('ada');
  const ben = await person('ben');
  await ben.network.reserve(relayAddress(relay));
  const channel = await ada.network.connect(ben.device, [
    addressThroughRelay(relayAddress(relay), ben.device),
    ...ben.network.addresses().filter((address) => !isRelayed(address)),
  ]);
  expect(isRelayed(channel.remoteAddress)).toBe(false);
});

test('[N1] an address that never answers does not hold up the relayed one', async () => {
  const relay = await startRelay();
  const [ada, ben] = [await hidden('ada'), await hidden('ben')];
  await ben.network.reserve(relayAddress(relay));
  const before = performance.now();
  const channel = await ada.network.connect(ben.device, [
    await muteAddress(),
    addressThroughRelay(relayAddress(relay), ben.device),
  ]);
  expect(isRelayed(channel.remoteAddress)).toBe(true);
  expect(performance.now() - before).toBeLessThan(1500);
});
