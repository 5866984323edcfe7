/**
 * What is used of better-sqlite3-multiple-ciphers. The package has declarations, but its `exports` do not let TypeScript
 * find them, and they speak of `any`.
 */
import { createRequire } from 'node:module';

/** What SQLite gives and takes. Numbers are integers up to 2^53. */
export type Value = number | string | Uint8Array | null;

export interface Statement {
  run(...values: Value[]): { changes: number; lastInsertRowid: number | bigint };
  get(...values: Value[]): unknown;
  all(...values: Value[]): unknown[];
  iterate(...values: Value[]): IterableIterator<unknown>;
}

export interface Connection {
  readonly inTransaction: boolean;
  prepare(sql: string): Statement;
  exec(sql: string): this;
  /** Runs a pragma; with `simple`, gives the first column of the first row. */
  pragma(sql: string, options?: { simple?: boolean }): unknown;
  /** Registers a function that SQL can call. */
  function(name: string, options: { deterministic: boolean }, task: (...values: never[]) => Value): this;
  /** `sqlite3_key`. */
  key(key: Buffer): number;
  close(): this;
}

export interface ConnectionOptions {
  fileMustExist?: boolean;
  /** Milliseconds that a busy lock is waited for. */
  timeout?: number;
}

export type OpenConnection = new (path: string, options?: ConnectionOptions) => Connection;

/** Loads the native module; on demand, so that a command which opens no store does not pay for it. */
export const loadDriver = (): OpenConnection => {
  const require = createRequire(import.meta.url);
  return require('better-sqlite3-multiple-ciphers') as OpenConnection;
};
