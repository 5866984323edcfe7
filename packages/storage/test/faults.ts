/** The other side of `faulty-disk.c`: building it, and saying what fails. */
import { execFileSync, spawnSync } from 'node:child_process';
import { closeSync, existsSync, openSync, readSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const SOURCE = fileURLToPath(new URL('faulty-disk.c', import.meta.url));

/** Why this machine cannot make a disk fail; `undefined` where it can. */
export const whyNoFaults = (): string | undefined => {
  if (process.platform !== 'linux') return 'it takes Linux';
  return spawnSync('cc', ['--version']).status === 0 ? undefined : 'there is no C compiler';
};

/** The library to be loaded before others. */
export const buildFaults = (folder: string): string => {
  const library = join(folder, 'faulty-disk.so');
  if (!existsSync(library)) execFileSync('cc', ['-O1', '-shared', '-fPIC', '-o', library, SOURCE, '-ldl']);
  return library;
};

export const HOW = { nothing: 0, full: 1, broken: 2, torn: 3, unsynced: 4, killed: 5 } as const;

export interface Faults {
  /** After `calls` more calls, `failing` of them fail. */
  arm(how: keyof typeof HOW, calls: number, failing: number): void;
  /** Calls to chosen files so far. */
  seen(): number;
  close(): void;
}

const BYTES = 32;

/** The file by which a process is told. */
export const openFaults = (path: string = join(tmpdir(), 'faults')): Faults => {
  const file = openSync(path, existsSync(path) ? 'r+' : 'w+');
  if (readSync(file, Buffer.alloc(BYTES), 0, BYTES, 0) < BYTES)
    writeSync(file, Buffer.alloc(BYTES), 0, BYTES, 0);
  return {
    arm: (how, calls, failing) => {
      const said = Buffer.alloc(24);
      said.writeBigInt64LE(BigInt(calls), 0);
      said.writeBigInt64LE(BigInt(failing), 8);
      said.writeInt32LE(HOW[how], 16);
      writeSync(file, said, 0, said.length, 0);
    },
    seen: () => {
      const counted = Buffer.alloc(8);
      readSync(file, counted, 0, 8, 24);
      return Number(counted.readBigInt64LE());
    },
    close: () => closeSync(file),
  };
};
