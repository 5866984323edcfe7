/** Sealed chunks as files: whole under their hash, or not there. What lies in them only its members can open. */
import { randomBytes } from 'node:crypto';
import { mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { plexiError } from '@plexi/protocol';
import { isAbsent } from '../host/private-files.ts';

export interface BlobFiles {
  /** `undefined` where it is not there, or shorter. Throws STORE_FAILED. */
  read(hash: string, offset: number, length: number): Promise<Uint8Array | undefined>;
  /** On disk under its name when this resolves. Throws STORE_FAILED. */
  write(hash: string, bytes: Uint8Array): Promise<void>;
  remove(hash: string): Promise<void>;
  /** Removes what `isKnown` does not know: what a crash left behind. */
  sweep(isKnown: (hash: string) => boolean): Promise<void>;
}

const PRIVATE_FOLDER = 0o700;
const PRIVATE_FILE = 0o600;
const NAME = /^[0-9a-f]{64}$/;

const failed = (cause: unknown): never => {
  throw plexiError('STORE_FAILED', { cause, detail: 'a part of a file' });
};

export const openBlobFiles = (folder: string): BlobFiles => {
  const shelfOf = (hash: string): string => path.join(folder, hash.slice(0, 2));
  const placeOf = (hash: string): string => path.join(shelfOf(hash), hash);

  const writeTemporary = async (file: string, bytes: Uint8Array): Promise<void> => {
    const handle = await open(file, 'wx', PRIVATE_FILE);
    try {
      await handle.writeFile(bytes);
      await handle.sync();
    } finally {
      await handle.close();
    }
  };

  const write = async (hash: string, bytes: Uint8Array): Promise<void> => {
    await mkdir(shelfOf(hash), { recursive: true, mode: PRIVATE_FOLDER });
    const temporary = `${placeOf(hash)}.${randomBytes(6).toString('hex')}.tmp`;
    try {
      await writeTemporary(temporary, bytes);
      await rename(temporary, placeOf(hash));
    } catch (error) {
      await rm(temporary, { force: true });
      throw error;
    }
  };

  const names = async (within: string): Promise<string[]> => {
    try {
      return await readdir(within);
    } catch (error) {
      if (isAbsent(error)) return [];
      throw error;
    }
  };

  return {
    read: async (hash, offset, length) => {
      try {
        const handle = await open(placeOf(hash), 'r');
        try {
          const bytes = new Uint8Array(length);
          const { bytesRead } = await handle.read(bytes, 0, length, offset);
          return bytesRead === length ? bytes : undefined;
        } finally {
          await handle.close();
        }
      } catch (error) {
        return isAbsent(error) ? undefined : failed(error);
      }
    },
    write: (hash, bytes) => write(hash, bytes).catch(failed),
    remove: (hash) => rm(placeOf(hash), { force: true }).catch(failed),
    sweep: async (isKnown) => {
      for (const shelf of await names(folder)) {
        if (!/^[0-9a-f]{2}$/.test(shelf)) continue;
        for (const name of await names(path.join(folder, shelf))) {
          if (!NAME.test(name) || !isKnown(name))
            await rm(path.join(folder, shelf, name), { force: true, recursive: true });
        }
      }
    },
  };
};
