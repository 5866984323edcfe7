/** The port over one database connection. */
import { idFromBytes, plexiError, type SpaceId } from '@plexi/protocol';
import type { Store, Write } from '../store.ts';
import { openAnnotations } from './annotations.ts';
import { CHECKED_PARTS, checkPart } from './check.ts';
import { openCommitQueue } from './commit-queue.ts';
import type { Connection } from './driver.ts';
import { openEpochs } from './epochs.ts';
import { toStoreError } from './failure.ts';
import { createGivingBack } from './giving-back.ts';
import { createHealth } from './health.ts';
import { openLogs } from './logs.ts';
import { openMarks } from './marks.ts';
import { openMessages } from './messages.ts';
import { type Names, openNames, shorten, toBlob } from './names.ts';
import { DELETED_ONE_BY_ONE, openSearchIndex } from './search-index.ts';
import { searchMessages } from './search-messages.ts';
import { plainBytes, prepareStatements, type Statements } from './statements.ts';
import { openThreads } from './threads.ts';
import { openUnread } from './unread.ts';

const writeRecord = (statements: Statements, write: Extract<Write, { type: 'record' }>): void => {
  const { scope, kind, key, value } = write;
  if (value === undefined) {
    statements.run('DELETE FROM record WHERE scope = ? AND kind = ? AND key = ?', shorten(scope), kind, key);
    return;
  }
  statements.run(
    `INSERT INTO record (scope, kind, key, value) VALUES (?, ?, ?, ?)
     ON CONFLICT (scope, kind, key) DO UPDATE SET value = excluded.value`,
    shorten(scope),
    kind,
    key,
    value,
  );
};

const forgetSpace = (statements: Statements, names: Names, space: SpaceId): void => {
  statements.run('DELETE FROM record WHERE scope = ?', toBlob(space));
  const owner = names.findSpace(space);
  if (owner === undefined) return;
  // Messages first: what the index has of them is worked out from the bodies.
  for (const table of ['message', 'annotation'])
    statements.run(`DELETE FROM ${table} WHERE space = ?`, owner);
  const entries = 'SELECT e.id FROM entry e JOIN log l ON l.id = e.log WHERE l.space = ?';
  statements.run(`DELETE FROM body WHERE entry IN (${entries})`, owner);
  statements.run('DELETE FROM entry WHERE log IN (SELECT id FROM log WHERE space = ?)', owner);
  for (const table of ['log', 'epoch', 'writer', 'channel']) {
    statements.run(`DELETE FROM ${table} WHERE space = ?`, owner);
  }
  statements.run('DELETE FROM space WHERE id = ?', owner);
};

/** What may leave pages that nobody needs. */
const DELETING: ReadonlySet<Write['type']> = new Set([
  'cut-log',
  'drop-bodies',
  'forget-messages',
  'forget-space',
]);

/**
 * What failed writes left in the log behind its end looks like transactions that were acknowledged and damaged since
 * (`write-ahead-log.ts`), unless the log begins anew before it can be read again.
 */
const startLogAnew = (connection: Connection): void => {
  try {
    connection.pragma('wal_checkpoint(TRUNCATE)');
  } catch {
    // The trouble is not over; the next write shows it.
  }
};

