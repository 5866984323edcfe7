/** What a replica needs and offers. */
import type {
  Entry,
  EntryId,
  ErrorCode,
  Governance,
  GovernanceEntry,
  LogRef,
  LogState,
  Primitives,
  SpaceId,
  SyncReplica,
} from '@plexi/protocol';
import type { Store, Write } from '@plexi/storage';
import type { Ahead, AheadOpened } from './ahead.ts';
import type { Dropped } from './drop-draft.ts';
import type { Disappeared } from './drops.ts';
import type { Forks } from './forks.ts';

import type { AcceptedEntry } from './load.ts';
import type { MissingBodies } from './missing-bodies.ts';
import type { Serial } from './serial.ts';

export interface Prepared {
  writes: Write[];
  committed?: () => void;
  /** The store refused it all: what was taken in is to be as it was. */
  failed?: () => Promise<void>;
}

export interface ReplicaHooks {
  /** Called before entries are stored: what else must be stored with them, and what to do once that is done, or failed. */
  prepare?(state: LogState, entries: AcceptedEntry[]): Promise<Prepared>;
  /** [L5] Entries came ahead of their log, to be shown; without it, no pages are taken. Runs in the queue. */
  ahead?(state: LogState, entries: readonly Entry[]): Promise<AheadOpened>;
  /** Governance changed. Runs in the queue. */
  governed?(governance: Governance): Promise<void>;
  /** Something that is stored is not what it should be, and was done without. */
  problem?(code: ErrorCode, detail: string): void;
}

export interface ReplicaDependencies {
  primitives: Primitives;
  store: Store;
  space: SpaceId;
  /** Milliseconds since 1970. */
  now: () => number;
  hooks?: ReplicaHooks;
  /** Whether more bytes of entries may be stored: a relay's quota. */
  mayStore?: (bytes: number) => boolean;
}

/** All that one peer holds of one space: what sync needs of it [N2], and what else is done with it here. */
export interface Replica extends SyncReplica {
  /** Stores entries of one's own; to be called within `run`. */
  commitOwn(log: LogRef, entries: readonly Entry[], writes: readonly Write[]): Promise<void>;
  /** Runs a task in the replica's queue. */
  run: Serial;
  /** Whether all is here that ever was of a log: one that was damaged on this disk is fetched again first. */
  isWhole(log: LogRef): boolean;
  /** How many logs are not whole again. */
  logsLacking(): number;
  /** The governance heads that the author of an entry of a log here had seen. */
  headsAt(log: LogRef, sequence: number): Promise<EntryId[]>;
  onAdvance(listener: (state: LogState) => void): () => void;
  /** [L4] Bodies went, by order of somebody who may. */
  onDropped(listener: (dropped: readonly Dropped[]) => void): () => void;
  /** [L4] Messages disappeared, or some came that will: `sweep` may have to be called earlier than it said. */
  onDisappeared(listener: (disappeared: Disappeared) => void): () => void;
  onPassing(listener: () => void): () => void;
  /** Bodies that are missing for no known reason, and word of new ones. */
  readonly missing: Pick<MissingBodies, 'size' | 'list' | 'wanted'>;
  onMissing(listener: () => void): () => void;
  /** Bodies of a log that were missing came, some of them of messages that had been deleted. */
  onFilled(listener: (state: LogState, some: { wereDeleted: boolean }) => void): () => void;
  /** [L2] Governance of other histories than those that came first, of which `acts` are. */
  actsBeside(acts: readonly GovernanceEntry[]): Promise<GovernanceEntry[]>;
  /** [G5] Has the next start go through all decisions, instead of what was saved of them. */
  forgetSaved(): Promise<void>;
  /** [L2] What proves, for governance, that devices wrote two histories; and word of it. */
  forkProofs(): ReturnType<Forks['proofs']>;
  onFork(listener: () => void): () => void;
  /** [L5] What came ahead of the logs. All that changes it runs in the queue. */
  readonly ahead: Ahead;
  /** Has bodies go whose time has come; gives when there is more to do, in milliseconds since 1970. */
  sweep(): Promise<number | undefined>;
  onGovernance(listener: (governance: Governance) => void): () => void;
  /** Looks again at what is held, because the clock moved on. */
  retryHeld(): Promise<void>;
}
