/** The floor of searching: SQLite's own full-text index over the same lines in the same cipher, asked directly. */

import { mkdtemp, rm, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { OperationInput } from '@plexi/operations';
import type { ChatRecord } from './texts.ts';

export interface DrawnQuery {
  words: [string, string];
  /** The last word is not typed to its end. */
  open: boolean;
  filters: Partial<OperationInput<'message.search'>>;
}

interface Statement {
  run(...values: unknown[]): unknown;
  all(...values: unknown[]): unknown[];
}
interface Connection {
  pragma(sql: string): unknown;
  key(key: Buffer): unknown;
  exec(sql: string): unknown;
  prepare(sql: string): Statement;
  close(): unknown;
}

/** The package's `exports` do not let TypeScript find its declarations. */
const Driver = createRequire(import.meta.url)('better-sqlite3-multiple-ciphers') as new (
  path: string,
) => Connection;

const RESULTS = 25;

export const measureSearchFloor = async (
  records: readonly ChatRecord[],
  queries: readonly DrawnQuery[],
): Promise<{ times: number[]; bytes: number }> => {
  const folder = await mkdtemp(path.join(tmpdir(), 'plexi-bench-floor-'));
  const file = path.join(folder, 'floor.db');
  const connection = new Driver(file);
  try {
    connection.pragma("cipher = 'sqlcipher'");
    connection.pragma('legacy = 4');
    connection.key(Buffer.from(`x'${'7b'.repeat(32)}'`));
    connection.pragma('journal_mode = WAL');
    connection.exec(`
      CREATE TABLE line (id INTEGER PRIMARY KEY, author TEXT, time TEXT, text TEXT);
      CREATE VIRTUAL TABLE found USING fts5(text, content = '');
      BEGIN`);
    const line = connection.prepare('INSERT INTO line (author, time, text) VALUES (?, ?, ?)');
    for (const { author, time, text } of records) line.run(author, time, text);
    connection.exec('COMMIT');
    connection.pragma('wal_checkpoint(TRUNCATE)');
    const before = (await stat(file)).size;
    connection.exec('BEGIN; INSERT INTO found (rowid, text) SELECT id, text FROM line; COMMIT');
    connection.pragma('wal_checkpoint(TRUNCATE)');
    const bytes = (await stat(file)).size - before;
    const find = connection.prepare(
      'SELECT line.* FROM found JOIN line ON line.id = found.rowid WHERE found MATCH ? ORDER BY found.rowid DESC LIMIT ?',
    );
    const times = queries.map(({ words: [first, second], open }) => {
      const start = performance.now();
      find.all(`"${first}" AND "${second}"${open ? ' *' : ''}`, RESULTS);
      return performance.now() - start;
    });
    return { times, bytes };
  } finally {
    connection.close();
    await rm(folder, { recursive: true, force: true });
  }
};
