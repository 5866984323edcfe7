/** Messages and what is said about them, as far as their entries are here. What is made from them is made anew. */
import { idFromBytes } from '@plexi/protocol';
import { LOST, placeKey } from '../lost.ts';
import { DROPPED } from './message-row.ts';
import type { Cuts } from './repair-logs.ts';
import { type Gap, inserting, type NumberedRow, type Repair, rowsAround } from './salvage.ts';

interface OpenedRow extends NumberedRow {
  channel: number;
  writer: number;
  sequence: number;
}

interface MessageRow extends OpenedRow {
  flags: number;
  source: number | null;
}

const columnsOf = (table: string, { to }: Repair): string[] =>
  (to.prepare(`PRAGMA table_info(${table})`).all() as { name: string }[]).map(({ name }) => name);

const selectOf = (table: string, columns: readonly string[]): string =>
  `SELECT ${columns.join(', ')} FROM ${table}`;

export const repairMessages = (work: Repair, cuts: Cuts): void => {
  const { from, to, looked } = work;
  const writers = new Map(
    (to.prepare('SELECT id, log_id FROM writer').all() as { id: number; log_id: Uint8Array }[]).map(
      ({ id, log_id: logId }) => [id, idFromBytes<string>(logId)],
    ),
  );
  const channels = new Set((to.prepare('SELECT id FROM channel').all() as NumberedRow[]).map(({ id }) => id));
  const isHere = ({ writer, channel, sequence }: OpenedRow): boolean => {
    const logId = writers.get(writer);
    return logId !== undefined && channels.has(channel) && sequence <= (cuts.get(logId) ?? Infinity);
  };
  const gaps: Gap[] = [];

  const columns = columnsOf('message', work);
  const put = inserting(to, 'message', columns);
  const hasBody = to.prepare('SELECT 1 FROM body WHERE entry = ?');
  const isKnown = to.prepare('DELETE FROM record WHERE kind = ? AND key = ?');
  let orphans = 0;
  for (const row of rowsAround<MessageRow>(from, selectOf('message', columns), gaps)) {
    looked(1);
    if (!isHere(row)) continue;
    if (row.source !== null && hasBody.get(row.source) === undefined) {
      orphans++;
      continue;
    }
    put({ ...row });
    // Its body is not lost but was taken away.
    if ((row.flags & DROPPED) !== 0)
      isKnown.run(LOST.body, placeKey(writers.get(row.writer) ?? '', row.sequence));
  }
  const about = columnsOf('annotation', work);
  const putAbout = inserting(to, 'annotation', about);
  for (const row of rowsAround<OpenedRow>(from, selectOf('annotation', about), gaps)) {
    looked(1);
    if (isHere(row)) putAbout({ ...row });
  }
  for (const kind of gaps.length > 0 || orphans > 0 ? [LOST.repaired, LOST.opened] : [LOST.repaired])
    to.exec(
      `INSERT OR REPLACE INTO record (scope, kind, key, value) SELECT space, '${kind}', 'all', x'00' FROM space`,
    );
};
