/** A folder for one test, and a key. */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach } from 'vitest';

const made: string[] = [];

/** A new empty folder, removed after the test. */
export const makeFolder = (within = tmpdir()): string => {
  const folder = mkdtempSync(join(within, 'plexi-storage-'));
  made.push(folder);
  return folder;
};

export const makeKey = (): Uint8Array => new Uint8Array(randomBytes(32));

afterEach(() => {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true });
});
