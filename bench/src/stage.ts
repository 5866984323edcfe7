/** The stage of a benchmark: a relay and two actors, each a process of its own, in a temporary folder. */
import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { ActorCommand } from './actor.ts';

const REPOSITORY = fileURLToPath(new URL('../..', import.meta.url));

export interface Actor {
  do<Result = unknown>(command: ActorCommand): Promise<Result>;
  /** Called with each message that it sees, and when. */
  onSeen(listener: (text: string, at: bigint) => void): void;
}

export interface Stage {
  relayAddress: string;
  actor(name: string): Promise<Actor>;
  relayPeakRssMb(): Promise<number>;
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

export const setStage = async (): Promise<Stage> => {
  const root = await mkdtemp(path.join(tmpdir(), 'plexi-bench-'));
  const children: ChildProcess[] = [];
  const relay = spawn(
    process.execPath,
    [
      path.join(REPOSITORY, 'apps/relay/src/main.ts'),
      '--listen',
      '/ip4/127.0.0.1/tcp/0',
      '--data',
      path.join(root, 'relay'),
    ],
    { stdio: ['ignore', 'pipe', 'ignore'] },
  );
  children.push(relay);
  const [address] = (await once(createInterface(relay.stdout), 'line')) as [string];
  return {
    relayAddress: address,
    actor: async (name) => {
      const child = fork(fileURLToPath(new URL('actor.ts', import.meta.url)), {
        stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      });
      children.push(child);
      const actor = direct(child);
      await actor.do({ do: 'open', folder: path.join(root, name) });
      return actor;
    },
    // Linux says the peak of another process; elsewhere the figure is left out.
    relayPeakRssMb: async () => {
      const status = await readFile(`/proc/${relay.pid}/status`, 'utf8').catch(() => '');
      return Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? Number.NaN) / 1024;
    },
    close: async () => {
      for (const child of children) child.kill('SIGKILL');
      await rm(root, { recursive: true, force: true });
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
