/** What a bad peer costs lands on that peer: it is put off, and the log says why. */
import type { Connection } from '@libp2p/interface';
import { multiaddr } from '@multiformats/multiaddr';
import { LIMITS } from '@plexi/protocol';
import { expect, onTestFinished, test, vi } from 'vitest';
import { rawPeer } from './raw-peer.ts';
import type { Person } from './story.ts';
import { numbered, people, person } from './story.ts';

/** Mallory's connection to somebody, who has seen it. */
const reach = async (someone: Person) => {
  const mallory = await rawPeer('mallory');
  const connection = await mallory.node.dial(multiaddr(someone.network.addresses()[0] ?? ''));
  await someone.saw((event) => event.kind === 'connected' && event.device === mallory.device);
  return { mallory, connection };
};

/** Time stands still, and goes on by so many milliseconds when told to; timers run as ever. */
const ownClock = (): ((ms: number) => void) => {
  vi.useFakeTimers({ toFake: ['Date'] });
  onTestFinished(() => void vi.useRealTimers());
  return (ms) => void vi.setSystemTime(Date.now() + ms);
};

/** Opens streams of no protocol that there is: each is negotiated and refused. */
const openStreams = async (connection: Connection, count: number): Promise<void> => {
  for (let opened = 0; opened < count && connection.status === 'open'; opened += 32)
    await Promise.allSettled(
      Array.from({ length: 32 }, () => connection.newStream(['/plexi/none/1', '/plexi/none/2'])),
    );
};

test('LIMITS.newStreams: a peer that opens streams without end loses its connection, and others go on', async () => {
  const { ada, ben } = await people('ada', 'ben');
  const channel = await ben.network.connect(ada.device, ada.network.addresses());
  const { mallory, connection } = await reach(ada);
  const closed = new Promise((resolve) => connection.addEventListener('close', resolve));
  await openStreams(connection, LIMITS.newStreams * 8);
  expect(await ada.saw(({ kind }) => kind === 'misbehaved')).toMatchObject({
    device: mallory.device,
    code: 'TOO_BUSY',
  });
  await closed;
  channel.send(numbered(1));
  await ada.received(1);
});

test('LIMITS.newStreams: fewer are nothing to blame anybody for', async () => {
  const ada = await person('ada');
  const { connection } = await reach(ada);
  await openStreams(connection, LIMITS.newStreams - 64);
  expect(connection.status).toBe('open');
  expect(ada.events.filter(({ kind }) => kind === 'misbehaved')).toEqual([]);
});

test('LIMITS.newStreamsPerSecond: as time goes by there may be as many more, and no more', async () => {
  const wait = ownClock();
  const ada = await person('ada');
  const { connection } = await reach(ada);
  const second = LIMITS.newStreamsPerSecond;
  await openStreams(connection, LIMITS.newStreams - second);
  for (let seconds = 0; seconds < 3; seconds++) {
    wait(1000);
    await openStreams(connection, second);
  }
  expect(connection.status).toBe('open');
  wait(1000);
  // Of the first burst no more than a second's worth is left.
  await openStreams(connection, second * 3);
  expect(await ada.saw(({ kind }) => kind === 'misbehaved')).toMatchObject({ code: 'TOO_BUSY' });
});

test('LIMITS.faultsPerMinute: what came to nothing is forgotten at that rate', async () => {
  const wait = ownClock();
  const { ada, ben } = await people('ada', 'ben');
  const blame = (times: number): void => {
    for (let fault = 0; fault < times; fault++) ada.network.blame(ben.device, 'ENTRY_FORGED');
  };
  const breaches = () => ada.events.filter(({ kind }) => kind === 'misbehaved').length;
  blame(LIMITS.faults);
  wait(30_000);
  blame(LIMITS.faultsPerMinute / 2);
  expect(breaches()).toBe(0);
  blame(1);
  expect(breaches()).toBe(1);
});

test('LIMITS.faults: what comes to nothing is forgiven so often, then it is a breach, and then the device is refused', async () => {
  const { ada, ben } = await people('ada', 'ben');
  const channel = await ben.network.connect(ada.device, ada.network.addresses());
  await ada.channel();
  const closed = channel.closed;
  for (let fault = 0; fault < LIMITS.faults; fault++) ada.network.blame(ben.device, 'ENTRY_FORGED');
  expect(ada.events.filter(({ kind }) => kind === 'misbehaved')).toEqual([]);
  for (let strike = 1; strike <= LIMITS.strikes; strike++) {
    ada.network.blame(ben.device, 'ENTRY_FORGED');
    await ada.saw((event) => event.kind === 'misbehaved' && event.strikes === strike);
  }
  await closed;
  await expect(ben.network.connect(ada.device, ada.network.addresses())).rejects.toMatchObject({
    name: 'PlexiError',
  });
  expect(ada.events.findLast(({ kind }) => kind === 'refused')).toMatchObject({ reason: 'not-admitted' });
});
