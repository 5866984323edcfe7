/** Starts the local relay as a process of its own, which outlives whoever started it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, readSync, statSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { plexiError } from '@plexi/protocol';
import { lockFolder } from '../folder-lock.ts';
import { makePrivateFolder } from '../private-files.ts';
import {
  callControl,
  type LocalRelayState,
  localRelayFolder,
  readState,
  relayDataFolder,
} from './control.ts';
import { findFreePort } from './free-port.ts';
import { type LocalRelaySettings, readSettings, writeSettings } from './settings.ts';

export interface StartLocalRelayOptions {
  /** The relay's program: `apps/relay/src/main.ts`. */
  program: string;
  /** What runs it. @default this process's own Node */
  node?: string;
  /** Seconds that it stays after the last client has gone. @default 10 */
  linger?: number;
}

const START_MS = 15_000;
const LOG_BYTES = 1024 * 1024;
const LOG_TAIL_BYTES = 2048;

/** The state of the local relay, or `undefined` when none runs. */
export const findLocalRelay = async (): Promise<LocalRelayState | undefined> => {
  const call = await callControl({ status: true });
  if (call === undefined) return undefined;
  const answer = await call.answer;
  call.close();
  return answer === undefined ? undefined : readState(answer);
};

const logFile = (): string => path.join(localRelayFolder(), 'relay.log');

const openLog = (): number => {
  const size = statSync(logFile(), { throwIfNoEntry: false })?.size ?? 0;
  return openSync(logFile(), size > LOG_BYTES ? 'w' : 'a', 0o600);
};

/** What the log says since `from`. */
const readLogTail = (from: number): string => {
  const handle = openSync(logFile(), 'r');
  try {
    const bytes = Buffer.alloc(LOG_TAIL_BYTES);
    return bytes.toString('utf8', 0, readSync(handle, bytes, 0, bytes.length, from));
  } finally {
    closeSync(handle);
  }
};

const run = (
  settings: LocalRelaySettings,
  options: StartLocalRelayOptions,
): { child: ChildProcess; logFrom: number } => {
  const { program, node = process.execPath, linger = 10 } = options;
  const folder = localRelayFolder();
  const log = openLog();
  const logFrom = statSync(logFile()).size;
  const listen = `/ip4/${settings.network ? '0.0.0.0' : '127.0.0.1'}/tcp/${settings.port}`;
  const args = [`--listen=${listen}`, `--data=${relayDataFolder()}`, '--control', `--linger=${linger}`];
  const child = spawn(node, [program, ...args], {
    cwd: folder,
    detached: true,
    stdio: ['ignore', log, log],
    windowsHide: true,
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
  });
  closeSync(log);
  return { child, logFrom };
};

/** Starts it and waits until it answers. Throws PORT_IN_USE or RELAY_UNREACHABLE. */
const startWith = async (
  settings: LocalRelaySettings,
  options: StartLocalRelayOptions,
): Promise<LocalRelayState> => {
  const { child, logFrom } = run(settings, options);
  let failure: unknown;
  child.once('error', (error) => {
    failure = error;
  });
  const deadline = performance.now() + START_MS;
  while (performance.now() < deadline) {
    const state = await findLocalRelay();
    if (state !== undefined) {
      child.unref();
      return state;
    }
    if (failure !== undefined || child.exitCode !== null || child.signalCode !== null) {
      const said = readLogTail(logFrom);
      if (said.includes('PORT_IN_USE')) throw plexiError('PORT_IN_USE', { detail: `port ${settings.port}` });
      throw plexiError('RELAY_UNREACHABLE', { cause: failure, detail: `it did not start; see ${logFile()}` });
    }
    await sleep(25);
  }
  child.kill('SIGKILL');
  throw plexiError('RELAY_UNREACHABLE', { detail: `it did not start; see ${logFile()}` });
};

const startLocked = async (options: StartLocalRelayOptions): Promise<LocalRelayState> => {
  const remembered = await readSettings();
  const settings = remembered ?? { port: await findFreePort(), network: false };
  try {
    const state = await startWith(settings, options);
    await writeSettings(settings);
    return state;
  } catch (error) {
    const taken = error instanceof Error && 'code' in error && error.code === 'PORT_IN_USE';
    // Links that name the old port are lost with it, but a relay on another one is worth more than none.
    if (!taken) throw error;
    const other = { ...settings, port: await findFreePort() };
    const state = await startWith(other, options);
    await writeSettings(other);
    return state;
  }
};

/**
 * The local relay, started if none runs. Of several that start it at once, one does.
 * Throws RELAY_UNREACHABLE, PROFILE_INVALID.
 */
export const ensureLocalRelay = async (options: StartLocalRelayOptions): Promise<LocalRelayState> => {
  const folder = localRelayFolder();
  await makePrivateFolder(folder);
  const deadline = performance.now() + 2 * START_MS;
  for (;;) {
    const running = await findLocalRelay();
    if (running !== undefined) return running;
    try {
      const lock = await lockFolder(path.join(folder, 'starting'));
      try {
        return (await findLocalRelay()) ?? (await startLocked(options));
      } finally {
        lock.release();
      }
    } catch (error) {
      const taken = error instanceof Error && 'code' in error && error.code === 'PROFILE_IN_USE';
      if (!taken || performance.now() > deadline) throw error;
    }
    await sleep(50);
  }
};
