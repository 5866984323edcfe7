/** What the two sides of `/plexi/sync/2` say to each other, and the versions of it. */
import type { RawEntry } from '../entry/entry.ts';
import type { LogHead, LogRef } from '../entry/log.ts';
import type { DeviceId } from '../ids.ts';
import type { RegisterHead } from '../register.ts';
import type { Page, PageAsk } from './page-frame.ts';
import type { Sketch } from './sketch.ts';
import type { LogRange } from './wanted-log.ts';

/** [N7] Newest first. Version 1 names whole frontiers where digests differ; version 2 tells by sketches what differs. */
export const SYNC_PROTOCOLS = ['/plexi/sync/2', '/plexi/sync/1'] as const;

/** The head of a log that the other side named before is given by its place in what that side named. */
export type NamedHead = Omit<LogHead, 'log'> & { log: LogRef | number };

/** Where a log ends for somebody. */
export interface LogEnd {
  log: LogRef;
  sequence: number;
}

export type SyncFrame =
  /**
   * Opens a session: what I have, as a digest [N2], and how an invited person shows that they are one. Who opened the channel adds
   * a sketch of what it has, for somebody who may know [version 2].
   */
  | { kind: 'hello'; digest: Uint8Array; invite: Uint8Array | undefined; sketch: Sketch | undefined }
  /** All that I have; `last` with the last part. */
  | { kind: 'frontier'; heads: LogHead[]; last: boolean }
  | { kind: 'entries'; log: LogRef; entries: RawEntry[] }
  /** So many bytes of entries were taken in: as many more may come. */
  | { kind: 'credit'; bytes: number }
  | { kind: 'receipts'; receipts: Uint8Array[] }
  /** So many receipts were taken in. */
  | { kind: 'receipted'; count: number }
  /** Send this log again from here: something before what came is missing. */
  | { kind: 'want'; log: LogRef; from: number }
  /** Somebody with an invite asks to be let in. */
  | { kind: 'join'; request: Uint8Array }
  /** What do you have, signed? */
  | { kind: 'ask-digest' }
  | { kind: 'digest'; digest: Uint8Array; signature: Uint8Array }
  /** This session is over, for a reason of the error table. */
  | { kind: 'refused'; code: string }
  /** Shows an invite in a session that began without it. */
  | { kind: 'invite'; proof: Uint8Array }
  /** Where a member's device can be reached, sealed to members. */
  | { kind: 'address'; device: DeviceId; sealed: Uint8Array }
  /** [C4] What I have of registers that you may have, as a digest; where it differs, both name theirs. */
  | { kind: 'registers'; digest: Uint8Array }
  | { kind: 'register-heads'; heads: RegisterHead[]; last: boolean }
  | { kind: 'register'; register: Uint8Array }
  /** A passing word, never stored. */
  | { kind: 'ephemeral'; word: Uint8Array }
  /** [L4] Send these entries with their bodies: they came without, and nothing says why. */
  | { kind: 'want-bodies'; log: LogRef; sequences: number[] }
  /** What I have, as a sketch of which the other side finds out what differs. */
  | { kind: 'sketch'; sketch: Sketch }
  /** The heads here that differ, and marks of theirs that do: of all else both have the same. */
  | { kind: 'differences'; heads: NamedHead[]; marks: Uint8Array[] }
  | PageAsk
  | Page
  /** You signed these receipts: what do you have of that now? */
  | { kind: 'ask-holding'; receipts: Uint8Array[] }
  | { kind: 'holding'; holdings: Uint8Array[] }
  /** Send these. */
  | { kind: 'fetch'; ranges: LogRange[] }
  /** Of logs that were asked for you get nothing behind these places. */
  | { kind: 'ends'; ends: LogEnd[] }
  /** Whether to send what is new by itself, or only to say how far logs are. */
  | { kind: 'flow'; push: boolean };

export const KINDS = [
  'hello',
  'frontier',
  'entries',
  'credit',
  'receipts',
  'receipted',
  'want',
  'join',
  'ask-digest',
  'digest',
  'refused',
  'address',
  'invite',
  'registers',
  'register-heads',
  'register',
  'ephemeral',
  'want-bodies',
  'sketch',
  'differences',
  'ask-page',
  'page',
  'ask-holding',
  'holding',
  'fetch',
  'ends',
  'flow',
] as const satisfies readonly SyncFrame['kind'][];
