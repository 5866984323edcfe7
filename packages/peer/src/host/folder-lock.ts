/**
 * A lock on a folder that dies with its process, however that ends. SQLite's file locks are such locks on every system;
 * Node offers no others.
 */
import { chmodSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { plexiError } from '@plexi/protocol';
import { makePrivateFolder } from './private-files.ts';

export interface FolderLock {
  release(): void;
}

const SQLITE_BUSY = 5;

const isBusy = (error: unknown): boolean =>
  error instanceof Error && 'errcode' in error && (Number(error.errcode) & 0xff) === SQLITE_BUSY;

/** Takes the lock of `folder`, which is made where missing. Throws PROFILE_IN_USE, at once, when any process has it. */
export const lockFolder = async (folder: string): Promise<FolderLock> => {
  await makePrivateFolder(folder);
  const file = path.join(folder, 'lock');
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(file, { timeout: 0 });
    database.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE');
    if (process.platform !== 'win32') chmodSync(file, 0o600);
  } catch (error) {
    database?.close();
    throw plexiError(isBusy(error) ? 'PROFILE_IN_USE' : 'PROFILE_INVALID', { cause: error });
  }
  const held = database;
  return {
    release: () => {
      if (held.isOpen) held.close();
    },
  };
};
