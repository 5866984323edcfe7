/** Prepared statements, one for each text, made on first use. */

import type { Connection, Statement, Value } from './driver.ts';

export interface Statements {
  run(sql: string, ...values: Value[]): { changes: number; rowId: number };
  get<Row>(sql: string, ...values: Value[]): Row | undefined;
  all<Row>(sql: string, ...values: Value[]): Row[];
  iterate<Row>(sql: string, ...values: Value[]): IterableIterator<Row>;
}

export const prepareStatements = (connection: Connection): Statements => {
  const prepared = new Map<string, Statement>();
  const statement = (sql: string): Statement => {
    let made = prepared.get(sql);
    if (made === undefined) {
      made = connection.prepare(sql);
      prepared.set(sql, made);
    }
    return made;
  };
  return {
    run: (sql, ...values) => {
      const { changes, lastInsertRowid } = statement(sql).run(...values);
      return { changes, rowId: Number(lastInsertRowid) };
    },
    get: <Row>(sql: string, ...values: Value[]) => statement(sql).get(...values) as Row | undefined,
    all: <Row>(sql: string, ...values: Value[]) => statement(sql).all(...values) as Row[],
    iterate: <Row>(sql: string, ...values: Value[]) =>
      statement(sql).iterate(...values) as IterableIterator<Row>,
  };
};

/** A blob as plain bytes: a Buffer compares and clones in ways of its own. */
export const plainBytes = (blob: Uint8Array): Uint8Array =>
  new Uint8Array(blob.buffer, blob.byteOffset, blob.byteLength);
