/** One side of a benchmark, in a process of its own: a person's peer, or several, that do what the benchmark says over IPC. */

import { inspect } from 'node:util';
import { callOperation, type OperationId } from '@plexi/operations';
import { openPeer, type Peer } from '@plexi/peer';
import { countSockets } from './sockets.ts';

/** `who` is the place in which a profile was opened here; without it the first is meant. */
export type ActorCommand = {
  who?: number;
} /** Opens a profile of nobody's in this folder, goes online and closes it: all code is loaded. */ & (
  | { do: 'warm'; folder: string }
  | { do: 'open'; folder: string }
  | { do: 'online' }
  | { do: 'call'; operation: OperationId; input: unknown }
  /** Writes so many messages, each an entry of its own, `atOnce` of them at a time. */
  | { do: 'write'; texts: string[]; atOnce?: number }
  /** Resolves when the channel holds so many messages; gives when, in nanoseconds of the machine's monotonic clock. */
  | { do: 'await-count'; count: number }
  /** The same for all profiles here, by what they are told of. */
  | { do: 'await-all'; count: number }
  /** Resolves when the newest message of the channel is this one; gives when. */
  | { do: 'await-newest'; text: string }
  /** Resolves when so many more messages have come, in whatever channels. */
  | { do: 'await-arrivals'; count: number }
  | { do: 'settle' }
  | { do: 'watch' }
  | { do: 'figures' }
  | { do: 'close' }
);

export interface ActorFigures {
  /** Over all TCP connections of this process. */
  wireBytes: number;
  peakRssMb: number;
}

const channel = { space: 'Bench', channel: 'general' } as const;
const SETTLE_MS = 600_000;
const ONLINE = { mode: 'up', mdns: false, listen: [] as string[] } as const;
const wireBytes = countSockets();

const peers: Peer[] = [];

const peerOf = (who = 0): Peer => {
  const peer = peers[who];
  if (peer === undefined) throw new Error('not open');
  return peer;
};

const call = async (who: number | undefined, operation: OperationId, input: unknown): Promise<unknown> =>
  callOperation(peerOf(who).handlers, operation, input, {
    id: 'bench',
    signal: new AbortController().signal,
  });

const now = (): string => String(process.hrtime.bigint());

/** Looks after each event about messages, and every so often, until `holds` does; gives when. */
const awaitThat = async (who: number | undefined, holds: () => Promise<boolean>): Promise<string> => {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  let looking = false;
  const look = async (): Promise<void> => {
    if (looking) return;
    looking = true;
    const held = await holds();
    looking = false;
    if (held) resolve(now());
  };
  const stop = peerOf(who).subscribe((event) => {
    if (event.type === 'messages') look().catch(reject);
  });
  const poll = setInterval(() => void look().catch(reject), 20);
  look().catch(reject);
  return promise.finally(() => {
    clearInterval(poll);
    stop();
  });
};

const countOf = async (who: number | undefined): Promise<number> => {
  const [general] = (await call(who, 'channel.list', { space: channel.space })) as { messages: number }[];
  return general?.messages ?? 0;
};

/** How often a profile is asked that may have been told in another way: a reset says that there is more, not how much. */
const ASK_MS = 500;

/** Counts what each profile is told of, and asks where it may have been told in another way. */
const awaitAll = async (count: number): Promise<string> => {
  await Promise.all(
    peers.map(async (peer, who) => {
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      let told = 0;
      const ask = async (): Promise<void> => {
        told = Math.max(told, await countOf(who));
        if (told >= count) resolve();
      };
      const stop = peer.subscribe((event) => {
        if (event.type !== 'messages') return;
        told += event.messages.length;
        if (event.more || told >= count) ask().catch(reject);
      });
      const poll = setInterval(() => void ask().catch(reject), ASK_MS);
      ask().catch(reject);
      await promise.finally(() => {
        clearInterval(poll);
        stop();
      });
    }),
  );
  return now();
};

const awaitArrivals = async (who: number | undefined, count: number): Promise<string> => {
  if (count === 0) return now();
  let left = count;
  await new Promise<void>((resolve) => {
    const stop = peerOf(who).subscribe((event) => {
      if (event.type !== 'messages') return;
      left -= event.messages.length;
      if (left > 0) return;
      stop();
      resolve();
    });
  });
  return now();
};

const write = async (who: number | undefined, texts: readonly string[], atOnce: number): Promise<string> => {
  for (let at = 0; at < texts.length; at += atOnce)
    await Promise.all(
      texts.slice(at, at + atOnce).map((text) => call(who, 'message.send', { ...channel, text })),
    );
  return now();
};

const warm = async (profile: string): Promise<void> => {
  const peer = await openPeer({ profile });
  const caller = { id: 'bench', signal: new AbortController().signal };
  await callOperation(peer.handlers, 'account.create', { name: 'Nobody' }, caller);
  await callOperation(peer.handlers, 'space.create', { name: channel.space, relay: [] }, caller);
  await peer.start(ONLINE);
  await callOperation(peer.handlers, 'message.send', { ...channel, text: 'hello' }, caller);
  await callOperation(peer.handlers, 'message.list', channel, caller);
  await peer.close();
};

const run = async (command: ActorCommand): Promise<unknown> => {
  const { who } = command;
  switch (command.do) {
    case 'warm':
      await warm(command.folder);
      return undefined;
    case 'open':
      peers.push(await openPeer({ profile: command.folder }));
      return undefined;
    case 'online':
      await peerOf(who).start(ONLINE);
      return now();
    case 'call':
      return call(who, command.operation, command.input);
    case 'write':
      return write(who, command.texts, command.atOnce ?? 1);
    case 'await-count':
      return awaitThat(who, async () => (await countOf(who)) >= command.count);
    case 'await-all':
      return awaitAll(command.count);
    case 'await-newest':
      return awaitThat(who, async () => {
        const page = (await call(who, 'message.list', channel).catch(() => [])) as { text: string }[];
        return page.at(-1)?.text === command.text;
      });
    case 'await-arrivals':
      return awaitArrivals(who, command.count);
    case 'settle':
      await Promise.all(peers.map((peer) => peer.settle(SETTLE_MS)));
      return now();
    case 'watch':
      peerOf(who).subscribe((event) => {
        if (event.type !== 'messages') return;
        const at = now();
        for (const message of event.messages) process.send?.({ seen: message.text, at });
      });
      return undefined;
    case 'figures':
      return {
        wireBytes: wireBytes(),
        peakRssMb: process.resourceUsage().maxRSS / 1024,
      } satisfies ActorFigures;
    case 'close':
      await Promise.all(peers.map((peer) => peer.close()));
      return undefined;
  }
};

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

// Nobody is left to ask for anything.
process.on('disconnect', () => process.exit());
