/** One side of a benchmark, in a process of its own: a person's peer that does what the benchmark says over IPC. */

import { Socket } from 'node:net';
import { inspect } from 'node:util';
import { callOperation, type OperationId } from '@plexi/operations';
import { openPeer, type Peer } from '@plexi/peer';

export type ActorCommand =
  | { do: 'open'; folder: string }
  | { do: 'online' }
  | { do: 'call'; operation: OperationId; input: unknown }
  /** Writes so many messages, each an entry of its own. */
  | { do: 'write'; texts: string[] }
  /** Resolves when the channel holds so many messages; gives when, in nanoseconds of the machine's monotonic clock. */
  | { do: 'await-count'; count: number }
  | { do: 'watch' }
  | { do: 'figures' }
  | { do: 'close' };

const channel = { space: 'Bench', channel: 'general' } as const;
const sockets = new Set<Socket>();

/** Every TCP connection of this process is counted, whoever opens it. */
const countSockets = (): void => {
  const connect = Reflect.get(Socket.prototype, 'connect') as (...args: unknown[]) => Socket;
  Reflect.set(Socket.prototype, 'connect', function counted(this: Socket, ...args: unknown[]) {
    sockets.add(this);
    return Reflect.apply(connect, this, args);
  });
};

let peer: Peer | undefined;

const call = async (operation: OperationId, input: unknown): Promise<unknown> => {
  if (peer === undefined) throw new Error('not open');
  return callOperation(peer.handlers, operation, input, {
    id: 'bench',
    signal: new AbortController().signal,
  });
};

const awaitCount = async (count: number): Promise<string> => {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  let looking = false;
  const look = async (): Promise<void> => {
    if (looking) return;
    looking = true;
    const [general] = (await call('channel.list', { space: channel.space })) as { messages: number }[];
    looking = false;
    if ((general?.messages ?? 0) >= count) resolve(String(process.hrtime.bigint()));
  };
  const stop = peer?.subscribe((event) => {
    if (event.type === 'messages') look().catch(reject);
  });
  const poll = setInterval(() => void look().catch(reject), 20);
  look().catch(reject);
  return promise.finally(() => {
    clearInterval(poll);
    stop?.();
  });
};

const run = async (command: ActorCommand): Promise<unknown> => {
  switch (command.do) {
    case 'open':
      peer = await openPeer({ profile: command.folder });
      return undefined;
    case 'online':
      await peer?.start({ mode: 'up', mdns: false, listen: [] });
      return String(process.hrtime.bigint());
    case 'call':
      return call(command.operation, command.input);
    case 'write':
      for (const text of command.texts) await call('message.send', { ...channel, text });
      return String(process.hrtime.bigint());
    case 'await-count':
      return awaitCount(command.count);
    case 'watch':
      peer?.subscribe((event) => {
        if (event.type !== 'messages') return;
        const at = String(process.hrtime.bigint());
        for (const message of event.messages) process.send?.({ seen: message.text, at });
      });
      return undefined;
    case 'figures': {
      let bytes = 0;
      for (const socket of sockets) bytes += socket.bytesRead + socket.bytesWritten;
      return { wireBytes: bytes, peakRssMb: process.resourceUsage().maxRSS / 1024 };
    }
    case 'close':
      await peer?.close();
      return undefined;
  }
};

countSockets();
process.on('message', (message: { id: number; command: ActorCommand }) => {
  const reply = (answer: object): void => {
    if (process.connected) process.send?.({ id: message.id, ...answer });
  };
  run(message.command).then(
    (result) => {
      reply({ result });
      if (message.command.do === 'close') process.disconnect();
    },
    (error: unknown) => reply({ error: inspect(error) }),
  );
});
