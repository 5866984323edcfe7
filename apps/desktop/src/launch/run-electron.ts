/** Starts the desktop window and finds out whether it works here. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { PLACES } from './places.ts';

const READY_MS = 15_000;

/** Lines that the main process prints. */
const lineShape = z.union([
  z.object({ ready: z.literal(true) }),
  z.object({ running: z.object({ address: z.string().optional() }) }),
  z.object({ failed: z.string() }),
]);

export interface ElectronOptions {
  binary: string;
  /** The profile's folder, and how it was named. */
  folder: string;
  profile: string;
  version: string;
  join: string | undefined;
}

export type ElectronStart =
  /** The window is there; `ended` resolves with its exit status. */
  | { window: ChildProcess; ended: Promise<number> }
  /** The profile's app runs already. */
  | { running: string | undefined }
  /** It does not work here, and why. */
  | { failed: string };

/** Starts Electron and waits until its window reports ready, at most 15 seconds. */
export const startElectron = async (
  options: ElectronOptions,
  readyMs: number = READY_MS,
): Promise<ElectronStart> =>
  new Promise((resolve) => {
    const { ELECTRON_RUN_AS_NODE: _, ...env } = process.env;
    const window = spawn(options.binary, [PLACES.mainProgram], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...env,
        PLEXI_ROOT: PLACES.root,
        PLEXI_NODE: process.execPath,
        PLEXI_PROFILE_FOLDER: options.folder,
        PLEXI_PROFILE: options.profile,
        PLEXI_VERSION: options.version,
        ...(options.join === undefined ? {} : { PLEXI_JOIN: options.join }),
      },
    });
    let said = '';
    let started = false;
    const ended = new Promise<number>((resolveEnd) => {
      window.once('exit', (status, signal) => resolveEnd(status ?? (signal === null ? 1 : 0)));
    });
    const fail = (reason: string): void => {
      clearTimeout(late);
      window.kill('SIGKILL');
      resolve({ failed: reason });
    };
    const late = setTimeout(() => fail(`its window was not ready within ${readyMs / 1000} s`), readyMs);
    window.stderr.on('data', (chunk: Buffer) => {
      if (started) process.stderr.write(chunk);
      else said = (said + chunk.toString()).slice(-4096);
    });
    createInterface({ input: window.stdout }).on('line', (text) => {
      let line: z.infer<typeof lineShape> | undefined;
      try {
        line = lineShape.safeParse(JSON.parse(text)).data;
      } catch {
        line = undefined;
      }
      if (line === undefined || started) return;
      if ('failed' in line) fail(line.failed);
      else {
        started = true;
        clearTimeout(late);
        resolve('ready' in line ? { window, ended } : { running: line.running.address });
      }
    });
    window.once('error', (error) => fail(`it could not be started (${error.message})`));
    window.once('exit', (status) => {
      const last = said.trim().split('\n').at(-1)?.slice(0, 200) ?? '';
      fail(`it ended at once, with status ${status ?? 'unknown'}${last === '' ? '' : ` (${last})`}`);
    });
  });
