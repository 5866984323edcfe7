/** The stage of a benchmark: a relay and two actors, each a process of its own, in a temporary folder. */
import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { ActorCommand } from './actor.ts';
import { byLine, type Line, portOf, stretchLine } from './proxy.ts';

const REPOSITORY = fileURLToPath(new URL('../..', import.meta.url));

export interface Actor {
  do<Result = unknown>(command: ActorCommand): Promise<Result>;
  /** Called with each message that it sees, and when. */
  onSeen(listener: (text: string, at: bigint) => void): void;
}

export interface Stage {
  /** Leads to the relay; spaces list it, so that what passes can be counted and slowed down. */
  line: Line;
  relayAddress: string;
  relayFolder: string;
  /** Where the profile of that name lies. */
  folder(name: string): string;
  /** An actor with the profile of that name open. */
  actor(name: string): Promise<Actor>;
  /** An actor with several profiles open; they are the commands' `who`, from 0 on. */
  crowd(names: readonly string[]): Promise<Actor>;
  relayPeakRssMb(): Promise<number>;
  relayRssBytes(): Promise<number>;
  /** Processor time that the relay has used, in seconds. */
  relayCpuSeconds(): Promise<number>;
  stopRelay(): Promise<void>;
  /** At the address that it had, with what it had. */
  restartRelay(): Promise<void>;
  close(): Promise<void>;
}

interface Waiting {
  resolve: (result: never) => void;
  reject: (error: Error) => void;
}

const direct = (child: ChildProcess): Actor => {
  const waiting = new Map<number, Waiting>();
  const listeners = new Set<(text: string, at: bigint) => void>();
  let commands = 0;
  child.on(
    'message',
    (message: { id?: number; result?: never; error?: string; seen?: string; at?: string }) => {
      if (message.seen !== undefined) {
        for (const listener of listeners) listener(message.seen, BigInt(message.at ?? 0));
        return;
      }
      const call = waiting.get(message.id ?? -1);
      waiting.delete(message.id ?? -1);
      if (message.error === undefined) call?.resolve(message.result as never);
      else call?.reject(new Error(message.error));
    },
  );
  child.on('exit', () => {
    for (const call of waiting.values()) call.reject(new Error('an actor ended'));
  });
  return {
    do: (command) =>
      new Promise((resolve, reject) => {
        const id = ++commands;
        waiting.set(id, { resolve, reject });
        child.send({ id, command });
      }),
    onSeen: (listener) => listeners.add(listener),
  };
};

/** Clock ticks a second in /proc, on every Linux that there is. */
const TICKS = 100;

const statusOf = async (child: ChildProcess, field: string): Promise<number> => {
  // Linux says this of another process; elsewhere the figure is left out.
  const status = await readFile(`/proc/${child.pid}/status`, 'utf8').catch(() => '');
  return Number(new RegExp(`${field}:\\s+(\\d+)`).exec(status)?.[1] ?? Number.NaN);
};

const cpuSecondsOf = async (child: ChildProcess): Promise<number> => {
  const stat = await readFile(`/proc/${child.pid}/stat`, 'utf8').catch(() => '');
  const [user = Number.NaN, system = Number.NaN] = stat
    .slice(stat.lastIndexOf(')'))
    .split(' ')
    .slice(12, 14)
    .map(Number);
  return (user + system) / TICKS;
};

const startRelay = async (
  folder: string,
  listen: string,
): Promise<{ child: ChildProcess; address: string }> => {
  const program = path.join(REPOSITORY, 'apps/relay/src/main.ts');
  const child = spawn(process.execPath, [program, '--listen', listen, '--data', folder], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [address] = (await once(createInterface(child.stdout), 'line')) as [string];
  return { child, address };
};

/** With `overLine`, whoever knows the relay's address from a space comes to it over the line. */
export const setStage = async ({ overLine = false } = {}): Promise<Stage> => {
  const root = await mkdtemp(path.join(tmpdir(), 'plexi-bench-'));
  const children: ChildProcess[] = [];
  const relayFolder = path.join(root, 'relay');
  let relay = await startRelay(relayFolder, '/ip4/127.0.0.1/tcp/0');
  const line = await stretchLine(portOf(relay.address));
  const { address } = relay;
  const crowd = async (names: readonly string[]): Promise<Actor> => {
    const child = fork(fileURLToPath(new URL('actor.ts', import.meta.url)), {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    children.push(child);
    const actor = direct(child);
    await actor.do({ do: 'warm', folder: path.join(root, `nobody-${children.length}`) });
    for (const name of names) await actor.do({ do: 'open', folder: path.join(root, name) });
    return actor;
  };
  const stopRelay = async (): Promise<void> => {
    const ended = once(relay.child, 'exit');
    relay.child.kill('SIGTERM');
    await ended;
  };
  return {
    line,
    relayAddress: overLine ? byLine(address, line) : address,
    relayFolder,
    folder: (name) => path.join(root, name),
    actor: async (name) => crowd([name]),
    crowd,
    relayPeakRssMb: async () => (await statusOf(relay.child, 'VmHWM')) / 1024,
    relayRssBytes: async () => (await statusOf(relay.child, 'VmRSS')) * 1024,
    relayCpuSeconds: async () => cpuSecondsOf(relay.child),
    stopRelay,
    restartRelay: async () => {
      relay = await startRelay(relayFolder, `/ip4/127.0.0.1/tcp/${portOf(address)}`);
    },
    close: async () => {
      line.close();
      for (const child of [...children, relay.child]) child.kill('SIGKILL');
      await rm(root, { recursive: true, force: true, maxRetries: 5 });
    },
  };
};

/** Ada founds the space Bench on the relay and Ben joins it. Both stay online. */
export const meet = async (stage: Stage): Promise<{ ada: Actor; ben: Actor }> => {
  const [ada, ben] = [await stage.actor('ada'), await stage.actor('ben')];
  for (const [actor, name] of [
    [ada, 'Ada'],
    [ben, 'Ben'],
  ] as const) {
    await actor.do({ do: 'call', operation: 'account.create', input: { name } });
    await actor.do({ do: 'online' });
  }
  await ada.do({
    do: 'call',
    operation: 'space.create',
    input: { name: 'Bench', relay: [stage.relayAddress] },
  });
  const { link } = await ada.do<{ link: string }>({
    do: 'call',
    operation: 'invite.create',
    input: { space: 'Bench' },
  });
  await ben.do({ do: 'call', operation: 'space.join', input: { link } });
  return { ada, ben };
};
