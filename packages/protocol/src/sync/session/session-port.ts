/** What a session needs of its surroundings, what it tells them, and what they can ask of it. */

import type { LogRef } from '../../entry/log.ts';
import type { ErrorCode } from '../../errors.ts';
import type { DeviceId } from '../../ids.ts';
import type { Primitives } from '../../primitives.ts';
import type { Receipt, SignedReceipt } from '../../receipt.ts';
import type { RegisterHead } from '../../register.ts';
import type { LogState } from '../frontier.ts';
import type { Page } from '../page-frame.ts';
import type { SyncReplica } from '../replica-port.ts';
import type { LogEnd, SyncFrame } from '../sync-frame.ts';
import type { SyncTime } from '../time-port.ts';
import type { LogRange } from '../wanted-log.ts';
import type { Pages } from './pages.ts';
import type { Standing } from './standing.ts';

export interface SessionDependencies {
  primitives: Primitives;
  replica: SyncReplica;
  /** The other side, as the channel proved it. */
  device: DeviceId;
  self: DeviceId;
  /** The version that both speak [N7]. */
  protocol: string;
  /** Whether this side opened the channel. */
  opens: boolean;
  time: SyncTime;
  send: (frame: Uint8Array) => boolean;
  drained: () => Promise<void>;
  signDigest: (bytes: Uint8Array) => Uint8Array;
  /** How we show that we are invited, if we are. */
  invite: Uint8Array | undefined;
  /** Whether we are joining, and do not know yet all that our link names. */
  isLearning: () => boolean;
  fetching: Fetching;
  /** What this peer is: relays hold join requests and receipts for others. */
  events: SessionEvents;
}

export interface SessionEvents {
  /** The other side is somebody: the connection may stay. */
  entitled(session: Session): void;
  /** The other side may write nothing more here, or would not have us. */
  refused(session: Session, code: string, byPeer: boolean): void;
  /** Entries of a log were taken in from this session. */
  received(session: Session, state: LogState): void;
  /** A receipt by the other side, verified. */
  receipt(session: Session, receipt: Receipt, bytes: Uint8Array): void;
  /** So many came in one frame: `confirmReceipts` once they are on disk. */
  receiptsCame(session: Session, count: number): void;
  /** Receipts that we sent were taken in by the other side. */
  receiptsTaken(session: Session, receipts: readonly Receipt[]): void;
  join(session: Session, request: Uint8Array): void;
  digest(session: Session, digest: Uint8Array, signature: Uint8Array): void;
  address(session: Session, device: DeviceId, sealed: Uint8Array): void;
  /** [N4] It is asked what there is of what we signed for, and says so of what it signed for. */
  askedHolding(session: Session, receipts: readonly Uint8Array[]): Promise<void>;
  holding(session: Session, holdings: readonly Uint8Array[]): void;
  /** [C4] What the other side says to have of registers, names of them, brings, and passing words. */
  registers(session: Session, digest: Uint8Array): void;
  registerHeads(session: Session, heads: readonly RegisterHead[], last: boolean): void;
  register(session: Session, register: Uint8Array): Promise<void>;
  ephemeral(session: Session, word: Uint8Array): void;
  /** [L5] A page that was asked for; gives why something of it was refused. */
  page(session: Session, page: Page): Promise<ErrorCode | undefined>;
  /** Both sides have said what they have. */
  live(session: Session): void;
  /** Something was refused, for the log. */
  problem(session: Session, code: ErrorCode): void;
}

/** What is fetched of a space, of all its sessions. */
export interface Fetching {
  /** The other side of a session answered after so many milliseconds. */
  answered(session: Session, answerMs: number): void;
  /** It has these; `isNews` where it said so by itself. */
  offered(session: Session, heads: readonly LogEnd[], isNews: boolean): void;
  /** It gives no more than that of these logs. */
  ended(session: Session, ends: readonly LogEnd[]): void;
  /** What it brought of a log could not be used. */
  refused(session: Session, log: LogRef): void;
  /** What was refused may be of use by now. */
  reconsidered(session: Session): void;
  /** Entries of it came, whether they could be used or not; gives whether they were asked for. */
  came(session: Session, range: LogRange): boolean;
  advanced(state: LogState): void;
  /** A session began, or governance made its other side somebody else. */
  changed(): void;
  /** [L5] A newest page came: the history before it need not wait for it. */
  pageCame(): void;
  gone(session: Session): void;
  isBusy(session: Session): boolean;
  close(): void;
}

export interface Session {
  readonly device: DeviceId;
  /** The version that both speak [N7]. */
  readonly protocol: string;
  readonly replica: SyncReplica;
  standing(): Standing;
  /** The live invite that the other side showed. */
  invite(): string | undefined;
  start(): void;
  handle(frame: SyncFrame): Promise<void>;
  /** Says that so many receipts of the other side's are kept, in the order in which they came. */
  confirmReceipts(count: number): void;
  /** Looks for something to send in a log that went on here. */
  advanced(state: LogState): void;
  /** The same, of a log that somebody else should have told of by now. */
  passOn(state: LogState): void;
  /** Has the other side send what is new by itself, or only say how far it is. */
  flow(push: boolean): void;
  offerReceipts(receipts: readonly SignedReceipt[]): void;
  /** False where the channel asks to wait for `drained`. */
  send(frame: SyncFrame): boolean;
  drained(): Promise<void>;
  /** Governance changed: the other side may have become somebody else. */
  reconsider(): void;
  /** Asks for bodies that are missing here, each once. */
  askBodies(): void;
  /** Gives bodies of a log that the other side asked for and that came since. */
  bodiesCame(state: LogState): void;
  /** [L5] Asks for pages; of an other side that knows none, or has the same as we, there are none. */
  readonly pages: Pages;
  /** Ends the session and says why. */
  refuse(code: string): void;
  isLive(): boolean;
  /** Whether nothing waits to be sent to the other side, or to be fetched from it. */
  hasAll(): boolean;
  /** How far the other side is known to have a log. */
  has(log: LogRef): number;
  close(): void;
}
