/** Fetches one file of a hub: goes on where it broke off, and is the file that was named or is not kept. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type FileHandle, open, readdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isPlexiError, LIMITS, plexiError } from '@plexi/protocol';
import { type HubAccess, type HubAnswer, refusal, requestHub } from './hub-request.ts';
import type { HubFile } from './listing.ts';

export interface DownloadOptions {
  url: URL;
  file: HubFile;
  /** Where it is to be, once it is whole. */
  target: string;
  access: HubAccess;
  onBytes?: ((bytes: number) => void) | undefined;
  /** Waits. @default a timer */
  pause?: ((ms: number, signal: AbortSignal | undefined) => Promise<void>) | undefined;
}

const FIRST_PAUSE_MS = 500;
const PART_ID_DIGITS = 16;

const defaultPause = async (ms: number, signal: AbortSignal | undefined): Promise<void> => {
  await sleep(ms, undefined, signal === undefined ? {} : { signal }).catch(() => {
    throw plexiError('CANCELLED');
  });
};

/** By the hash of what it is a part of: one of another version is never gone on with. */
export const partName = (target: string, file: HubFile): string =>
  `${target}.${file.sha256.slice(0, PART_ID_DIGITS)}.part`;

/** Parts of other versions of the same file are of no use any more. */
const removeStale = async (target: string, part: string): Promise<void> => {
  const folder = path.dirname(target);
  for (const name of await readdir(folder)) {
    const place = path.join(folder, name);
    if (name.startsWith(`${path.basename(target)}.`) && name.endsWith('.part') && place !== part)
      await rm(place, { force: true });
  }
};

const sizeOf = async (file: string): Promise<number> =>
  stat(file).then(
    ({ size }) => size,
    () => 0,
  );

export const sha256Of = async (file: string, signal?: AbortSignal): Promise<string> => {
  const hash = createHash('sha256');
  for await (const piece of createReadStream(file, { highWaterMark: 1024 * 1024 })) {
    if (signal?.aborted === true) throw plexiError('CANCELLED');
    hash.update(piece as Buffer);
  }
  return hash.digest('hex');
};

/** Where in the file the answer's body begins. Throws HUB_ANSWER_INVALID, and what a refusal means. */
const beginning = (answer: HubAnswer, have: number, file: HubFile): number => {
  if (answer.status === 200) return 0;
  // Nothing is there behind what we have: what we have is not the beginning of it.
  if (answer.status === 416) return -1;
  if (answer.status !== 206) throw refusal(answer, file.path);
  const range = /^bytes (\d+)-\d+\/(\d+)$/.exec(answer.headers.get('content-range') ?? '');
  if (range === null || Number(range[1]) !== have || Number(range[2]) !== file.size)
    throw plexiError('HUB_ANSWER_INVALID', { detail: 'another part of the file than was asked for' });
  return have;
};

/** Writes what comes behind what is there. Throws HUB_UNREACHABLE where less comes than it should. */
const goOn = async (options: DownloadOptions, part: string, handle: FileHandle): Promise<void> => {
  const { url, file, access, onBytes } = options;
  const have = await sizeOf(part);
  const answer = await requestHub(url, access, have > 0 ? { range: `bytes=${have}-` } : {});
  let at: number;
  try {
    at = beginning(answer, have, file);
  } catch (error) {
    answer.drop();
    throw error;
  }
  await handle.truncate(Math.max(0, at));
  if (at < 0) {
    answer.drop();
    throw plexiError('HUB_UNREACHABLE', { detail: 'it has less of the file than is here' });
  }
  for await (const piece of answer.pieces()) {
    if (at + piece.length > file.size)
      throw plexiError('HUB_ANSWER_INVALID', { detail: 'more of the file than there is' });
    await handle.write(piece, 0, piece.length, at);
    at += piece.length;
    onBytes?.(at);
  }
  if (at < file.size) throw plexiError('HUB_UNREACHABLE', { detail: 'it broke off' });
};

const waitOf = (error: unknown): number | undefined =>
  error instanceof Error && 'waitMs' in error && typeof error.waitMs === 'number' ? error.waitMs : undefined;

/** Tries until all of it is there, or nothing more comes. */
const fetchWhole = async (options: DownloadOptions, part: string): Promise<void> => {
  const { file, access, pause = defaultPause } = options;
  const handle = await open(part, await sizeOf(part).then((size) => (size > 0 ? 'r+' : 'w')), 0o600);
  try {
    for (let tries = 1; ; ) {
      const before = await sizeOf(part);
      if (before === file.size) break;
      if (before > file.size) await handle.truncate(0);
      try {
        await goOn(options, part, handle);
        break;
      } catch (error) {
        const code = isPlexiError(error) ? error.code : undefined;
        const waitMs = waitOf(error) ?? 0;
        if (code === 'HUB_BUSY' ? waitMs > LIMITS.hubWaitMs : code !== 'HUB_UNREACHABLE') throw error;
        tries = (await sizeOf(part)) > before ? 1 : tries + 1;
        if (tries > LIMITS.hubTries) throw error;
        await pause(Math.max(waitMs, FIRST_PAUSE_MS * 2 ** (tries - 1)), access.signal);
      }
    }
    await handle.sync();
  } finally {
    await handle.close();
  }
};

const explain = (error: unknown): unknown =>
  error instanceof Error && 'code' in error && error.code === 'ENOSPC'
    ? plexiError('DISK_FULL', { cause: error })
    : error;

/**
 * Fetches the file to its place. Where it breaks off it is tried again, and the next call goes on behind what there is.
 * Throws HUB_UNREACHABLE, HUB_BUSY, HUB_REFUSED, HUB_ANSWER_INVALID, NOT_FOUND, MODEL_MISMATCH, DISK_FULL, CANCELLED.
 */
export const downloadFile = async (options: DownloadOptions): Promise<void> => {
  const { file, target, access } = options;
  const part = partName(target, file);
  await removeStale(target, part);
  const resumed = (await sizeOf(part)) > 0;
  try {
    await fetchWhole(options, part);
  } catch (error) {
    throw explain(error);
  }
  if ((await sha256Of(part, access.signal)) !== file.sha256) {
    await rm(part, { force: true });
    // What an earlier run left may be what is wrong: once more, from the beginning.
    if (resumed) return downloadFile(options);
    throw plexiError('MODEL_MISMATCH', { detail: path.basename(target) });
  }
  await rename(part, target);
};
