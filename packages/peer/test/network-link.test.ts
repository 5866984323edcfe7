/** [N1] A relay between two devices is a bridge, and not where they stay. */
import { addressThroughRelay, createNetwork, type Network } from '@plexi/network';
import { expect, onTestFinished, test } from 'vitest';
import { createNetworkLink, type NetworkLink } from '../src/client/network-link.ts';
import { seedOf } from './people.ts';

const PROTOCOLS = ['/plexi/test/1'];

interface Fact {
  event: string;
  relayed: unknown;
}

const openLink = async (name: string): Promise<{ link: NetworkLink; network: Network; facts: Fact[] }> => {
  const facts: Fact[] = [];
  const link = createNetworkLink({
    deviceSecretKey: seedOf(`device ${name}`),
    protocols: PROTOCOLS,
    onChannel: (channel) => channel.onFrame(() => undefined),
    isExpected: () => true,
    isMember: () => true,
    isConnected: () => false,
    bridgeMs: 400,
    log: (event, { relayed }) => void facts.push({ event, relayed }),
  });
  await link.open({ mode: 'once' });
  onTestFinished(() => link.close());
  return { link, network: link.network() as Network, facts };
};

test('[N1] [L6] a bridge that leads nowhere else is left after its time, and not gone over again', async () => {
  const relay = await createNetwork({
    deviceSecretKey: seedOf('device relay'),
    listen: ['/ip4/127.0.0.1/tcp/0'],
    mdns: false,
    relayServer: true,
    protocols: PROTOCOLS,
    admit: () => 'known',
    onChannel: (channel) => channel.onFrame(() => undefined),
  });
  onTestFinished(() => relay.close());
  const [ada, ben] = [await openLink('ada'), await openLink('ben')];
  const [address = ''] = relay.addresses();
  await ben.network.reserve(address);
  ada.link.connections()?.want(ben.network.device, [addressThroughRelay(address, ben.network.device)], false);
  const opened = (): Fact[] => ada.facts.filter(({ event }) => event === 'channel-open');
  await expect.poll(opened, { timeout: 20_000 }).toHaveLength(1);
  expect(opened()[0]?.relayed).toBe(true);
  await expect
    .poll(() => ada.facts.filter(({ event }) => event === 'channel-closed'), { timeout: 20_000 })
    .toHaveLength(1);
  expect(ada.link.connections()?.wanted()).toEqual([]);
  await expect.poll(() => ada.network.connections().filter(({ relayed }) => relayed)).toEqual([]);
  expect(opened()).toHaveLength(1);
});
