/**
 * A node's disk: databases and small files. What a commit that resolved has written stays through every crash; of those that
 * had not, the first so many are there, each as a whole: SQLite's transactions promise no less and no more.
 */
import { type PlexiError, plexiError } from '@plexi/protocol';
import type { Store, Write } from '@plexi/storage';
import { openMemoryStore } from '@plexi/storage/memory';
import { after, note } from '../machine/machine.ts';
import type { Random } from '../machine/random.ts';

/** What the disk does wrong at the moment. */
interface DiskMood {
  /** How long a commit takes, milliseconds. */
  syncMs: { low: number; high: number };
  /** The share of commits that fail. */
  failing: number;
  full: boolean;
}

/** What is on a disk, to be put on another one. */
export interface DiskImage {
  readonly journals: ReadonlyMap<string, readonly (readonly Write[])[]>;
  readonly files: ReadonlyMap<string, Uint8Array>;
}

export interface Disk {
  readonly mood: DiskMood;
  readonly files: Map<string, Uint8Array>;
  /** Folders that somebody has a lock on. */
  readonly locks: Set<string>;
  /** Opens the database of that path. */
  open(path: string): Store;
  /** What was kept in it, for looking at it from outside. */
  kept(path: string): Store | undefined;
  /** All databases are as they were after that share of their commits: a disk that somebody put back. */
  rollBack(share: number): void;
  image(): DiskImage;
  /** An empty disk gets what another one had. */
  restore(image: DiskImage): Promise<void>;
  /** The power went. */
  crash(): void;
}

interface Waiting {
  writes: readonly Write[];
  resolve: () => void;
  reject: (error: PlexiError) => void;
}

interface Database {
  inner: Store;
  /** Every commit, in order. */
  journal: (readonly Write[])[];
  waiting: Waiting[];
}

const failureOf = (mood: DiskMood, random: Random): PlexiError | undefined => {
  if (mood.full) return plexiError('STORE_FAILED', { detail: 'SQLITE_FULL' });
  return random.chance(mood.failing)
    ? plexiError('STORE_FAILED', { detail: 'SQLITE_IOERR_WRITE' })
    : undefined;
};

export const createDisk = (node: string, random: Random): Disk => {
  const databases = new Map<string, Database>();
  const mood: DiskMood = { syncMs: { low: 0.1, high: 2 }, failing: 0, full: false };

  const keep = async (database: Database, writes: readonly Write[]): Promise<void> => {
    await database.inner.commit(writes);
    database.journal.push(writes);
  };

  const apply = async (database: Database, { writes, resolve, reject }: Waiting): Promise<void> => {
    const failure = failureOf(mood, random);
    if (failure !== undefined) {
      note(node, 'commit-failed');
      return reject(failure);
    }
    await keep(database, writes).then(resolve, reject);
  };

  const open = (path: string): Store => {
    const database = databases.get(path) ?? { inner: openMemoryStore(), journal: [], waiting: [] };
    databases.set(path, database);
    const { inner } = database;
    let closed = false;

    const flush = (): void => {
      const group = database.waiting.splice(0);
      note(node, 'synced', group.length);
      for (const waiting of group) void apply(database, waiting);
    };

    const commit = (writes: readonly Write[]): Promise<void> =>
      new Promise((resolve, reject) => {
        if (closed) return reject(plexiError('STORE_CLOSED'));
        database.waiting.push({ writes, resolve, reject });
        if (database.waiting.length === 1) after(random.between(mood.syncMs.low, mood.syncMs.high), flush);
      });

    const close = async (): Promise<void> => {
      if (!closed) flush();
      closed = true;
    };
    return new Proxy(inner, {
      get: (target, name) => {
        if (name === 'commit') return commit;
        if (name === 'close') return close;
        if (closed) return () => Promise.reject(plexiError('STORE_CLOSED'));
        return Reflect.get(target, name) as unknown;
      },
    });
  };

  const files = new Map<string, Uint8Array>();
  return {
    mood,
    files,
    locks: new Set(),
    open,
    kept: (path) => databases.get(path)?.inner,
    rollBack: (share) => {
      for (const database of databases.values()) {
        const kept = database.journal.slice(0, Math.floor(database.journal.length * share));
        note(node, 'rolled back', database.journal.length, kept.length);
        Object.assign(database, { inner: openMemoryStore(), journal: [] });
        for (const writes of kept) void keep(database, writes);
      }
    },
    image: () => ({
      journals: new Map([...databases].map(([path, { journal }]) => [path, [...journal]])),
      files: new Map(files),
    }),
    restore: async (image) => {
      for (const [file, bytes] of image.files) files.set(file, bytes);
      for (const [path, journal] of image.journals) {
        const database: Database = { inner: openMemoryStore(), journal: [], waiting: [] };
        databases.set(path, database);
        for (const writes of journal) await keep(database, writes);
      }
    },
    crash: function crash() {
      this.locks.clear();
      for (const database of databases.values()) {
        const unsynced = database.waiting.splice(0);
        const surviving = random.below(unsynced.length + 1);
        note(node, 'crashed', unsynced.length, surviving);
        for (const { writes } of unsynced.slice(0, surviving))
          void keep(database, writes).catch(() => undefined);
      }
    },
  };
};
