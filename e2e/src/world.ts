/** Real programs on this machine, for stories: relays as processes of their own, people as peers in this one or as commands. */

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { OperationId, OperationInput, OperationOutput, PeerEvent } from '@plexi/operations';
import { callOperation } from '@plexi/operations';
import { openPeer, type Peer } from '@plexi/peer';
import { waitUntil } from './until.ts';

export const REPOSITORY = fileURLToPath(new URL('../..', import.meta.url));

/** A program of ours that runs. */
export interface Running {
  readonly process: ChildProcess;
  /** All that it wrote so far. */
  output(): string;
  /** Sends a signal and waits for the end. */
  stop(signal?: NodeJS.Signals): Promise<void>;
}

export interface RunningRelay extends Running {
  readonly address: string;
  readonly folder: string;
}

export interface Person {
  readonly folder: string;
  readonly peer: Peer;
  call<Id extends OperationId>(id: Id, input: OperationInput<Id>): Promise<OperationOutput<Id>>;
  /** Resolves with the first event for which `matches` holds. */
  event(matches: (event: PeerEvent) => boolean): Promise<PeerEvent>;
  /** Resolves when `holds` does, looked at after each event. */
  until(holds: () => Promise<boolean>, what: string): Promise<void>;
  close(): Promise<void>;
}

export interface World {
  folder(name: string): string;
  /** A relay of this version, or of the one whose sources are in `root`. */
  relay(options?: { folder?: string; listen?: string; root?: string }): Promise<RunningRelay>;
  /** A peer in this process with a fresh account, online. */
  person(name: string, options?: PersonOptions): Promise<Person>;
  /** A peer in this process without an account, online as soon as it has one. */
  device(name: string, options?: PersonOptions): Promise<Person>;
  /** Runs an AI node; joins by the link, or goes on where it is a member. */
  aiNode(folder: string, model: string, link: string | undefined, name: string): Promise<Running>;
  /** Starts a relay that cannot start; gives what it said. Rejects if it starts after all. */
  relayFails(options: { folder: string; listen: string }): Promise<string>;
  /** Runs a command to its end; gives what it printed. Rejects unless it succeeds. */
  command(profile: string, ...args: string[]): Promise<string>;
  /** The same with a profile's whole path; gives all that it said. */
  said(profile: string, ...args: string[]): Promise<{ printed: string; errors: string }>;
  /** Runs a profile's client as a process of its own. */
  up(profile: string): Promise<Running>;
  /** Opens a profile again. */
  reopen(folder: string, options?: PersonOptions): Promise<Person>;
  close(): Promise<void>;
}

export interface PersonOptions {
  online?: boolean;
  mdns?: boolean;
  listen?: string[];
  /** Milliseconds since 1970. @default Date.now */
  now?: () => number;
}

interface Program {
  process: ChildProcess;
  printed(): string;
  errors(): string;
  ended: Promise<number | null>;
}

