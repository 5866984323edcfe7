/**
 * A damaged database is written anew from what can be read of it [decision 0038]: into a file of its own, which takes the name once it is
 * whole and on disk, as with an upgrade. Each log is kept up to the first entry that is gone or does not follow; what lies behind is set
 * aside, and what is lost is told of in records (`lost.ts`). What is made from other rows, as the search index is, is made anew.
 */
import { renameSync } from 'node:fs';
import { plexiError } from '@plexi/protocol';
import type { Connection } from './driver.ts';
import { spellOut } from './names.ts';
import { repairLogs } from './repair-logs.ts';
import { repairMessages } from './repair-messages.ts';
import {
  type Gap,
  inserting,
  isWithin,
  type NumberedRow,
  type Repair,
  rowsAround,
  rowsOfIndex,
} from './salvage.ts';
import { checkRoom, keepAs, removeUnfinished, syncFile, syncFolder, WORKING } from './upgrade.ts';

export interface RepairSteps {
  /** The database as it is: locked, of the newest version, its log empty. */
  connection: Connection;
  /** Makes a new one with the same key, its tables empty. */
  create: (path: string) => Connection;
  /** Whether nothing can go on without that record. */
  isVital: (scope: string, kind: string) => boolean;
  /** Called now and then with the share that is done, from 0 to 1. */
  onProgress: (share: number) => void;
}

type RecordRow = NumberedRow & { scope: string | Uint8Array; kind: string; key: string; value: Uint8Array };

const copyRecords = ({ from, to, looked }: Repair, isVital: RepairSteps['isVital']): void => {
  const gaps: Gap[] = [];
  const put = inserting(to, 'record', ['id', 'scope', 'kind', 'key', 'value']);
  for (const row of rowsAround<RecordRow>(from, 'SELECT id, scope, kind, key, value FROM record', gaps)) {
    put({ ...row });
    looked(1);
  }
  if (gaps.length === 0) return;
  const { rows, whole } = rowsOfIndex<Omit<RecordRow, 'value'>>(from, {
    select: 'SELECT id, scope, kind, key FROM record INDEXED BY record_place',
    order: ['scope', 'kind', 'key'],
  });
  const lost = rows.filter(({ id }) => isWithin(gaps, id));
  if (!whole || lost.some(({ scope, kind }) => isVital(spellOut(scope), kind)))
    throw plexiError('STORE_CORRUPT', { detail: 'keys of this device are damaged' });
};

/** Tables of ids that other rows refer to by number; each has an index with all that is in it. */
const NAMES = [
  { table: 'space', columns: ['space'] },
  { table: 'channel', columns: ['space', 'channel'] },
  { table: 'writer', columns: ['space', 'log_id', 'device'] },
  { table: 'epoch', columns: ['space', 'epoch'] },
] as const;

const copyNames = ({ from, to }: Repair): void => {
  for (const { table, columns } of NAMES) {
    const gaps: Gap[] = [];
    const select = `SELECT id, ${columns.join(', ')} FROM ${table}`;
    const put =
      table === 'space'
        ? inserting(to, table, ['id', ...columns, 'bytes'])
        : inserting(to, table, ['id', ...columns]);
    const rows = [...rowsAround<NumberedRow>(from, select, gaps)];
    if (gaps.length > 0) {
      const indexed = `${select} INDEXED BY sqlite_autoindex_${table}_1`;
      rows.push(...rowsOfIndex<NumberedRow>(from, { select: indexed, order: columns }).rows);
    }
    for (const row of rows) put({ ...row, bytes: 0 });
  }
};

const TABLES = ['entry', 'body', 'message', 'annotation', 'record'];

/** Turns rows that were looked at into a share of all, and tells each hundredth. */
const createProgress = (from: Connection, tell: (share: number) => void): ((rows: number) => void) => {
  const lastOf = (table: string): number => {
    try {
      const row = from.prepare(`SELECT max(rowid) AS last FROM ${table}`).get() as { last: number | null };
      return row.last ?? 0;
    } catch {
      return 0;
    }
  };
  const total = Math.max(
    1,
    TABLES.reduce((sum, table) => sum + lastOf(table), 0),
  );
  let [looked, told] = [0, 0];
  tell(0);
  return (rows) => {
    looked += rows;
    const share = Math.min(0.99, Math.floor((looked / total) * 100) / 100);
    if (share > told) tell((told = share));
  };
};

/** Kept beside the database, as a backup is, until it has been opened once more. */
const DAMAGED = '.before-repair';
const SETTLE_MARKS =
  'INSERT INTO mark_settled SELECT message_mark(coalesce(key, entry)), id FROM message ORDER BY 1';
const HASTE = ['journal_mode = OFF', 'synchronous = OFF', 'cache_size = -65536'];

/** Closes the connection in any case. Throws STORE_CORRUPT where too much is damaged, STORE_FULL where there is no room for it. */
export const repair = (path: string, { connection, create, isVital, onProgress }: RepairSteps): void => {
  const working = path + WORKING;
  try {
    checkRoom(path);
    const to = create(working);
    try {
      for (const haste of HASTE) to.pragma(haste);
      const work: Repair = { from: connection, to, looked: createProgress(connection, onProgress) };
      to.exec('BEGIN');
      copyRecords(work, isVital);
      copyNames(work);
      const logs = repairLogs(work);
      repairMessages(work, logs);
      to.exec(SETTLE_MARKS);
      to.exec('COMMIT');
    } finally {
      to.close();
    }
    syncFile(working, 'r+');
    keepAs(path, `${path}${DAMAGED}`);
  } catch (error) {
    removeUnfinished(path);
    throw error;
  } finally {
    connection.close();
  }
  renameSync(working, path);
  syncFolder(path);
  onProgress(1);
};
