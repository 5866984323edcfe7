/** Builds the interface and the Electron programs, when their sources have changed since. */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { lockFolder } from '@plexi/peer/host';
import { PLACES } from './places.ts';

/** What goes into the build. */
const SOURCES = [
  ['apps', 'desktop', 'src'],
  ['apps', 'desktop', 'electron.vite.config.ts'],
  ['apps', 'desktop', 'package.json'],
  ['packages', 'ui', 'src'],
  ['packages', 'operations', 'src'],
  ['packages', 'protocol', 'src'],
  ['packages', 'peer', 'src'],
  ['packages', 'ai', 'src'],
  ['packages', 'crypto', 'src'],
  ['packages', 'network', 'src'],
  ['packages', 'plugin-api', 'src'],
  ['packages', 'plugin-host', 'src'],
  ['packages', 'storage', 'src'],
  ['pnpm-lock.yaml'],
];
const OUTPUT_BYTES = 16 * 1024;
const WAIT_MS = 120_000;

const describeFile = async (file: string): Promise<string> => {
  const { size, mtimeMs } = await stat(file);
  return `${path.relative(PLACES.root, file)} ${size} ${mtimeMs}\n`;
};

/** A fingerprint of the sources by name, size and time of change. */
const fingerprintSources = async (): Promise<string> => {
  const lines: string[] = [];
  for (const parts of SOURCES) {
    const place = path.join(PLACES.root, ...parts);
    if (!existsSync(place)) continue;
    if (!(await stat(place)).isDirectory()) {
      lines.push(await describeFile(place));
      continue;
    }
    const entries = await readdir(place, { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile());
    lines.push(
      ...(await Promise.all(files.map(async (file) => describeFile(path.join(file.parentPath, file.name))))),
    );
  }
  return createHash('sha256').update(lines.toSorted().join('')).digest('hex');
};

const stampFile = path.join(PLACES.state, 'desktop-build');

const isBuilt = async (fingerprint: string): Promise<boolean> => {
  if (!existsSync(path.join(PLACES.interface, 'index.html'))) return false;
  return (await readFile(stampFile, 'utf8').catch(() => '')).trim() === fingerprint;
};

/** Runs electron-vite; gives what it printed where it failed. */
const runBuild = async (): Promise<string | undefined> => {
  const require = createRequire(path.join(PLACES.desktop, 'package.json'));
  const program = path.join(
    path.dirname(require.resolve('electron-vite/package.json')),
    'bin',
    'electron-vite.js',
  );
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [program, 'build'], {
      cwd: PLACES.desktop,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, NODE_ENV: 'production' },
    });
    let said = '';
    const listen = (chunk: Buffer): void => {
      said = (said + chunk.toString()).slice(-OUTPUT_BYTES);
    };
    child.stdout.on('data', listen);
    child.stderr.on('data', listen);
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (status) => resolve(status === 0 ? undefined : said));
  });
};

const lockBuild = async (): Promise<{ release(): void }> => {
  const start = performance.now();
  await mkdir(PLACES.state, { recursive: true });
  for (;;) {
    try {
      return await lockFolder(path.join(PLACES.state, 'building'));
    } catch (error) {
      if (performance.now() - start > WAIT_MS) throw error;
    }
    await sleep(200);
  }
};

/** Builds if need be. Gives what went wrong, if anything. Of several that start at once, one builds. */
export const buildDesktop = async (say: (sentence: string) => void): Promise<string | undefined> => {
  if (await isBuilt(await fingerprintSources())) return undefined;
  const lock = await lockBuild();
  try {
    const fingerprint = await fingerprintSources();
    if (await isBuilt(fingerprint)) return undefined;
    say('Building the interface …');
    const start = performance.now();
    const problem = await runBuild();
    if (problem !== undefined) return problem;
    await writeFile(stampFile, `${fingerprint}\n`);
    say(`Built in ${((performance.now() - start) / 1000).toFixed(1)} s.`);
    return undefined;
  } finally {
    lock.release();
  }
};
