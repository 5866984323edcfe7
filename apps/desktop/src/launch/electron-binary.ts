/** Electron's binary: found, or fetched with progress. */
import { fork } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { PLACES } from './places.ts';

const FETCHER = fileURLToPath(new URL('./fetch-electron.ts', import.meta.url));
/** Without a byte for this long, the fetch is given up. */
const STALL_MS = 60_000;
const SAY_EVERY_MS = 2_000;
const progressShape = z.object({ transferred: z.number(), total: z.number().nullable() });

const electronFolder = (): string => {
  const require = createRequire(path.join(PLACES.desktop, 'package.json'));
  return path.dirname(require.resolve('electron/package.json'));
};

const readText = (file: string): string => {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    return '';
  }
};

/** The version of Electron that this checkout uses. */
export const electronVersion = (): string => {
  const manifest = JSON.parse(readText(path.join(electronFolder(), 'package.json'))) as { version: string };
  return manifest.version;
};

/** The path of Electron's binary, or `undefined` where it was not fetched, or not all of it. */
export const findElectron = (): string | undefined => {
  const folder = electronFolder();
  const name = readText(path.join(folder, 'path.txt'));
  const fetched = readText(path.join(folder, 'dist', 'version')).replace(/^v/, '');
  const binary = path.join(folder, 'dist', name);
  return name !== '' && fetched === electronVersion() && existsSync(binary) ? binary : undefined;
};

const inMegabytes = (bytes: number): string => (bytes / 1_000_000).toFixed(0);

/** Fetches the binary. Gives why it could not, if so. */
export const fetchElectron = async (
  say: (sentence: string) => void,
  stallMs: number = STALL_MS,
): Promise<string | undefined> =>
  new Promise((resolve) => {
    say(`Fetching Electron ${electronVersion()}, once …`);
    const child = fork(FETCHER, [], { stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
    let said = '';
    let lastSaid = performance.now();
    let stalled = false;
    const giveUp = (): void => {
      stalled = true;
      child.kill('SIGKILL');
    };
    let stall = setTimeout(giveUp, stallMs);
    child.stderr?.on('data', (chunk: Buffer) => {
      said = (said + chunk.toString()).slice(-4096);
    });
    child.on('message', (message) => {
      const progress = progressShape.safeParse(message).data;
      if (progress === undefined) return;
      clearTimeout(stall);
      stall = setTimeout(giveUp, stallMs);
      if (performance.now() - lastSaid < SAY_EVERY_MS) return;
      lastSaid = performance.now();
      const total = progress.total === null ? '' : ` of ${inMegabytes(progress.total)}`;
      say(`  ${inMegabytes(progress.transferred)}${total} MB`);
    });
    const finish = (problem: string | undefined): void => {
      clearTimeout(stall);
      resolve(problem);
    };
    child.once('error', (error) => finish(`its binary could not be fetched (${error.message})`));
    child.once('exit', (status) => {
      if (stalled) finish(`its binary could not be fetched (nothing came for ${stallMs / 1000} s)`);
      else if (status === 0 && findElectron() !== undefined) finish(undefined);
      else {
        const lines = said.split('\n');
        const line =
          lines.find((one) => /\b(E[A-Z_]{4,}|Response code)\b/.test(one)) ??
          lines.find((one) => /error/i.test(one)) ??
          'no more is known';
        finish(`its binary could not be fetched (${line.replace('[cause]:', '').trim().slice(0, 200)})`);
      }
    });
  });