const spawnProgram = (file: string, args: readonly string[]): Program => {
  const child = spawn(process.execPath, [path.resolve(REPOSITORY, file), ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = { printed: '', errors: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output.printed += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (output.errors += text));
  return {
    process: child,
    printed: () => output.printed,
    errors: () => output.errors,
    ended: once(child, 'close').then(([code]) => code as number | null),
  };
};

const start = (file: string, args: readonly string[]): Running & { firstLine: Promise<string> } => {
  const program = spawnProgram(file, args);
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  program.process.stdout?.on('data', () => {
    const end = program.printed().indexOf('\n');
    if (end >= 0) resolve(program.printed().slice(0, end));
  });
  program.ended.then(() => reject(new Error(`${file} ended: ${program.errors()}`))).catch(reject);
  return {
    process: program.process,
    firstLine: promise,
    output: () => program.printed() + program.errors(),
    stop: async (signal = 'SIGTERM') => {
      program.process.kill(signal);
      await program.ended;
    },
  };
};

const runCommand = async (profile: string, args: readonly string[]) => {
  const child = spawnProgram('apps/cli/src/main.ts', [...args, '--profile', profile]);
  const code = await child.ended;
  if (code !== 0) throw new Error(`plexi ${args.join(' ')}: ${child.errors()}`);
  return { printed: child.printed(), errors: child.errors() };
};

/** With PLEXI_E2E_LOG set, what peers log goes to standard error. */
const logTo =
  (name: string) =>
  (event: string, fields: Record<string, unknown>): void => {
    process.stderr.write(`${name} ${event} ${JSON.stringify(fields)}\n`);
  };

const open = async (folder: string, options: PersonOptions): Promise<Person> => {
  const log = process.env['PLEXI_E2E_LOG'] === undefined ? {} : { log: logTo(path.basename(folder)) };
  const clock = options.now === undefined ? {} : { now: options.now };
  const peer = await openPeer({ profile: folder, ...log, ...clock });
  const abort = new AbortController();
  if (options.online !== false) {
    const { mdns = false, listen = ['/ip4/127.0.0.1/tcp/0'] } = options;
    await peer.start({ mode: 'up', mdns, listen });
  }
  const call: Person['call'] = (id, input) =>
    callOperation(peer.handlers, id, input, { id: 'test', signal: abort.signal }) as never;
  const event: Person['event'] = async (matches) => {
    const { promise, resolve } = Promise.withResolvers<PeerEvent>();
    const stop = peer.subscribe((it) => {
      if (matches(it)) resolve(it);
    });
    return promise.finally(stop);
  };
  return {
    folder,
    peer,
    call,
    event,
    until: (holds, what) => waitUntil((look) => peer.subscribe(look), holds, what),
    close: async () => {
      abort.abort();
      await peer.close();
    },
  };
};

/** A fresh world in a temporary folder; `close` ends all that runs in it. */
export const createWorld = async (): Promise<World> => {
  const root = await mkdtemp(path.join(tmpdir(), 'plexi-'));
  const running = new Set<Running>();
  const people = new Set<Person>();
  let relays = 0;
  const folder = (name: string): string => path.join(root, name);
  const meet = (person: Person): Person => {
    people.add(person);
    return { ...person, close: () => (people.delete(person) ? person.close() : Promise.resolve()) };
  };
  return {
    folder,
    relay: async (options = {}) => {
      const { folder: data = folder(`relay-${++relays}`), listen = '/ip4/127.0.0.1/tcp/0' } = options;
      const relay = start(path.join(options.root ?? REPOSITORY, 'apps/relay/src/main.ts'), [
        '--listen',
        listen,
        '--data',
        data,
      ]);
      const address = await relay.firstLine;
      running.add(relay);
      return { ...relay, address, folder: data };
    },
    aiNode: async (data, model, link, name) => {
      const place = link === undefined ? [] : [`--space=${link}`];
      const options = [
        `--model=${model}`,
        `--data=${data}`,
        `--name=${name}`,
        '--listen=127.0.0.1:0',
        '--cpu',
      ];
      const node = start('apps/relay/src/main.ts', ['--role', 'ai', ...options, ...place]);
      await node.firstLine;
      running.add(node);
      return node;
    },
    person: async (name, options = {}) => {
      const person = await open(folder(name), options);
      await person.call('account.create', { name });
      return meet(person);
    },
    device: async (name, options = {}) => meet(await open(folder(name), options)),
    relayFails: async ({ folder: data, listen }) => {
      const relay = spawnProgram('apps/relay/src/main.ts', ['--listen', listen, '--data', data]);
      const code = await relay.ended;
      if (code !== 1) throw new Error(`the relay ended with ${code}: ${relay.errors()}`);
      return relay.errors();
    },
    command: async (profile, ...args) => (await runCommand(folder(profile), args)).printed,
    said: (profile, ...args) => runCommand(profile, args),
    up: async (profile) => {
      const client = start('apps/cli/src/main.ts', ['up', '--json', '--profile', folder(profile)]);
      await client.firstLine;
      running.add(client);
      return client;
    },
    reopen: async (where, options = {}) => meet(await open(where, options)),
    close: async () => {
      await Promise.all([...people].map((person) => person.close()));
      await Promise.all(
        [...running]
          .filter((it) => it.process.exitCode === null && it.process.signalCode === null)
          .map((it) => it.stop('SIGKILL')),
      );
      await rm(root, { recursive: true, force: true });
    },
  };
};
