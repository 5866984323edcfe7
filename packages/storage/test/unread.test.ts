import { join } from 'node:path';
import { expect, test } from 'vitest';
import { connect } from '../src/sqlite/connection.ts';
import { MENTIONS, unreadSql } from '../src/sqlite/unread.ts';
import { makeFolder, makeKey } from './folder.ts';

test('what waits to be read is found along indexes: no message before the mark is looked at', () => {
  const connection = connect({ path: join(makeFolder(), 'store.db'), key: makeKey() });
  const planOf = (sql: string, values: (number | string)[]): string =>
    connection
      .prepare(`EXPLAIN QUERY PLAN ${sql}`)
      .all(...values)
      .map((row) => (row as { detail: string }).detail)
      .join('\n');
  for (const direction of ['ASC', 'DESC'] as const) {
    const plan = planOf(unreadSql(direction), [1, 2, 3, 1, 2, 3, 3, '[]', 4]);
    expect(plan).toMatch(/SEARCH message USING INDEX message_main \(channel=\? AND clock>\?\)/);
    expect(plan).toMatch(/SEARCH message USING INDEX message_apart \(channel=\? AND clock>\?\)/);
    expect(plan).not.toMatch(/SCAN message/);
  }
  expect(planOf(MENTIONS, [1, 2, '[]', 4])).toMatch(
    /SEARCH m USING INDEX message_mention \(channel=\? AND clock>\?\)/,
  );
  connection.close();
});
