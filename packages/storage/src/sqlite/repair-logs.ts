/** The logs of a damaged database: each up to the first entry that is gone or does not follow the one before. */
import { createHash } from 'node:crypto';
import {
  type ChainTip,
  decodeHeader,
  EMPTY_TIP,
  type EntryId,
  type Header,
  idFromBytes,
  isPlexiError,
  type LogRef,
  logIdOf,
  type RawEntry,
  type SpaceId,
} from '@plexi/protocol';
import { sizeOf } from '../chain.ts';
import { encodeAside, encodeLostEntries, LOST, placeKey } from '../lost.ts';
import { openEpochs } from './epochs.ts';
import { toBlob } from './names.ts';
import { unpackHeader } from './packed-header.ts';
import {
  type Gap,
  inserting,
  isWithin,
  type NumberedRow,
  type Repair,
  rowsAround,
  rowsOfIndex,
} from './salvage.ts';
import { plainBytes, prepareStatements, type Statements } from './statements.ts';

interface LogRow extends NumberedRow {
  space: number;
  channel: Uint8Array;
  device: Uint8Array;
  generation: number;
  log_id: Uint8Array;
  sequence: number;
}

interface EntryRow {
  id: number;
  sequence: number;
  signed: Uint8Array;
  body: Uint8Array | null;
}

/** Where logs end now, by their id in hexadecimal; those that are as they were are not among them. */
export type Cuts = ReadonlyMap<string, number>;

