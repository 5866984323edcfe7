/** The floor of storing: the same bytes as rows of one table in order of arrival, in the same cipher, with nothing to find them by. */
import { createRequire } from 'node:module';

interface Bare {
  pragma(sql: string): unknown;
  exec(sql: string): void;
  key(key: Buffer): void;
  prepare(sql: string): { run(...values: unknown[]): void; all(): unknown[] };
  close(): void;
}

/** Opens a database as `openSqliteStore` does. */
export const openBare = (path: string, key: Uint8Array): Bare => {
  const require = createRequire(import.meta.url);
  const Database = require('better-sqlite3-multiple-ciphers') as new (path: string) => Bare;
  const database = new Database(path);
  database.pragma("cipher = 'sqlcipher'");
  database.pragma('legacy = 4');
  database.key(Buffer.from(`x'${Buffer.from(key).toString('hex')}'`));
  database.pragma('locking_mode = EXCLUSIVE');
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = FULL');
  database.pragma('wal_autocheckpoint = 4000');
  return database;
};

export interface BareStore {
  /** One transaction. */
  commit(rows: readonly Uint8Array[]): void;
  close(): void;
}

export const openBareStore = (path: string, key: Uint8Array): BareStore => {
  const database = openBare(path, key);
  database.exec('CREATE TABLE IF NOT EXISTS item (id INTEGER PRIMARY KEY, bytes BLOB NOT NULL)');
  const insert = database.prepare('INSERT INTO item (bytes) VALUES (?)');
  return {
    commit: (rows) => {
      database.exec('BEGIN');
      for (const row of rows) insert.run(row);
      database.exec('COMMIT');
    },
    close: () => database.close(),
  };
};
