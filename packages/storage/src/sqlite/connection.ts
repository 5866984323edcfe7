/** One encrypted database file, locked for this process. */
import { existsSync, statSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { plexiError } from '@plexi/protocol';
import { createFile } from './creation.ts';
import { type Connection, type ConnectionOptions, loadDriver } from './driver.ts';
import { toStoreError } from './failure.ts';
import { migrate } from './schema.ts';
import { registerSearchWords } from './search-schema.ts';
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
  registerSearchWords(connection);
};

/** Opens a connection and has it do `task`; whatever that throws, the connection is closed before it is thrown on. */
const open = (
  path: string,
  options: ConnectionOptions,
  task: (connection: Connection) => void,
): Connection => {
  const Driver = loadDriver();
  const connection = new Driver(path, { ...options, timeout: LOCK_WAIT_MS });
  try {
    task(connection);
    return connection;
  } catch (error) {
    connection.close();
    throw error;
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
  const { key, readOnly = false } = options;
  try {
    const found = statSync(path, { throwIfNoEntry: false });
    if (found?.isFile() === true) checkFile(path, found.size);
    if (found === undefined && !readOnly) {
      createFile(path, (made) => {
        open(made, {}, (connection) => {
          configure(connection, key);
          migrate(connection);
        }).close();
      });
    }
    return open(path, { fileMustExist: true }, (connection) => {
      configure(connection, key);
      checkLog(path);
      // The log starts anew: torn frames of this crash must not be taken for acknowledged ones after the next.
      connection.pragma('wal_checkpoint(TRUNCATE)');
      migrate(connection);
      if (readOnly) connection.pragma('query_only = ON');
    });
  } catch (error) {
    throw toStoreError(error);
  }
};
