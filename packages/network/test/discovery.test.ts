import { fork } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { expect, onTestFinished, test } from 'vitest';
import type { Person } from './story.ts';
import { person } from './story.ts';

/** Whether this machine lets a multicast packet come back to itself: sandboxes often do not. */
const hasMulticast = (): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = createSocket({ type: 'udp4', reuseAddr: true });
    const finish = (works: boolean) => {
      clearTimeout(timer);
      socket.close();
      resolve(works);
    };
    const timer = setTimeout(finish, 1000, false);
    socket.on('error', () => finish(false));
    socket.on('message', (message) => message.toString() === 'plexi multicast probe' && finish(true));
    // A port of its own: on mDNS's, other programs would answer the probe with noise.
    socket.bind(0, () => {
      try {
        socket.addMembership('224.0.0.251');
        socket.send(
          'plexi multicast probe',
          socket.address().port,
          '224.0.0.251',
          (error) => error && finish(false),
        );
      } catch {
        finish(false);
      }
    });
  });

const multicast = await hasMulticast();
const when = multicast ? '' : ' (skipped: no multicast on this machine)';

const discovering = (name: string, found: (device: string, addresses: string[]) => void): Promise<Person> =>
  person(name, { mdns: true, onDiscover: found });

test.skipIf(!multicast)(
  `[N1] devices on one network find each other by mDNS and connect${when}`,
  async () => {
    const discovered = Promise.withResolvers<{ device: string; addresses: string[] }>();
    const ada = await discovering('ada', () => undefined);
    const ben = await discovering('ben', (device, addresses) => {
      if (device === ada.device) discovered.resolve({ device, addresses });
    });
    const { addresses } = await discovered.promise;
    const channel = await ben.network.connect(ada.device, addresses);
    expect(channel.device).toBe(ada.device);
  },
);

test.skipIf(!multicast)(`two processes find each other by mDNS${when}`, async () => {
  const child = fork(new URL('./node-process.ts', import.meta.url), ['mdns-child', 'mdns'], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const childDevice = await new Promise<string>((resolve) =>
    child.once('message', (message: { device: string }) => resolve(message.device)),
  );
  const found = Promise.withResolvers<string[]>();
  await discovering('mdns-parent', (device, addresses) => {
    if (device === childDevice) found.resolve(addresses);
  });
  expect((await found.promise).length).toBeGreaterThan(0);
});
