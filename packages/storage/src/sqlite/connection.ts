/** One encrypted database file, locked for this process. */

import { randomBytes } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  openSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, resolve } from 'node:path';
import { plexiError } from '@plexi/protocol';
import { type Connection, loadDriver, type OpenConnection } from './driver.ts';
import { toStoreError } from './failure.ts';
import { migrate } from './schema.ts';
import { isLogDamaged } from './write-ahead-log.ts';

export interface SqliteStoreOptions {
  path: string;
  /** 32 random bytes: used as they are, so opening derives nothing from a passphrase. */
  key: Uint8Array;
  /** The file must be there, and commits fail with STORE_FAILED. @default false */
  readOnly?: boolean;
}

const KEY_BYTES = 32;
/** SQLCipher's default. */
const PAGE_BYTES = 4096;
/** Pages of the log before they are put in their place: a page that changes often is then written there once. */
const LOG_PAGES = 4000;
const damageMark = (path: string): string => `${path}-damaged`;
/** How long another process that is just closing may hold the lock, in milliseconds. */
const LOCK_WAIT_MS = 100;

/** Gives SQLite the key in SQLCipher's form for a raw one, not as SQL: statements end up in traces and errors. */
const unlock = (connection: Connection, key: Uint8Array): void => {
  connection.pragma("cipher = 'sqlcipher'");
  connection.pragma('legacy = 4');
  const spelled = Buffer.from(`x'${Buffer.from(key).toString('hex')}'`);
  connection.key(spelled);
  spelled.fill(0);
};

const configure = (connection: Connection, key: Uint8Array): void => {
  unlock(connection, key);
  // Before anything is read: SQLite then keeps the WAL's index in memory, and the lock from the first read to the end.
  connection.pragma('locking_mode = EXCLUSIVE');
  connection.pragma('temp_store = MEMORY');
  connection.pragma('journal_mode = WAL');
  connection.pragma('synchronous = FULL');
  connection.pragma('secure_delete = ON');
  connection.pragma(`wal_autocheckpoint = ${LOG_PAGES}`);
  connection.pragma(`journal_size_limit = ${LOG_PAGES * PAGE_BYTES}`);
  connection.exec('BEGIN EXCLUSIVE; COMMIT');
};

/** Makes sure that the name of a new file survives a power cut as well. Windows has no such call and needs none. */
const syncFolder = (path: string): void => {
  if (process.platform === 'win32') return;
  const folder = openSync(dirname(path), 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
};

/**
 * Creates the database under another name and links it to its own: `path` never names an empty or half-made file, so one
 * that is found is damage, and of two processes that create it at once neither can replace what the other has written.
 */
const create = (Driver: OpenConnection, path: string, key: Uint8Array): void => {
  const made = `${path}.new-${randomBytes(6).toString('hex')}`;
  try {
    const connection = new Driver(made, { timeout: LOCK_WAIT_MS });
    try {
      configure(connection, key);
      migrate(connection);
    } finally {
      connection.close();
    }
    linkSync(made, path);
    syncFolder(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    for (const suffix of ['', '-wal', '-shm', '-journal']) rmSync(`${made}${suffix}`, { force: true });
  }
};

/**
 * Refuses a log that has lost an acknowledged transaction, for good: closing the connection would put what is left of it
 * into the database, and the next opening would find nothing amiss. So a mark is left beside the file.
 */
const checkLog = (path: string): void => {
  if (!isLogDamaged(`${path}-wal`)) return;
  writeFileSync(damageMark(path), '');
  throw plexiError('STORE_CORRUPT', { detail: 'the write-ahead log is damaged' });
};

const checkFile = (path: string, bytes: number): void => {
  // SQLite takes some short files for new databases.
  if (bytes < PAGE_BYTES) throw plexiError('STORE_CORRUPT', { detail: 'the file is cut off' });
  if (existsSync(damageMark(path))) throw plexiError('STORE_CORRUPT', { detail: 'damage was found before' });
};

/** Opens the file, creating it where there is none, and holds its lock until `close`. */
export const connect = (options: SqliteStoreOptions): Connection => {
  if (options.key.length !== KEY_BYTES) {
    throw plexiError('INVALID_INPUT', { detail: 'the length of a store key' });
  }
  const path = resolve(options.path);
  let connection: Connection | undefined;
  try {
    const Driver = loadDriver();
    const found = statSync(path, { throwIfNoEntry: false });
    if (found?.isFile() === true) checkFile(path, found.size);
    if (found === undefined && options.readOnly !== true) create(Driver, path, options.key);
    connection = new Driver(path, { fileMustExist: true, timeout: LOCK_WAIT_MS });
    configure(connection, options.key);
    checkLog(path);
    // The log starts anew: torn frames of this crash must not be taken for acknowledged ones after the next.
    connection.pragma('wal_checkpoint(TRUNCATE)');
    migrate(connection);
    if (options.readOnly === true) connection.pragma('query_only = ON');
    return connection;
  } catch (error) {
    connection?.close();
    throw toStoreError(error);
  }
};
