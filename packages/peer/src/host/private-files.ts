/** Folders and files that only their owner may read, and writes that are there whole or not at all. */
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, lstat, mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { plexiError } from '@plexi/protocol';

const PRIVATE_FOLDER = 0o700;
const PRIVATE_FILE = 0o600;
const OTHERS = 0o077;

const hasCode = (error: unknown, ...codes: string[]): boolean =>
  error instanceof Error && 'code' in error && codes.includes(String(error.code));

/** Whether nothing lies there. */
export const isAbsent = (error: unknown): boolean => hasCode(error, 'ENOENT', 'ENOTDIR');

/** Makes the folder and those above it. Node's own recursion never ends below a file system that refuses new folders (/proc). */
const makeFolder = async (folder: string): Promise<void> => {
  try {
    await mkdir(folder, { mode: PRIVATE_FOLDER });
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return;
    const above = path.dirname(folder);
    if (!hasCode(error, 'ENOENT') || above === folder || existsSync(above)) throw error;
    await makeFolder(above);
    await mkdir(folder, { mode: PRIVATE_FOLDER });
  }
};

/**
 * Makes the folder, or checks that it is one: of this user, closed to all others. Throws PROFILE_INVALID.
 * A folder of somebody else's could be swapped under us; a link could lead anywhere.
 */
export const makePrivateFolder = async (folder: string): Promise<void> => {
  try {
    await makeFolder(folder);
    const found = await lstat(folder);
    const target = found.isSymbolicLink() ? undefined : found;
    if (target === undefined || !target.isDirectory())
      throw plexiError('PROFILE_INVALID', { detail: 'not a folder' });
    if (process.platform === 'win32') return;
    if (target.uid !== process.getuid?.())
      throw plexiError('PROFILE_INVALID', { detail: 'the folder belongs to another user' });
    if ((target.mode & OTHERS) !== 0) await chmod(folder, PRIVATE_FOLDER);
  } catch (error) {
    if (hasCode(error, 'PROFILE_INVALID')) throw error;
    throw plexiError('PROFILE_INVALID', { cause: error });
  }
};

/** Whether `folder` is there, of this user and closed to all others. */
export const isPrivateFolder = async (folder: string): Promise<boolean> => {
  try {
    const found = await lstat(folder);
    if (!found.isDirectory()) return false;
    return process.platform === 'win32' || (found.uid === process.getuid?.() && (found.mode & OTHERS) === 0);
  } catch (error) {
    if (isAbsent(error)) return false;
    throw plexiError('PROFILE_INVALID', { cause: error });
  }
};

/** Makes the folder's entries durable. Windows has no such call and needs none. */
const syncFolder = async (folder: string): Promise<void> => {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
};

/** Writes a file that only this user can read: on disk, whole, under its name when this resolves. Throws PROFILE_INVALID. */
export const writePrivateFile = async (file: string, content: Uint8Array | string): Promise<void> => {
  const temporary = `${file}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    const handle = await open(temporary, 'wx', PRIVATE_FILE);
    try {
      await handle.writeFile(content);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, file);
    await syncFolder(path.dirname(file));
  } catch (error) {
    await rm(temporary, { force: true });
    throw plexiError('PROFILE_INVALID', { cause: error, detail: `cannot write ${path.basename(file)}` });
  }
};

/** A small file's bytes, or `undefined` where there is none. Throws PROFILE_INVALID, also when it is larger than `limit` bytes. */
export const readSmallFile = async (file: string, limit: number): Promise<Uint8Array | undefined> => {
  try {
    const found = await lstat(file);
    if (!found.isFile() || found.size > limit)
      throw plexiError('PROFILE_INVALID', { detail: `${path.basename(file)} is not what it should be` });
    return new Uint8Array(await readFile(file));
  } catch (error) {
    if (isAbsent(error)) return undefined;
    if (hasCode(error, 'PROFILE_INVALID')) throw error;
    throw plexiError('PROFILE_INVALID', { cause: error, detail: `cannot read ${path.basename(file)}` });
  }
};
