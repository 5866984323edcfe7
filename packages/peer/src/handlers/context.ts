import type { PeerEvent, SpaceSummary } from '@plexi/operations';
import type { PluginHost } from '@plexi/plugin-host';
import type { Client } from '../client/client.ts';
import type { AutoLock } from '../profile/auto-lock.ts';
import type { OpenProfile, Profile } from '../profile/profile.ts';
import type { Indexer } from '../search/indexer.ts';

/** What handlers work on. */
export interface PeerContext {
  profile: Profile;
  defaultRelays: readonly string[];
  now: () => number;
  subscribe(listener: (event: PeerEvent) => void): () => void;
  /** The client, its spaces opened. Throws NO_ACCOUNT or PASSPHRASE_NEEDED. */
  client(): Promise<Client>;
  /** What the spaces say about themselves; undefined while they are not open. */
  openSpaces(): SpaceSummary[] | undefined;
  /** An account was created, restored or unlocked. */
  opened(profile: OpenProfile): Promise<void>;
  /** Forgets the keys until the passphrase is given again. Throws NO_ACCOUNT, PASSPHRASE_UNSET. */
  lock(): Promise<void>;
  /** Another passphrase in the place of the current one, or none. Throws PASSPHRASE_NEEDED, PASSPHRASE_WRONG. */
  relock(current: string | undefined, next: string | undefined): Promise<void>;
  /** Locks by itself. Throws NO_ACCOUNT or PASSPHRASE_NEEDED. */
  autoLock(): Promise<AutoLock>;
  /** Whether the person works offline. */
  isPaused(): boolean;
  /** Ends all connections, or goes online again. */
  pause(pausing: boolean): Promise<void>;
  /** Throws NO_ACCOUNT or PASSPHRASE_NEEDED. */
  indexer(): Indexer;
  /** Its plugins, none of them running before the peer is up. Throws NO_ACCOUNT or PASSPHRASE_NEEDED. */
  plugins(): Promise<PluginHost>;
  /** Closes everything, has the database repaired, and opens it again. Throws STORE_CORRUPT where that cannot be. */
  repair(): Promise<void>;
  /** Tells views how far work on the database is. */
  tellStorage(progress: { work: 'check' | 'repair' | 'upgrade'; share: number }): void;
  settle(timeoutMs: number): Promise<void>;
}
