/** [K7] The store on disk: SQLite in the SQLCipher 4 scheme (AES-256-CBC, each page with an HMAC-SHA-512). */
import type { Store } from '../store.ts';
import { connect, markForRepair, type SqliteStoreOptions } from './connection.ts';
import { serveStore } from './serve.ts';

export type { SqliteStoreOptions, StoreProgress } from './connection.ts';

/**
 * Opens the database at `path`, creating it where there is none, and keeps every other process out until `close`.
 * Where damage was found before, it is repaired first.
 * Rejects with PROFILE_IN_USE, STORE_CORRUPT (damage, or not this key), STORE_NEWER or STORE_FAILED.
 */
export const openSqliteStore = async (options: SqliteStoreOptions): Promise<Store> =>
  serveStore(connect(options), { onDamage: () => markForRepair(options.path) });
