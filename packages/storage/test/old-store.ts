/** A database as the program made it before the fifth migration: its tables, filled by the statements that it used. */
import { createHash } from 'node:crypto';
import { type Entry, isId } from '@plexi/protocol';
import { connect } from '../src/sqlite/connection.ts';
import type { Connection, Value } from '../src/sqlite/driver.ts';
import { MIGRATIONS } from '../src/sqlite/schema.ts';
import type { Write } from '../src/store.ts';

const VERSION = 4;
const SECOND = 1000 * 1024;

const blob = (id: string): Uint8Array => Buffer.from(id, 'hex');
const short = (name: string): string | Uint8Array => (isId(name) ? blob(name) : name);
const markOf = (key: string | Uint8Array): number =>
  (typeof key === 'string' ? createHash('sha256').update(key).digest() : Buffer.from(key)).readUIntBE(0, 6);

const put = (connection: Connection, table: string, row: Record<string, Value>): number => {
  const names = Object.keys(row);
  const sql = `INSERT INTO ${table} (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`;
  return Number(connection.prepare(sql).run(...Object.values(row)).lastInsertRowid);
};

const numberOf = (connection: Connection, table: string, row: Record<string, Value>): number => {
  const { bytes: _, ...wanted } = row;
  const where = Object.keys(wanted).map((name) => `${name} = ?`);
  const found = connection
    .prepare(`SELECT id FROM ${table} WHERE ${where.join(' AND ')}`)
    .get(...Object.values(wanted));
  return (found as { id: number } | undefined)?.id ?? put(connection, table, row);
};

const spaceOf = (connection: Connection, space: string): number =>
  numberOf(connection, 'space', { space: blob(space), bytes: 0 });

const sizeOf = ({ header, signature, body }: Entry): number =>
  header.length + signature.length + (body?.length ?? 0);

type WriteOf<Type extends Write['type']> = Extract<Write, { type: Type }>;

/** A whole log at once. */
const putEntries = (connection: Connection, { space, log, logId, entries }: WriteOf<'entries'>): void => {
  const owner = spaceOf(connection, space);
  const last = entries.at(-1) as Entry;
  const bytes = entries.reduce((sum, entry) => sum + sizeOf(entry), 0);
  const id = put(connection, 'log', {
    space: owner,
    channel: blob(log.channel),
    device: blob(log.device),
    generation: log.generation,
    log_id: blob(logId),
    sequence: last.parsed.sequence,
    tip: blob(last.id),
    clock: last.parsed.clock,
    bytes,
  });
  connection.prepare('UPDATE space SET bytes = bytes + ? WHERE id = ?').run(bytes, owner);
  for (const { parsed, header, signature, body } of entries)
    put(connection, 'entry', { log: id, sequence: parsed.sequence, header, signature, body: body ?? null });
};

const putMessages = (connection: Connection, { messages }: WriteOf<'messages'>): void => {
  for (const message of messages) {
    const owner = spaceOf(connection, message.space);
    const key = short(message.id);
    const id = put(connection, 'message', {
      space: owner,
      key,
      mark: markOf(key),
      channel: numberOf(connection, 'channel', { space: owner, channel: blob(message.channel) }),
      writer: numberOf(connection, 'writer', {
        space: owner,
        log_id: blob(message.logId),
        device: blob(message.device),
      }),
      sequence: message.sequence,
      clock: message.clock,
      entry: blob(message.entry),
      part: message.part,
      shown: 1,
      imported: message.kind === 'import' ? 1 : 0,
      author: message.author ?? null,
      time: message.time ?? null,
      text: message.text,
      root: message.root === undefined ? null : short(message.root),
      flags: (message.apart ? 1 : 0) | (message.mentionsSelf ? 8 : 0) | (message.dropped ? 16 : 0),
      extras: message.extras ?? null,
    });
    // Half of them were in the full-text index already.
    if (id % 2 === 0) continue;
    const place = Math.floor(message.clock / SECOND) * 2 ** 16 + id;
    put(connection, 'search_place', { place, message: id });
    connection
      .prepare(
        `INSERT INTO search (rowid, words)
         SELECT ?, search_words(text, channel, writer, author, flags) FROM message WHERE id = ?`,
      )
      .run(place, id);
  }
};

const putAnnotations = (connection: Connection, { annotations }: WriteOf<'annotations'>): void => {
  for (const said of annotations) {
    const owner = spaceOf(connection, said.space);
    const target = short(said.target);
    put(connection, 'annotation', {
      space: owner,
      channel: numberOf(connection, 'channel', { space: owner, channel: blob(said.channel) }),
      target,
      mark: markOf(target),
      kind: said.kind,
      register: said.register,
      active: said.on ? 1 : 0,
      newest: 1,
      writer: numberOf(connection, 'writer', {
        space: owner,
        log_id: blob(said.logId),
        device: blob(said.device),
      }),
      sequence: said.sequence,
      clock: said.clock,
      entry: blob(said.entry),
      payload: said.payload ?? null,
    });
  }
};

/** Makes the file. Each log and each register once, no two messages with one id: what was folded is not folded again here. */
export const makeOldStore = (path: string, key: Uint8Array, writes: readonly Write[]): void => {
  const connection = connect({ path, key }, MIGRATIONS.slice(0, VERSION));
  connection.pragma('auto_vacuum = NONE');
  connection.exec('VACUUM; BEGIN');
  for (const write of writes) {
    if (write.type === 'entries') putEntries(connection, write);
    if (write.type === 'messages') putMessages(connection, write);
    if (write.type === 'annotations') putAnnotations(connection, write);
    if (write.type === 'record' && write.value !== undefined) {
      const { scope, kind, key: name, value } = write;
      put(connection, 'record', { scope: short(scope), kind, key: name, value });
    }
  }
  connection.exec('COMMIT');
  connection.close();
};
