/** The list of an AI node's API keys in its folder. Commands change it one after the other; a running node reads it anew. */
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  API_KEYS_BYTES,
  API_KEYS_FILE,
  type ApiKeyRecord,
  createKey,
  decodeKeys,
  encodeKeys,
  revokeKey,
} from '@plexi/ai/server';
import { lockFolder, readSmallFile, writePrivateFile } from '@plexi/peer/host';

const PATIENCE_MS = 5_000;
const LOOK_MS = 20;

const fileIn = (folder: string): string => path.join(folder, API_KEYS_FILE);

/** Throws PROFILE_INVALID. */
export const readKeys = async (folder: string): Promise<ApiKeyRecord[]> =>
  decodeKeys(await readSmallFile(fileIn(folder), API_KEYS_BYTES));

/** Changes the list while nobody else does. */
const change = async <Result extends { keys: ApiKeyRecord[] }>(
  folder: string,
  make: (keys: readonly ApiKeyRecord[]) => Result,
): Promise<Result> => {
  const end = performance.now() + PATIENCE_MS;
  for (;;) {
    try {
      const lock = await lockFolder(path.dirname(fileIn(folder)));
      try {
        const result = make(await readKeys(folder));
        await writePrivateFile(fileIn(folder), encodeKeys(result.keys));
        return result;
      } finally {
        lock.release();
      }
    } catch (error) {
      const taken = error instanceof Error && 'code' in error && error.code === 'PROFILE_IN_USE';
      if (!taken || performance.now() > end) throw error;
    }
    await sleep(LOOK_MS);
  }
};

/** Throws NAME_TAKEN, TOO_LARGE, PROFILE_INVALID. */
export const addKey = async (
  folder: string,
  name: string,
): Promise<{ id: string; name: string; key: string }> => {
  const { key, record } = await change(folder, (keys) => createKey(keys, name, new Date()));
  return { id: record.id, name, key };
};

/** Throws NOT_FOUND, PROFILE_INVALID. */
export const dropKey = async (
  folder: string,
  nameOrId: string,
): Promise<{ id: string; name: string; revoked: boolean }> => {
  const { record } = await change(folder, (keys) => revokeKey(keys, nameOrId));
  return { id: record.id, name: record.name, revoked: true };
};