const ROWS_READ = 512;
const sha256 = (bytes: Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest();

/** Rows of logs; one that cannot be read is made from its index, and goes as far as the index of entries says. */
const readLogs = ({ from, to }: Repair): LogRow[] => {
  const gaps: Gap[] = [];
  const columns = 'id, space, channel, device, generation';
  const rows = [...rowsAround<LogRow>(from, `SELECT ${columns}, log_id, sequence FROM log`, gaps)];
  if (gaps.length === 0) return rows;
  const known = new Set(rows.map(({ id }) => id));
  const found = rowsOfIndex<Omit<LogRow, 'log_id' | 'sequence'>>(from, {
    select: `SELECT ${columns} FROM log INDEXED BY sqlite_autoindex_log_1`,
    order: ['space', 'channel', 'device', 'generation'],
  }).rows.filter(({ id }) => !known.has(id));
  const spaceOf = to.prepare('SELECT space FROM space WHERE id = ?');
  const lastOf = 'SELECT sequence FROM entry INDEXED BY entry_place WHERE log = ?';
  for (const row of found) {
    known.add(row.id);
    const owner = spaceOf.get(row.space) as { space: Uint8Array } | undefined;
    if (owner === undefined) continue;
    const log_id = toBlob(logIdOf({ sha256 }, idFromBytes<SpaceId>(owner.space), refOf(row)));
    const last = readLast(() => from.prepare(`${lastOf} ORDER BY sequence DESC LIMIT 1`).get(row.id));
    rows.push({ ...row, log_id, sequence: last });
  }
  return rows;
};

/** Further than any log goes where nobody knows how far: its author must not go on with it. */
const readLast = (read: () => unknown): number => {
  try {
    return (read() as { sequence: number } | undefined)?.sequence ?? 0;
  } catch {
    return Number.MAX_SAFE_INTEGER;
  }
};

const refOf = (row: Pick<LogRow, 'channel' | 'device' | 'generation'>): LogRef => ({
  channel: idFromBytes(row.channel),
  device: idFromBytes(row.device),
  generation: row.generation,
});

const copyEntries = ({ from, to, looked }: Repair): Gap[] => {
  const gaps: Gap[] = [];
  const columns = ['id', 'log', 'sequence', 'signed'];
  const put = inserting(to, 'entry', columns);
  for (const row of rowsAround<NumberedRow>(from, `SELECT ${columns.join(', ')} FROM entry`, [])) {
    put({ ...row });
    looked(1);
  }
  const putBody = inserting(to, 'body', ['entry', 'body']);
  const bodies = rowsAround<NumberedRow & { body: Uint8Array }>(
    from,
    'SELECT entry AS id, body FROM body',
    gaps,
  );
  for (const { id, body } of bodies) {
    putBody({ entry: id, body });
    looked(1);
  }
  return gaps;
};

/** An entry's header, where it is one and follows `tip`. */
const followed = (raw: RawEntry | undefined, row: LogRow, tip: ChainTip): Header | undefined => {
  if (raw === undefined) return undefined;
  try {
    const header = decodeHeader(raw.header);
    const isNext = header.sequence === tip.sequence + 1 && header.previous === tip.id;
    return isNext && header.logId === idFromBytes<string>(row.log_id) ? header : undefined;
  } catch (error) {
    if (!isPlexiError(error)) throw error;
    return undefined;
  }
};

/** Copies entries and their bodies, has each log end where it must, and tells what is lost. */
export const repairLogs = (work: Repair): Cuts => {
  const { to } = work;
  const statements: Statements = prepareStatements(to);
  const logs = readLogs(work);
  const gaps = copyEntries(work);
  const epochs = openEpochs(statements);
  const cuts = new Map<string, number>();
  const putLog = inserting(to, 'log', [
    'id',
    'space',
    'channel',
    'device',
    'generation',
    'log_id',
    'sequence',
    'tip',
    'clock',
    'bytes',
  ]);
  const tell = (row: LogRow, kind: string, key: string, value: Uint8Array): void => {
    const sql =
      'INSERT OR REPLACE INTO record (scope, kind, key, value) SELECT space, ?, ?, ? FROM space WHERE id = ?';
    statements.run(sql, kind, key, value, row.space);
  };
  const remove = (id: number): void => {
    statements.run('DELETE FROM body WHERE entry = ?', id);
    statements.run('DELETE FROM entry WHERE id = ?', id);
  };
  const unpack = (row: LogRow, { sequence, signed, body }: EntryRow): RawEntry | undefined => {
    try {
      const place = { logId: row.log_id, sequence };
      const found = unpackHeader(signed, place, (number) => epochs.epochOf(number));
      return { ...found, body: body === null ? undefined : plainBytes(body) };
    } catch (error) {
      if (!isPlexiError(error)) throw error;
      return undefined;
    }
  };

  const repairLog = (row: LogRow): void => {
    const logId = idFromBytes<string>(row.log_id);
    let tip: ChainTip = EMPTY_TIP;
    let bytes = 0;
    let isCut = false;
    const look = (entry: EntryRow): void => {
      const raw = unpack(row, entry);
      const header = isCut ? undefined : followed(raw, row, tip);
      if (header === undefined || raw === undefined) {
        isCut = true;
        remove(entry.id);
        if (raw !== undefined) tell(row, LOST.aside, placeKey(logId, entry.sequence), encodeAside(raw));
        return;
      }
      const id = idFromBytes<EntryId>(sha256(raw.header));
      tip = { sequence: header.sequence, id, clock: header.clock };
      bytes += sizeOf(raw);
      const isOther = raw.body !== undefined && idFromBytes<string>(sha256(raw.body)) !== header.bodyHash;
      if (isOther) {
        statements.run('DELETE FROM body WHERE entry = ?', entry.id);
        bytes -= raw.body?.length ?? 0;
      }
      if (isOther || (raw.body === undefined && isWithin(gaps, entry.id)))
        tell(row, LOST.body, placeKey(logId, header.sequence), toBlob(id));
    };
    for (let next = 0; ; ) {
      const page = statements.all<EntryRow>(
        `SELECT e.id, e.sequence, e.signed, b.body FROM entry e LEFT JOIN body b ON b.entry = e.id
         WHERE e.log = ? AND e.sequence >= ? ORDER BY e.sequence LIMIT ?`,
        row.id,
        next,
        ROWS_READ,
      );
      for (const entry of page) look(entry);
      const last = page.at(-1);
      if (last === undefined) break;
      next = last.sequence + 1;
    }
    if (tip.sequence < row.sequence) {
      cuts.set(logId, tip.sequence);
      tell(row, LOST.entries, logId, encodeLostEntries({ log: refOf(row), extent: row.sequence }));
    }
    if (tip.sequence === 0) return;
    putLog({ ...row, sequence: tip.sequence, tip: toBlob(tip.id), clock: tip.clock, bytes });
    statements.run('UPDATE space SET bytes = bytes + ? WHERE id = ?', bytes, row.space);
  };

  for (const row of logs) repairLog(row);
  // Of logs that nobody knows any more, and of entries that are gone; others have them.
  to.exec(`DELETE FROM entry WHERE log NOT IN (SELECT id FROM log);
    DELETE FROM body WHERE NOT EXISTS (SELECT 1 FROM entry WHERE entry.id = body.entry);`);
  return cuts;
};
