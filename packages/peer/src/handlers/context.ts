import type { PeerEvent, SpaceSummary } from '@plexi/operations';
import type { Client } from '../client/client.ts';
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
  /** Whether the person works offline. */
  isPaused(): boolean;
  /** Ends all connections, or goes online again. */
  pause(pausing: boolean): Promise<void>;
  /** Throws NO_ACCOUNT or PASSPHRASE_NEEDED. */
  indexer(): Indexer;
  settle(timeoutMs: number): Promise<void>;
}
