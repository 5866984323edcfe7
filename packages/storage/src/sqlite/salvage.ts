/**
 * Reading what can be read of a damaged database. A page whose bytes were changed fails its HMAC as a whole, and with it each
 * statement that comes upon it; so rows are read by their numbers, a few at a time, and around what fails.
 */
import type { Connection, Value } from './driver.ts';
import { toStoreError } from './failure.ts';

/** Numbers of rows that could not be read, the ends included; an end that nobody knows is infinite. */
export interface Gap {
  from: number;
  to: number;
}

export interface NumberedRow {
  id: number;
}

/** The damaged database, and the one that is made of it. */
export interface Repair {
  from: Connection;
  to: Connection;
  /** So many more rows were looked at. */
  looked: (rows: number) => void;
}

const ROWS_READ = 256;
/** Numbers that are tried one by one behind a row that cannot be read: more than a page has rows. */
const TRIED_ONE_BY_ONE = 2048;
const LARGEST = 2 ** 53;

/** What a task gives, or `undefined` inside where it comes upon damage. Throws what is no damage. */
const tryReading = <Result>(task: () => Result): { found: Result } | undefined => {
  try {
    return { found: task() };
  } catch (error) {
    if (toStoreError(error).code !== 'STORE_CORRUPT') throw error;
    return undefined;
  }
};

/** Rows of a table in the order of their numbers, without those that cannot be read, of which `gaps` is told. */
export function* rowsAround<Row extends NumberedRow>(
  connection: Connection,
  select: string,
  gaps: Gap[],
): Generator<Row> {
  const page = connection.prepare(`${select} WHERE id >= ? ORDER BY id LIMIT ?`);
  const read = (from: number, limit: number) => tryReading(() => page.all(from, limit) as Row[]);
  const start = -LARGEST;
  for (let next = start; ; ) {
    const rows = read(next, ROWS_READ)?.found ?? readOneByOne(read, next);
    yield* rows;
    const last = rows.at(-1);
    if (last !== undefined) {
      next = last.id + 1;
      continue;
    }
    if (read(next, 1) !== undefined) return;
    const behind = findReadable((at) => read(at, 1) !== undefined, next === start ? 0 : next);
    gaps.push({ from: next, to: behind === undefined ? Infinity : behind - 1 });
    if (behind === undefined) return;
    next = behind;
  }
}

const readOneByOne = <Row extends NumberedRow>(
  read: (from: number, limit: number) => { found: Row[] } | undefined,
  from: number,
): Row[] => {
  const rows: Row[] = [];
  for (let next = from; rows.length < ROWS_READ; ) {
    const row = read(next, 1)?.found[0];
    if (row === undefined) break;
    rows.push(row);
    next = row.id + 1;
  }
  return rows;
};

/** The next number from which on something can be read; `undefined` where there is none. */
const findReadable = (isReadable: (at: number) => boolean, from: number): number | undefined => {
  for (let at = from; at < from + TRIED_ONE_BY_ONE; at++) if (isReadable(at)) return at;
  let step = TRIED_ONE_BY_ONE;
  while (!isReadable(from + step)) {
    step *= 2;
    if (from + step > LARGEST) return undefined;
  }
  let [bad, good] = [from + step / 2, from + step];
  while (good - bad > 1) {
    const middle = Math.floor((bad + good) / 2);
    if (isReadable(middle)) good = middle;
    else bad = middle;
  }
  return good;
};

/** What an index has of its table's rows, from both ends up to where it cannot be read itself; whether that was all. */
export const rowsOfIndex = <Row>(
  connection: Connection,
  { select, order }: { select: string; order: readonly string[] },
): { rows: Row[]; whole: boolean } => {
  const rows: Row[] = [];
  const along = (direction: 'ASC' | 'DESC'): boolean => {
    const by = order.map((column) => `${column} ${direction}`).join(', ');
    return (
      tryReading(() => {
        for (const row of connection.prepare(`${select} ORDER BY ${by}`).iterate()) rows.push(row as Row);
      }) !== undefined
    );
  };
  const whole = along('ASC');
  if (!whole) along('DESC');
  return { rows, whole };
};

export const isWithin = (gaps: readonly Gap[], id: number): boolean =>
  gaps.some(({ from, to }) => id >= from && id <= to);

/** A statement that puts a row's columns into a table. */
export const inserting = (
  connection: Connection,
  table: string,
  columns: readonly string[],
): ((row: Record<string, Value>) => void) => {
  const places = columns.map(() => '?').join(', ');
  const statement = connection.prepare(
    `INSERT OR IGNORE INTO ${table} (${columns.join(', ')}) VALUES (${places})`,
  );
  return (row) => void statement.run(...columns.map((column) => row[column] ?? null));
};
