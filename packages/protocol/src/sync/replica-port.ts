/** What sync needs of a replica: how far its logs go, entries out of them, and a place to bring entries to. */
import type { ChainTip } from '../entry/chain.ts';
import type { RawEntry } from '../entry/entry.ts';
import type { LogRef } from '../entry/log.ts';
import type { ErrorCode } from '../errors.ts';
import type { Governance } from '../governance/governance.ts';
import type { ChannelId, LogId, SpaceId } from '../ids.ts';
import type { Frontier, LogState } from './frontier.ts';

/** What came of a batch of entries. */
export interface IngestOutcome {
  accepted: number;
  /** Why something was refused, for the log. */
  refused: ErrorCode | undefined;
  /** Where to start again, if something before what came is missing. */
  wantFrom: number | undefined;
  /** Whether entries were let go: they must be asked for once governance has changed. */
  dropped: boolean;
}

/** The channels of a space that no act makes: what it is governed by, what opens it, and letters. */
export interface SpaceChannels {
  governance: ChannelId;
  keys: ChannelId;
  mail: ChannelId;
}

/** A replica of one space, as sessions see it. */
export interface SyncReplica {
  readonly space: SpaceId;
  readonly frontier: Frontier;
  readonly channels: SpaceChannels;
  /** Undefined until the genesis is here. */
  governance(): Governance | undefined;
  /** Takes entries of one log from a peer, in order, with one check of signatures [L3]. Throws RELAY_QUOTA, and what the store throws. */
  ingest(log: LogRef, raws: readonly RawEntry[]): Promise<IngestOutcome>;
  /** Entries from a place on, as far as others may see them, at most `limit` where one is given. */
  read(log: LogRef, from: number, maxBytes: number, limit?: number): Promise<RawEntry[]>;
  /** Where a log is, and the id that headers carry for it. */
  stateOf(log: LogRef): LogState;
  /** An entry of a log here, as the end that it would be. */
  tipAt(log: LogRef, sequence: number): Promise<ChainTip>;
  /** [L2] Whether two histories of a log are known of. */
  isForked(state: LogState): boolean;
  /** [L2] Logs of which the branch that counts is not whole here. */
  branchesLacking(): LogState[];
  /** [L4] Places whose bodies others are asked for. */
  readonly missing: { wanted(): Iterable<[LogId, number[]]> };
  /** Entries with their bodies, of those places; what is not here or has no body is left out. */
  bodiesAt(log: LogRef, sequences: readonly number[], maxBytes: number): Promise<RawEntry[]>;
}
