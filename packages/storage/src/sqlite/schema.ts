/**
 * The tables, as a list of forward migrations: `user_version` counts those that a file has been through, and the table
 * `version` says when. A released migration is never edited; a change is a new one at the end. How a file with people's messages goes
 * through them stands in `upgrade.ts`.
 */
import { plexiError } from '@plexi/protocol';
import { makeCompact } from './compact-schema.ts';
import type { Connection } from './driver.ts';
import { SEARCH_SCHEMA } from './search-schema.ts';

/**
 * Spaces, channels and writers (a log and its device) are 32-byte ids that would repeat in every row, so rows refer to
 * them by number. Entries and messages have a rowid in order of arrival: pages fill up one after the other, also where
 * many logs grow at once. `message.shown` is 0 for a message that gave way to another with the same id.
 * `message.mark` is the beginning of the id: ids come in no order, so each new one dirties a page of its index somewhere,
 * and an index of whole ids had three times the pages.
 */
const FIRST = `
CREATE TABLE space (
  id INTEGER PRIMARY KEY,
  space BLOB NOT NULL UNIQUE,
  bytes INTEGER NOT NULL
) STRICT;
CREATE TABLE log (
  id INTEGER PRIMARY KEY,
  space INTEGER NOT NULL,
  channel BLOB NOT NULL,
  device BLOB NOT NULL,
  generation INTEGER NOT NULL,
  log_id BLOB NOT NULL,
  sequence INTEGER NOT NULL,
  tip BLOB NOT NULL,
  clock INTEGER NOT NULL,
  bytes INTEGER NOT NULL,
  UNIQUE (space, channel, device, generation)
) STRICT;
CREATE TABLE entry (
  id INTEGER PRIMARY KEY,
  log INTEGER NOT NULL,
  sequence INTEGER NOT NULL,
  header BLOB NOT NULL,
  signature BLOB NOT NULL,
  body BLOB
) STRICT;
CREATE UNIQUE INDEX entry_place ON entry (log, sequence);
CREATE TABLE record (
  id INTEGER PRIMARY KEY,
  scope ANY NOT NULL,
  kind TEXT NOT NULL,
  key TEXT NOT NULL,
  value BLOB NOT NULL
) STRICT;
CREATE UNIQUE INDEX record_place ON record (scope, kind, key);
CREATE TABLE channel (
  id INTEGER PRIMARY KEY,
  space INTEGER NOT NULL,
  channel BLOB NOT NULL,
  UNIQUE (space, channel)
) STRICT;
CREATE TABLE writer (
  id INTEGER PRIMARY KEY,
  space INTEGER NOT NULL,
  log_id BLOB NOT NULL,
  device BLOB NOT NULL,
  UNIQUE (space, log_id, device)
) STRICT;
CREATE TABLE message (
  id INTEGER PRIMARY KEY,
  space INTEGER NOT NULL,
  key ANY NOT NULL,
  mark INTEGER NOT NULL,
  channel INTEGER NOT NULL,
  writer INTEGER NOT NULL,
  sequence INTEGER NOT NULL,
  clock INTEGER NOT NULL,
  entry BLOB NOT NULL,
  part INTEGER NOT NULL,
  shown INTEGER NOT NULL,
  imported INTEGER NOT NULL,
  author TEXT,
  time TEXT,
  text TEXT NOT NULL
) STRICT;
CREATE INDEX message_mark ON message (mark);
CREATE INDEX message_writer ON message (writer, sequence);
CREATE INDEX message_timeline ON message (channel, clock, entry, part) WHERE shown = 1;
`;

/**
 * Threads, and what is said about messages later. `message.flags`: 1 apart, 2 file, 4 link, 8 mention, 16 dropped.
 * `annotation.newest` is 1 for what counts in its register. A target's `mark` is the beginning of its id, as a message's.
 */
const ANNOTATIONS = `
ALTER TABLE message ADD COLUMN root ANY;
ALTER TABLE message ADD COLUMN flags INTEGER NOT NULL DEFAULT 0;
ALTER TABLE message ADD COLUMN extras BLOB;
UPDATE message SET flags = 4 WHERE text LIKE '%http://%' OR text LIKE '%https://%';
CREATE INDEX message_thread ON message (root, clock) WHERE root IS NOT NULL;
CREATE TABLE annotation (
  id INTEGER PRIMARY KEY,
  space INTEGER NOT NULL,
  channel INTEGER NOT NULL,
  target ANY NOT NULL,
  mark INTEGER NOT NULL,
  kind TEXT NOT NULL,
  register TEXT NOT NULL,
  active INTEGER NOT NULL,
  newest INTEGER NOT NULL,
  writer INTEGER NOT NULL,
  sequence INTEGER NOT NULL,
  clock INTEGER NOT NULL,
  entry BLOB NOT NULL,
  payload BLOB
) STRICT;
CREATE UNIQUE INDEX annotation_writer ON annotation (writer, sequence);
CREATE INDEX annotation_target ON annotation (mark, writer, kind, register) WHERE newest = 1;
CREATE INDEX annotation_history ON annotation (mark, kind) WHERE newest = 0;
CREATE INDEX annotation_channel ON annotation (channel, kind) WHERE newest = 1;
`;

/** Mentions of this account, found without looking at what lies between them. */
const MENTIONS = `
CREATE INDEX message_mention ON message (channel, clock, entry) WHERE shown = 1 AND flags & 8 <> 0;
`;

/** A step that takes long tells the share of it that is done. */
export type Migration = string | ((connection: Connection, tell: (share: number) => void) => void);

export const MIGRATIONS: readonly Migration[] = [FIRST, ANNOTATIONS, SEARCH_SCHEMA, MENTIONS, makeCompact];

/** From this version on a table tells when each migration was done. */
const TOLD_FROM = 5;

/** How many migrations a database has been through. Throws STORE_NEWER where a later version of the program has been here. */
export const versionOf = (connection: Connection, migrations: readonly Migration[]): number => {
  const version = connection.pragma('user_version', { simple: true }) as number;
  if (version > migrations.length) {
    throw plexiError('STORE_NEWER', {
      detail: `version ${version}, this program knows ${migrations.length}`,
    });
  }
  return version;
};

/** Brings the schema up to date, each step in a transaction of its own. Throws STORE_NEWER. */
export const migrate = (
  connection: Connection,
  migrations: readonly Migration[] = MIGRATIONS,
  tell: (share: number) => void = () => undefined,
): void => {
  const first = versionOf(connection, migrations);
  for (let next = first; next < migrations.length; next++) {
    const tellOf = (share: number): void => tell((next - first + share) / (migrations.length - first));
    try {
      const migration = migrations[next] as Migration;
      connection.exec('BEGIN IMMEDIATE');
      if (typeof migration === 'string') connection.exec(migration);
      else migration(connection, tellOf);
      const version = next + 1;
      if (version >= TOLD_FROM) connection.exec(`INSERT INTO version VALUES (${version}, unixepoch())`);
      connection.exec(`PRAGMA user_version = ${version}; COMMIT`);
    } catch (error) {
      if (connection.inTransaction) connection.exec('ROLLBACK');
      throw error;
    }
  }
};
