import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { connect } from '../src/sqlite/connection.ts';
import { markedMessages, openMarks } from '../src/sqlite/marks.ts';
import { prepareStatements } from '../src/sqlite/statements.ts';
import { makeFolder, makeKey } from './folder.ts';

const MESSAGES = 220_000;
const BATCH = 4000;
/** As of ids: in no order. */
const markOf = (message: number): number => createHash('md5').update(`${message}`).digest().readUIntBE(0, 6);

test('messages are found by their ids at any time, while the index of new ones is taken into that of all', () => {
  const connection = connect({ path: join(makeFolder(), 'store.db'), key: makeKey() });
  const statements = prepareStatements(connection);
  let marks = openMarks(statements);
  const find = (message: number): number[] =>
    statements
      .all<{ id: number }>(
        `SELECT DISTINCT message AS id FROM ${markedMessages('?')}`,
        markOf(message),
        markOf(message),
      )
      .map(({ id }) => id);
  const count = (table: string): number =>
    statements.get<{ found: number }>(`SELECT count(*) AS found FROM ${table}`)?.found ?? 0;
  let mostSegments = 0;
  const settled: number[] = [];
  for (let from = 1; from <= MESSAGES; from += BATCH) {
    connection.exec('BEGIN');
    for (let message = from; message < from + BATCH; message++) marks.put(markOf(message), message);
    marks.settle(BATCH);
    connection.exec('COMMIT');
    const newest = from + BATCH - 1;
    for (const message of [
      1,
      newest,
      ...Array.from({ length: 10 }, (_, i) => Math.ceil((newest * (i + 1)) / 11)),
    ])
      expect(find(message)).toEqual([message]);
    mostSegments = Math.max(mostSegments, count('mark_segment'));
    if ((from - 1) % (10 * BATCH) !== 0) continue;
    settled.push(count('mark_settled'));
    // The program ends, or a commit is undone: nothing is remembered.
    if (from % 2 === 1) marks = openMarks(statements);
    else marks.forget();
  }
  // What was new at first is settled, once, and the rest is not more than was begun with and what came meanwhile.
  expect(settled.at(-1)).toBeGreaterThanOrEqual(131_071);
  expect(mostSegments).toBeLessThan(50);
  for (let i = 0; i < 40; i++) marks.settle(BATCH);
  expect(count('mark_young') + count('mark_settled')).toBe(MESSAGES);
  for (let message = 1; message <= MESSAGES; message += 997) expect(find(message)).toEqual([message]);
  connection.close();
});
