/** One encrypted database file, locked for this process. */
import { existsSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { plexiError } from '@plexi/protocol';
import { createFile } from './creation.ts';
import { type Connection, type ConnectionOptions, loadDriver } from './driver.ts';
import { toStoreError } from './failure.ts';
import { type OpenWords, registerMessageFunctions } from './message-words.ts';
import { type RepairSteps, repair } from './repair.ts';
import { MIGRATIONS, migrate, versionOf } from './schema.ts';
import { registerSearchWords } from './search-schema.ts';
import { removeBackups, removeUnfinished, upgrade } from './upgrade.ts';
import { isLogDamaged } from './write-ahead-log.ts';

export interface SqliteStoreOptions {
  path: string;
  /** 32 random bytes: used as they are, so opening derives nothing from a passphrase. */
  key: Uint8Array;
  /** How words are read from a sealed body; without it they are kept in the clear (within the encrypted file). */
  openWords?: OpenWords | undefined;
  /** The file must be there, and commits fail with STORE_FAILED. @default false */
  readOnly?: boolean;
  /** Whether a damaged database is not worth repairing without that record. @default none is */
  isVital?: RepairSteps['isVital'];
  /** Called now and then while the file is written anew before it can be used. */
  onProgress?: (progress: StoreProgress) => void;
}

/** Why a database is written anew, and which share of that is done, from 0 to 1. */
export interface StoreProgress {
  work: 'upgrade' | 'repair';
  share: number;
}

const KEY_BYTES = 32;
/** SQLCipher's default. */
const PAGE_BYTES = 4096;
/** Pages of the log before they are put in their place: a page that changes often is then written there once. */
const LOG_PAGES = 4000;
const damageMark = (path: string): string => `${path}-damaged`;
/** Beside a database that is to be repaired when it is opened next. */
const repairMark = (path: string): string => `${path}-repair`;
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

type FileOptions = Pick<SqliteStoreOptions, 'key' | 'openWords'>;

const configure = (connection: Connection, { key, openWords }: FileOptions, isNew = false): void => {
  unlock(connection, key);
  // Before anything is read: SQLite then keeps the WAL's index in memory, and the lock from the first read to the end.
  connection.pragma('locking_mode = EXCLUSIVE');
  connection.pragma('temp_store = MEMORY');
  // From the first page on: pages that are no longer needed can be given back [L4].
  if (isNew) connection.pragma('auto_vacuum = INCREMENTAL');
  connection.pragma('journal_mode = WAL');
  connection.pragma('synchronous = FULL');
  connection.pragma('secure_delete = ON');
  connection.pragma(`wal_autocheckpoint = ${LOG_PAGES}`);
  connection.pragma(`journal_size_limit = ${LOG_PAGES * PAGE_BYTES}`);
  connection.exec('BEGIN EXCLUSIVE; COMMIT');
  registerSearchWords(connection);
  registerMessageFunctions(connection, openWords);
};

const closedOnError = <Result>(connection: Connection, task: () => Result): Result => {
  try {
    return task();
  } catch (error) {
    connection.close();
    throw error;
  }
};

/** Opens a connection and has it do `task`; whatever that throws, the connection is closed before it is thrown on. */
const open = (
  path: string,
  options: ConnectionOptions,
  task: (connection: Connection) => void,
): Connection => {
  const Driver = loadDriver();
  const connection = new Driver(path, { ...options, timeout: LOCK_WAIT_MS });
  closedOnError(connection, () => task(connection));
  return connection;
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

/** Opens a file as it is, whatever its version. The log starts anew: torn frames of this crash must not be taken for acknowledged ones after the next. */
const openFile = (path: string, options: FileOptions): Connection =>
  open(path, { fileMustExist: true }, (connection) => {
    configure(connection, options);
    checkLog(path);
    connection.pragma('wal_checkpoint(TRUNCATE)');
  });

/** A new database, its tables empty. */
const makeFile = (path: string, options: FileOptions, migrations = MIGRATIONS): Connection =>
  open(path, {}, (connection) => {
    configure(connection, options, true);
    migrate(connection, migrations);
  });

/** Has a database be repaired when it is opened next. */
export const markForRepair = (path: string): void => {
  writeFileSync(repairMark(resolve(path)), '');
};

/** Opens the file, creating it where there is none, and holds its lock until `close`. */
export const connect = (options: SqliteStoreOptions, migrations = MIGRATIONS): Connection => {
  if (options.key.length !== KEY_BYTES) {
    throw plexiError('INVALID_INPUT', { detail: 'the length of a store key' });
  }
  const path = resolve(options.path);
  const { readOnly = false } = options;
  try {
    const found = statSync(path, { throwIfNoEntry: false });
    if (found?.isFile() === true) checkFile(path, found.size);
    if (found === undefined && !readOnly) {
      createFile(path, (made) => void makeFile(made, options, migrations).close());
    }
    let connection = openFile(path, options);
    removeUnfinished(path);
    const version = closedOnError(connection, () => versionOf(connection, migrations));
    if (version < migrations.length) {
      upgrade(path, {
        connection,
        version,
        open: (copy) => openFile(copy, options),
        migrate: (copy, tell) => migrate(copy, migrations, tell),
        onProgress: (share) => options.onProgress?.({ work: 'upgrade', share }),
      });
      connection = openFile(path, options);
    } else if (existsSync(repairMark(path)) && !readOnly) {
      repair(path, {
        connection,
        create: (made) => makeFile(made, options, migrations),
        isVital: options.isVital ?? (() => false),
        onProgress: (share) => options.onProgress?.({ work: 'repair', share }),
      });
      rmSync(repairMark(path), { force: true });
      connection = openFile(path, options);
    } else removeBackups(path);
    if (readOnly) connection.pragma('query_only = ON');
    return connection;
  } catch (error) {
    throw toStoreError(error);
  }
};
