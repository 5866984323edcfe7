import { createHash } from 'node:crypto';
import type { AddressInfo, Socket } from 'node:net';
import { connect, createServer } from 'node:net';
import type { DeviceId } from '@plexi/protocol';
import { onTestFinished } from 'vitest';
import type { Channel, Network, NetworkEvent, NetworkOptions } from '../src/index.ts';
import { createNetwork } from '../src/index.ts';

export const PROTOCOL = '/plexi/test/1';

/** A node of a story: what it received, and what happened to it. */
export interface Person {
  network: Network;
  device: DeviceId;
  channels: Channel[];
  frames: Uint8Array[];
  events: NetworkEvent[];
  /** Resolves with the first event, past ones included, that matches. */
  saw(matches: (event: NetworkEvent) => boolean): Promise<NetworkEvent>;
  /** Resolves with the next channel (or one that is there already and open). */
  channel(): Promise<Channel>;
  /** Resolves when so many frames have arrived in all. */
  received(count: number): Promise<void>;
}

export const seedOf = (name: string): Uint8Array =>
  new Uint8Array(createHash('sha256').update(name).digest());

/** Starts one node on loopback; it stops when the test ends. */
export const person = async (name: string, options: Partial<NetworkOptions> = {}): Promise<Person> => {
  const frames: Uint8Array[] = [];
  const events: NetworkEvent[] = [];
  const channels: Channel[] = [];
  const watchers = new Set<() => void>();
  const changed = () => {
    for (const watch of watchers) watch();
  };
  const until = (isTrue: () => boolean): Promise<void> =>
    new Promise((resolve) => {
      const watch = () => {
        if (!isTrue()) return;
        watchers.delete(watch);
        resolve();
      };
      watchers.add(watch);
      watch();
    });
  const network = await createNetwork({
    deviceSecretKey: seedOf(name),
    listen: ['/ip4/127.0.0.1/tcp/0'],
    mdns: false,
    protocols: [PROTOCOL],
    admit: () => 'known',
    log: (event) => {
      events.push(event);
      changed();
    },
    ...options,
    onChannel: (channel) => {
      channels.push(channel);
      if (options.onChannel !== undefined) options.onChannel(channel);
      else {
        channel.onFrame((frame) => {
          frames.push(frame);
          changed();
        });
      }
      changed();
    },
  });
  onTestFinished(() => network.close());
  return {
    network,
    device: network.device,
    channels,
    frames,
    events,
    async saw(matches) {
      await until(() => events.some(matches));
      return events.find(matches) as NetworkEvent;
    },
    async channel() {
      await until(() => channels.length > 0);
      return channels.at(-1) as Channel;
    },
    received: (count) => until(() => frames.length >= count),
  };
};

/** Starts several nodes. */
export const people = async <Name extends string>(...names: Name[]): Promise<Record<Name, Person>> => {
  const started = await Promise.all(names.map(async (name) => [name, await person(name)] as const));
  return Object.fromEntries(started) as Record<Name, Person>;
};

/** A frame that says which one it is. */
export const numbered = (number: number, size = 4): Uint8Array => {
  const frame = new Uint8Array(size);
  new DataView(frame.buffer).setUint32(0, number);
  return frame;
};

export const numberOf = (frame: Uint8Array): number =>
  new DataView(frame.buffer, frame.byteOffset).getUint32(0);

export const codeOf = async (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'no error',
    (error: unknown) => (error instanceof Error && 'code' in error ? String(error.code) : String(error)),
  );

/** An address that leads to another one, but only after a while. */
export const slowAddress = async (target: string, delayMs: number): Promise<string> => {
  const port = Number(/\/tcp\/(\d+)/.exec(target)?.[1]);
  return listenWith((socket) => {
    setTimeout(() => {
      const onward = connect(port, '127.0.0.1');
      onward.on('error', () => socket.destroy());
      socket.on('close', () => onward.destroy());
      socket.pipe(onward).pipe(socket);
    }, delayMs);
  });
};

/** The address of a server that accepts connections and never says a word. */
export const muteAddress = (): Promise<string> => listenWith(() => undefined);

const listenWith = async (onSocket: (socket: Socket) => void): Promise<string> => {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    onSocket(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return `/ip4/127.0.0.1/tcp/${(server.address() as AddressInfo).port}`;
};
