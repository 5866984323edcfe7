/** The API keys as they are on disk now: `plexi ai key` changes them while the node runs, and what is revoked is refused at once. */
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { API_KEYS_BYTES, API_KEYS_FILE, type ApiKeyRecord, decodeKeys } from '@plexi/ai/server';
import { readSmallFile } from '@plexi/peer/host';

/** Gives the keys of the node in `folder`. Throws PROFILE_INVALID where their file is damaged. */
export const watchKeys = (folder: string): (() => Promise<readonly ApiKeyRecord[]>) => {
  const file = path.join(folder, API_KEYS_FILE);
  let version: string | undefined;
  let keys: readonly ApiKeyRecord[] = [];
  return async () => {
    const found = await stat(file, { bigint: true }).catch(() => undefined);
    // Each change is another file under the same name.
    const now = found === undefined ? 'none' : `${found.ino} ${found.mtimeNs} ${found.size}`;
    if (now !== version) {
      keys = decodeKeys(await readSmallFile(file, API_KEYS_BYTES));
      version = now;
    }
    return keys;
  };
};
