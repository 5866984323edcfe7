/**
 * Commits that are asked for in the same turn of the event loop share one transaction, and so one fsync; each still is all
 * or nothing by itself, and resolves only when it is durable.
 */
import type { Write } from '../store.ts';
import type { Connection } from './driver.ts';
import { toStoreError } from './failure.ts';

interface Pending {
  writes: readonly Write[];
  resolve: () => void;
  reject: (error: Error) => void;
}

export interface CommitQueue {
  commit(writes: readonly Write[]): Promise<void>;
  /** Runs a task at once, in a transaction of its own. */
  run(task: () => void): Promise<void>;
  /** Does at once what is waiting. */
  flush(): void;
}

interface CommitQueueDependencies {
  connection: Connection;
  apply: (write: Write) => void;
  /** Something was undone. */
  onRollback: () => void;
  /** A transaction ended: durably, or with this error. */
  onEnd: (error?: unknown) => void;
}

export const openCommitQueue = ({
  connection,
  apply,
  onRollback,
  onEnd,
}: CommitQueueDependencies): CommitQueue => {
  const statements = new Map(
    ['BEGIN IMMEDIATE', 'COMMIT', 'ROLLBACK', 'SAVEPOINT one', 'RELEASE one', 'ROLLBACK TO one'].map(
      (sql) => [sql, connection.prepare(sql)],
    ),
  );
  const execute = (sql: string): void => {
    statements.get(sql)?.run();
  };
  let waiting: Pending[] = [];

  const rollBack = (sql: 'ROLLBACK' | 'ROLLBACK TO one'): void => {
    onRollback();
    // SQLite undoes everything by itself on some errors, a full disk among them.
    if (connection.inTransaction) execute(sql);
  };

  const commitAlone = ({ writes, resolve, reject }: Pending): void => {
    try {
      execute('BEGIN IMMEDIATE');
      for (const write of writes) apply(write);
      execute('COMMIT');
    } catch (error) {
      rollBack('ROLLBACK');
      const failure = toStoreError(error);
      onEnd(failure);
      reject(failure);
      return;
    }
    onEnd();
    resolve();
  };

  /** Applies one of a group. Returns its error, or throws where the transaction as a whole is gone. */
  const applyWithin = (pending: Pending): Error | undefined => {
    execute('SAVEPOINT one');
    try {
      for (const write of pending.writes) apply(write);
    } catch (error) {
      rollBack('ROLLBACK TO one');
      if (!connection.inTransaction) throw error;
      execute('RELEASE one');
      return toStoreError(error);
    }
    execute('RELEASE one');
    return undefined;
  };

  const commitTogether = (group: Pending[]): void => {
    const errors: (Error | undefined)[] = [];
    try {
      execute('BEGIN IMMEDIATE');
      for (const pending of group) errors.push(applyWithin(pending));
      execute('COMMIT');
    } catch {
      // Nothing of the group is there; each for itself shows whose matter it was.
      rollBack('ROLLBACK');
      for (const pending of group) commitAlone(pending);
      return;
    }
    onEnd();
    group.forEach((pending, index) => {
      const error = errors[index];
      if (error === undefined) pending.resolve();
      else pending.reject(error);
    });
  };

  const flush = (): void => {
    const group = waiting;
    waiting = [];
    const [only] = group;
    if (only !== undefined && group.length === 1) commitAlone(only);
    else if (group.length > 1) commitTogether(group);
  };

  return {
    commit: (writes) =>
      new Promise((resolve, reject) => {
        waiting.push({ writes, resolve, reject });
        if (waiting.length === 1) setImmediate(flush);
      }),
    run: async (task) => {
      try {
        execute('BEGIN IMMEDIATE');
        task();
        execute('COMMIT');
      } catch (error) {
        rollBack('ROLLBACK');
        const failure = toStoreError(error);
        onEnd(failure);
        throw failure;
      }
      onEnd();
    },
    flush,
  };
};
