/** Electron's failures are remembered for a day, so that each start does not wait for the same one again. */
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { PLACES } from './places.ts';

const failureShape = z.object({ version: z.string(), at: z.number(), reason: z.string().max(1000) });
const REMEMBERED_MS = 24 * 60 * 60_000;

const file = path.join(PLACES.state, 'electron-failure.json');

/** Why this version of Electron failed, if that was less than a day ago. */
export const recallFailure = async (
  version: string,
  now: number = Date.now(),
): Promise<string | undefined> => {
  try {
    const failure = failureShape.parse(JSON.parse(await readFile(file, 'utf8')));
    const age = now - failure.at;
    return failure.version === version && age >= 0 && age < REMEMBERED_MS ? failure.reason : undefined;
  } catch {
    return undefined;
  }
};

export const rememberFailure = async (version: string, reason: string): Promise<void> => {
  await mkdir(PLACES.state, { recursive: true });
  await writeFile(file, JSON.stringify({ version, at: Date.now(), reason: reason.slice(0, 1000) }));
};

export const forgetFailure = async (): Promise<void> => rm(file, { force: true });
