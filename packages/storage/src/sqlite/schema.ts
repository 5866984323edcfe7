/**
 * The tables, as a list of forward migrations: `user_version` counts those that a file has been through. A released
 * migration is never edited; a change is a new one at the end.
 */
import { plexiError } from '@plexi/protocol';
import type { Connection } from './driver.ts';

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

const MIGRATIONS: readonly string[] = [FIRST];

/**
 * Brings the schema up to date, each step in a transaction of its own. Throws STORE_NEWER where a later version of the
 * program has been here.
 */
export const migrate = (connection: Connection, migrations: readonly string[] = MIGRATIONS): void => {
  const version = connection.pragma('user_version', { simple: true }) as number;
  if (version > migrations.length) {
    throw plexiError('STORE_NEWER', {
      detail: `version ${version}, this program knows ${migrations.length}`,
    });
  }
  for (let next = version; next < migrations.length; next++) {
    try {
      connection.exec(
        `BEGIN IMMEDIATE; ${migrations[next] as string}; PRAGMA user_version = ${next + 1}; COMMIT`,
      );
    } catch (error) {
      if (connection.inTransaction) connection.exec('ROLLBACK');
      throw error;
    }
  }
};
