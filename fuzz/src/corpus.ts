/** Inputs that are kept beside the code: `corpus/TARGET/HASH`, what was found wrong once among them as `found-HASH`. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const CORPUS = join(import.meta.dirname, '..', 'corpus');
/** Of one target, beside what was found wrong: all together are a few hundred kilobytes. */
const TARGET_BYTES = 5000;
const FOUND = 'found-';

export const folderOf = (target: string): string => join(CORPUS, target);
const nameOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex').slice(0, 16);

export const readCorpus = (target: string): Uint8Array[] => {
  const folder = folderOf(target);
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .toSorted()
    .map((name) => new Uint8Array(readFileSync(join(folder, name))));
};

/** Keeps the shortest of `inputs`, as many as there is room for, in place of what was kept before. */
export const writeCorpus = (target: string, inputs: readonly Uint8Array[]): void => {
  const folder = folderOf(target);
  mkdirSync(folder, { recursive: true });
  for (const name of readdirSync(folder)) if (!name.startsWith(FOUND)) rmSync(join(folder, name));
  let left = TARGET_BYTES;
  for (const bytes of inputs) {
    left -= bytes.length;
    if (left < 0) return;
    writeFileSync(join(folder, nameOf(bytes)), bytes);
  }
};

/** Keeps what was found wrong, for every run from now on; gives where. */
export const keepFinding = (target: string, bytes: Uint8Array): string => {
  const folder = folderOf(target);
  mkdirSync(folder, { recursive: true });
  const file = join(folder, FOUND + nameOf(bytes));
  writeFileSync(file, bytes);
  return file;
};
