/**
 * The fifth migration: what is stored takes less [decision 0031]. Headers without what their rows say already; bodies apart, so that pages
 * are free once their bodies are gone; of a message no id that its entry has, and no words that its entry's body has under a key
 * of its own (`message-words.ts`); places in a timeline by clock alone, which few share.
 */
import type { Connection } from './driver.ts';
import { openEpochs } from './epochs.ts';
import { MARKS_SCHEMA } from './marks.ts';
import { packHeader } from './packed-header.ts';
import { SEARCH_TRIGGERS } from './search-schema.ts';
import { prepareStatements, type Statements } from './statements.ts';

/**
 * `entry.signed` is the signature and the packed header. Of `message`, `key` is null where the id is the entry's; where `opener` is
 * set, the words are in the body of the entry `source` and it opens that. `flags & 1` is what is shown in its thread only. `version.done_at` is in seconds since 1970.
 */
const TABLES = `
CREATE TABLE version (version INTEGER PRIMARY KEY, done_at INTEGER NOT NULL) STRICT;
CREATE TABLE epoch (id INTEGER PRIMARY KEY, space INTEGER NOT NULL, epoch BLOB NOT NULL, UNIQUE (space, epoch)) STRICT;
CREATE TABLE body (entry INTEGER PRIMARY KEY, body BLOB NOT NULL) STRICT;
CREATE TABLE packed_entry (
  id INTEGER PRIMARY KEY,
  log INTEGER NOT NULL,
  sequence INTEGER NOT NULL,
  signed BLOB NOT NULL
) STRICT;
CREATE TABLE compact_message (
  id INTEGER PRIMARY KEY,
  space INTEGER NOT NULL,
  key ANY,
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
  text TEXT,
  root ANY,
  flags INTEGER NOT NULL,
  extras BLOB,
  source INTEGER,
  opener BLOB
) STRICT;
`;

const MESSAGES = `
INSERT INTO compact_message
  SELECT id, space, iif(key = entry, NULL, key), channel, writer, sequence, clock, entry, part, shown, imported, author, time, text,
    root, flags, extras, NULL, NULL FROM message ORDER BY id;
DROP TABLE message;
ALTER TABLE compact_message RENAME TO message;
CREATE INDEX message_writer ON message (writer, sequence);
CREATE INDEX message_main ON message (channel, clock) WHERE shown = 1 AND flags & 1 = 0;
CREATE INDEX message_apart ON message (channel, clock) WHERE shown = 1 AND flags & 1 <> 0;
CREATE INDEX message_mention ON message (channel, clock) WHERE shown = 1 AND flags & 8 <> 0;
CREATE INDEX message_thread ON message (root, clock) WHERE root IS NOT NULL;
ALTER TABLE channel ADD COLUMN messages INTEGER NOT NULL DEFAULT 0;
UPDATE channel SET messages = (SELECT count(*) FROM message WHERE message.channel = channel.id AND shown = 1);
CREATE TRIGGER message_counted AFTER INSERT ON message WHEN new.shown = 1 BEGIN
  UPDATE channel SET messages = messages + 1 WHERE id = new.channel;
END;
CREATE TRIGGER message_uncounted AFTER DELETE ON message WHEN old.shown = 1 BEGIN
  UPDATE channel SET messages = messages - 1 WHERE id = old.channel;
END;
CREATE TRIGGER message_recounted AFTER UPDATE OF shown ON message WHEN old.shown <> new.shown BEGIN
  UPDATE channel SET messages = messages + new.shown - old.shown WHERE id = new.channel;
END;
${MARKS_SCHEMA}
INSERT INTO mark_settled SELECT message_mark(coalesce(key, entry)), id FROM message ORDER BY 1;
${SEARCH_TRIGGERS}
`;

interface OldEntry {
  id: number;
  log: number;
  sequence: number;
  header: Uint8Array;
  signature: Uint8Array;
  space: number;
  log_id: Uint8Array;
}

const ROWS_READ = 1000;
/** Of all that this migration does. */
const PACKING_SHARE = 0.5;

const packEntries = (statements: Statements, tell: (share: number) => void): void => {
  const last = statements.get<{ last: number | null }>('SELECT max(id) AS last FROM entry')?.last ?? 1;
  const epochs = openEpochs(statements);
  for (let at = 0; ; ) {
    const rows = statements.all<OldEntry>(
      `SELECT e.id, e.log, e.sequence, e.header, e.signature, l.space, l.log_id
       FROM entry e JOIN log l ON l.id = e.log WHERE e.id > ? ORDER BY e.id LIMIT ?`,
      at,
      ROWS_READ,
    );
    for (const { id, log, sequence, header, signature, space, log_id: logId } of rows) {
      const signed = packHeader(signature, header, { logId, sequence }, (epoch) =>
        epochs.numberOf(space, epoch),
      );
      statements.run('INSERT INTO packed_entry VALUES (?, ?, ?, ?)', id, log, sequence, signed);
      at = id;
    }
    if (rows.length < ROWS_READ) return;
    tell(at / last);
  }
};

/** To be run within a transaction. */
export const makeCompact = (connection: Connection, tell: (share: number) => void): void => {
  connection.exec(TABLES);
  packEntries(prepareStatements(connection), (share) => tell(share * PACKING_SHARE));
  tell(PACKING_SHARE);
  connection.exec(`
    INSERT INTO body SELECT id, body FROM entry WHERE body IS NOT NULL ORDER BY id;
    DROP TABLE entry;
    ALTER TABLE packed_entry RENAME TO entry;
    CREATE UNIQUE INDEX entry_place ON entry (log, sequence);
  `);
  tell((1 + PACKING_SHARE) / 2);
  connection.exec(MESSAGES);
};
