/** What a session needs of its surroundings, what it tells them, and what they can ask of it. */
import type { DeviceId, ErrorCode, Primitives, Receipt, RegisterHead, SyncFrame } from '@plexi/protocol';
import type { LogState } from '../replica/frontier.ts';
import type { Replica } from '../replica/replica.ts';
import type { Standing } from './standing.ts';

export interface SessionDependencies {
  primitives: Primitives;
  replica: Replica;
  /** The other side, as the channel proved it. */
  device: DeviceId;
  self: DeviceId;
  now: () => number;
  send: (frame: Uint8Array) => boolean;
  drained: () => Promise<void>;
  signDigest: (bytes: Uint8Array) => Uint8Array;
  /** How we show that we are invited, if we are. */
  invite: Uint8Array | undefined;
  /** What this peer is: relays hold join requests and receipts for others. */
  events: SessionEvents;
}

interface SessionEvents {
  /** The other side is somebody: the connection may stay. */
  entitled(session: Session): void;
  /** The other side may write nothing more here, or would not have us. */
  refused(session: Session, code: string, byPeer: boolean): void;
  /** Entries of a log were taken in from this session. */
  received(session: Session, state: LogState): void;
  /** A receipt by the other side, verified. */
  receipt(session: Session, receipt: Receipt, bytes: Uint8Array): void;
  /** Receipts that we sent were taken in by the other side. */
  receiptsTaken(session: Session, receipts: readonly Receipt[]): void;
  join(session: Session, request: Uint8Array): void;
  digest(session: Session, digest: Uint8Array, signature: Uint8Array): void;
  address(session: Session, device: DeviceId, sealed: Uint8Array): void;
  /** [C4] What the other side says to have of registers, names of them, brings, and passing words. */
  registers(session: Session, digest: Uint8Array): void;
  registerHeads(session: Session, heads: readonly RegisterHead[], last: boolean): void;
  register(session: Session, register: Uint8Array): Promise<void>;
  ephemeral(session: Session, word: Uint8Array): void;
  /** Both sides have said what they have. */
  live(session: Session): void;
  /** Something was refused, for the log. */
  problem(session: Session, code: ErrorCode): void;
}

export interface Session {
  readonly device: DeviceId;
  readonly replica: Replica;
  standing(): Standing;
  /** The live invite that the other side showed. */
  invite(): string | undefined;
  start(): void;
  handle(frame: SyncFrame): Promise<void>;
  /** Looks for something to send, in a log that changed. */
  pump(state: LogState): void;
  offerReceipts(receipts: readonly { receipt: Receipt; bytes: Uint8Array }[]): void;
  /** False where the channel asks to wait for `drained`. */
  send(frame: SyncFrame): boolean;
  drained(): Promise<void>;
  /** Governance changed: the other side may have become somebody else. */
  reconsider(): void;
  /** Asks for bodies that are missing here, each once. */
  askBodies(): void;
  /** Ends the session and says why. */
  refuse(code: string): void;
  isLive(): boolean;
  /** Whether the other side is known to have a log up to its visible end here. */
  hasAll(): boolean;
  close(): void;
}
