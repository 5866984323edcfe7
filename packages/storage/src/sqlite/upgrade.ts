/**
 * Bringing a database of an earlier version up to date. The file itself is not touched: a copy is, and takes its name once it is whole
 * and on disk. The old one stays beside it as a backup until the new one has been opened once more [decision 0032]. Whatever interrupts
 * this leaves the old file under its name, or the new one.
 */
import {
  closeSync,
  constants,
  copyFileSync,
  fsyncSync,
  linkSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statfsSync,
  statSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { plexiError } from '@plexi/protocol';
import type { Connection } from './driver.ts';

const BACKUP = '.before-';
export const WORKING = '.upgrading';
const SUFFIXES = ['', '-wal', '-shm', '-journal'];
/** A copy to work on, its compacted copy, and the log of the work. */
const ROOM = 3;
const HASTE = ['journal_mode = OFF', 'synchronous = OFF', 'secure_delete = OFF', 'cache_size = -65536'];
/** Shares of the whole by which parts of it are done. */
const [COPIED, MIGRATED] = [0.1, 0.7] as const;
const SPARE_BYTES = 16 * 1024 * 1024;

const remove = (path: string): void => {
  for (const suffix of SUFFIXES) rmSync(path + suffix, { force: true });
};

/** Has a file, or a folder, be on disk. */
export const syncFile = (path: string, flags: 'r' | 'r+'): void => {
  const file = openSync(path, flags);
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
};

/** The names in a folder have to survive a power cut as well. Windows cannot sync a folder, and need not. */
export const syncFolder = (path: string): void => {
  if (process.platform !== 'win32') syncFile(dirname(path), 'r');
};

/** Removes what an interrupted upgrade left. */
export const removeUnfinished = (path: string): void => {
  for (const part of ['', '-compact']) remove(path + WORKING + part);
};

/** Backups beside the database, each named by the version that it is of. */
const backupsOf = (path: string): string[] =>
  readdirSync(dirname(path))
    .filter((name) => name.startsWith(basename(path) + BACKUP))
    .map((name) => join(dirname(path), name));

/** To be called once a database of the newest version has been opened again. */
export const removeBackups = (path: string): void => {
  for (const backup of backupsOf(path)) rmSync(backup, { force: true });
};

export const checkRoom = (path: string): void => {
  const { bavail, bsize } = statfsSync(dirname(path));
  const needed = ROOM * statSync(path).size + SPARE_BYTES;
  if (bavail * bsize < needed) {
    const megabytes = Math.ceil((needed - bavail * bsize) / 1e6);
    throw plexiError('STORE_FULL', { detail: `it needs ${megabytes} MB more to be written anew` });
  }
};

export const keepAs = (path: string, backup: string): void => {
  rmSync(backup, { force: true });
  try {
    linkSync(path, backup);
  } catch {
    // exFAT and its like have no links.
    copyFileSync(path, backup, constants.COPYFILE_EXCL);
    syncFile(backup, 'r+');
  }
  syncFolder(path);
};

export interface UpgradeSteps {
  /** The database as it is: locked, its log empty. */
  connection: Connection;
  version: number;
  /** Opens another file with the same key. */
  open: (path: string) => Connection;
  /** Brings a connection's tables up to date; tells the share of that which is done. */
  migrate: (connection: Connection, tell: (share: number) => void) => void;
  /** Called now and then with the share that is done, from 0 to 1. */
  onProgress: (share: number) => void;
}

/** Closes the connection in any case. Throws STORE_FULL where there is no room for it. */
export const upgrade = (
  path: string,
  { connection, version, open, migrate, onProgress }: UpgradeSteps,
): void => {
  const working = path + WORKING;
  const compact = `${working}-compact`;
  try {
    checkRoom(path);
    onProgress(0);
    copyFileSync(path, working);
    onProgress(COPIED);
    const copy = open(working);
    try {
      // If anything fails the copy is thrown away, so nothing in it need be undone, overwritten or waited for.
      for (const haste of HASTE) copy.pragma(haste);
      migrate(copy, (share) => onProgress(COPIED + (MIGRATED - COPIED) * share));
      onProgress(MIGRATED);
      // Into a file of its own: that gives back what the tables no longer need, and lets pages be given back from then on.
      copy.pragma('auto_vacuum = INCREMENTAL');
      copy.prepare('VACUUM INTO ?').run(compact);
    } finally {
      copy.close();
    }
    remove(working);
    syncFile(compact, 'r+');
    keepAs(path, `${path}${BACKUP}${version}`);
  } catch (error) {
    removeUnfinished(path);
    throw error;
  } finally {
    connection.close();
  }
  renameSync(compact, path);
  syncFolder(path);
  onProgress(1);
};