/** A store on an open connection, which it closes. */
export const serveStore = (connection: Connection, { onDamage }: { onDamage: () => void }): Store => {
  const statements = prepareStatements(connection);
  const names = openNames(statements);
  const epochs = openEpochs(statements);
  const marks = openMarks(statements);
  const logs = openLogs(statements, names, epochs);
  const messages = openMessages(statements, names, marks);
  const forget = (): void => {
    for (const part of [names, epochs, marks]) part.forget();
  };
  const threads = openThreads(statements, names);
  const unread = openUnread(statements, names);
  const annotations = openAnnotations(statements, names);

  const dropBodies = (write: Extract<Write, { type: 'drop-bodies' }>): void => {
    const { space, log, logId, sequences, leave } = write;
    for (const sequence of sequences) {
      for (const id of messages.drop(space, logId, sequence, leave)) annotations.forgetAbout(space, id);
      annotations.drop(space, logId, sequence);
    }
    logs.dropBodies(space, log, sequences);
  };
  const index = openSearchIndex(statements);

  const apply = (write: Write): void => {
    switch (write.type) {
      case 'entries':
        logs.append(write.space, write.log, write.logId, write.entries);
        break;
      case 'cut-log':
        messages.spell(write.space, write.log, write.tip.sequence);
        logs.cut(write.space, write.log, write.tip);
        break;
      case 'record':
        writeRecord(statements, write);
        break;
      case 'messages':
        for (const message of write.messages) messages.put(message, write.openers?.get(message.id));
        marks.settle(write.messages.length);
        break;
      case 'forget-messages':
        index.expectDeletion(messages.countGoing(write.space, DELETED_ONE_BY_ONE + 1, write));
        messages.forget(write.space, write.logId, write.after);
        annotations.forget(write.space, write.logId, write.after);
        break;
      case 'annotations':
        for (const annotation of write.annotations) annotations.put(annotation);
        break;
      case 'drop-bodies':
        dropBodies(write);
        break;
      case 'fill-body':
        logs.fillBody(write.space, write.log, write.sequence, write.body);
        break;
      case 'forget-space':
        index.expectDeletion(messages.countGoing(write.space, DELETED_ONE_BY_ONE + 1));
        forgetSpace(statements, names, write.space);
        forget();
        break;
    }
  };
  const queue = openCommitQueue({
    connection,
    apply,
    onRollback: forget,
    onEnd: (error) => {
      const wasInTrouble = health.current().state !== 'ok';
      health.note(error);
      if (wasInTrouble && error === undefined) startLogAnew(connection);
    },
  });
  const health = createHealth(statements, { run: (task) => queue.run(task), onDamage });
  const givingBack = createGivingBack(connection, (task) => queue.run(task));

  let closed = false;
  const read = async <Result>(look: () => Result): Promise<Result> => {
    if (closed) throw plexiError('STORE_CLOSED');
    try {
      return look();
    } catch (error) {
      const failure = toStoreError(error);
      if (failure.code === 'STORE_CORRUPT') health.note(failure);
      throw failure;
    }
  };

  return {
    heads: (space) => read(() => logs.heads(space)),
    head: (space, log) => read(() => logs.head(space, log)),
    entries: (space, log, from, bounds) => read(() => logs.entries(space, log, from, bounds)),
    spaces: () =>
      read(() =>
        statements
          .all<{ space: Uint8Array }>(
            'SELECT space FROM space WHERE EXISTS (SELECT 1 FROM log WHERE log.space = space.id) ORDER BY space',
          )
          .map((row) => idFromBytes<SpaceId>(row.space)),
      ),
    spaceBytes: (space) =>
      read(
        () =>
          statements.get<{ bytes: number }>('SELECT bytes FROM space WHERE space = ?', toBlob(space))
            ?.bytes ?? 0,
      ),
    record: (scope, kind, key) =>
      read(() => {
        const sql = 'SELECT value FROM record WHERE scope = ? AND kind = ? AND key = ?';
        const row = statements.get<{ value: Uint8Array }>(sql, shorten(scope), kind, key);
        return row && plainBytes(row.value);
      }),
    records: (scope, kind) =>
      read(() => {
        const sql = 'SELECT key, value FROM record WHERE scope = ? AND kind = ? ORDER BY key';
        return statements
          .all<{ key: string; value: Uint8Array }>(sql, shorten(scope), kind)
          .map(({ key, value }) => ({ key, value: plainBytes(value) }));
      }),
    messages: (space, channel, page) => read(() => messages.page(space, channel, page)),
    message: (space, id) => read(() => messages.one(space, id)),
    messageIdsFrom: (space, digits) => read(() => messages.idsFrom(space, digits)),
    messagesById: (space, ids) => read(() => messages.byIds(space, ids)),
    thread: (space, root, limit) => read(() => threads.thread(space, root, limit)),
    threadShares: (space, roots) => read(() => threads.threadShares(space, roots)),
    annotations: (space, targets) => read(() => annotations.about(space, targets)),
    annotationHistory: (space, target, kind) => read(() => annotations.history(space, target, kind)),
    channelAnnotations: (space, channel, kind) => read(() => annotations.inChannel(space, channel, kind)),
    unread: (space, channel, query) => read(() => unread.behind(space, channel, query)),
    countMessages: (space, channel) => read(() => messages.count(space, channel)),
    searchMessages: (query) => read(() => searchMessages(statements, names, query)),
    indexMessages: async (budgetMs) => {
      const before = await read(() => index.progress());
      if (before.done === before.total) return before;
      await queue.run(() => index.advance(budgetMs));
      return read(() => index.progress());
    },
    knownMessages: (space, ids) => read(() => messages.known(space, ids)),
    commit: async (writes) => {
      if (closed) throw plexiError('STORE_CLOSED');
      await queue.commit(writes);
      if (writes.some(({ type }) => DELETING.has(type))) givingBack.poke();
    },
    checkPart: (part) =>
      read(() => {
        const isDamaged = !checkPart(connection, part);
        if (isDamaged) health.note(plexiError('STORE_CORRUPT'));
        return { parts: CHECKED_PARTS, isDamaged };
      }),
    noteDamage: () => health.note(plexiError('STORE_CORRUPT')),
    health: () => health.current(),
    onHealth: (listener) => health.onChange(listener),
    close: async () => {
      if (closed) return;
      closed = true;
      givingBack.close();
      queue.flush();
      health.close();
      try {
        connection.close();
      } catch (error) {
        throw toStoreError(error);
      }
    },
  };
};
