/** What the exchange of one peer with all others needs, tells and does. */
import type { Channel, Network } from '@plexi/network';
import type {
  DeviceId,
  ErrorCode,
  Page,
  PassedReceipt,
  Primitives,
  Receipt,
  Session,
  SpaceId,
} from '@plexi/protocol';
import type { HeldRegister, RegisterBook } from '../register/register-book.ts';
import type { Replica } from '../replica/replica.ts';
import type { ReceiptBook } from './receipt-book.ts';

/** A space as the exchange sees it. */
export interface SharedSpace {
  replica: Replica;
  receipts: ReceiptBook;
  registerBook: RegisterBook;
}

export interface ExchangeDependencies {
  primitives: Primitives;
  self: DeviceId;
  deviceSecretKey: Uint8Array;
  now: () => number;
  network: () => Network | undefined;
  /** The space if this peer has it, or will have it: a relay opens one that it is asked about. */
  space: (id: SpaceId, device: DeviceId) => Promise<SharedSpace | undefined>;
  /** The spaces to begin sessions about with a device, when a channel to it opens. */
  spacesWith: (device: DeviceId) => Iterable<SpaceId>;
  /** Whether nobody is to learn that we have what is in the space: nothing is confirmed or said there. @default never */
  isQuiet?: (space: SpaceId) => boolean;
  /** How we show a device that we are invited into a space. */
  inviteFor?: (space: SpaceId, device: DeviceId) => Uint8Array | undefined;
  /** Whether we are joining a space, and do not know of it yet all that our link names. @default never */
  isLearning?: (space: SpaceId) => boolean;
  /** Whether this peer let the space go once: what it signed before is not here any more. @default never */
  isAnew?: (space: SpaceId) => boolean;
  /** Relays answer for everybody's receipts; clients send theirs to relays and authors. */
  role: 'relay' | 'client';
  events: ExchangeEvents;
}

interface ExchangeEvents {
  live?(session: Session): void;
  /** The other side turned out to be somebody, now or by a change of governance. */
  entitled?(session: Session): void;
  closed?(session: Session): void;
  refused?(session: Session, code: string, byPeer: boolean): void;
  receipt?(session: Session, receipt: Receipt): void;
  join?(session: Session, request: Uint8Array): void;
  digest?(session: Session, digest: Uint8Array): void;
  address?(session: Session, device: DeviceId, sealed: Uint8Array): void;
  /** [L5] A page came that was asked for; gives why something of it was refused. */
  page?(session: Session, page: Page): Promise<ErrorCode | undefined>;
  /** A member's device said something in passing. */
  ephemeral?(space: SpaceId, device: DeviceId, sealed: Uint8Array): void;
  problem?(device: DeviceId, code: string, detail: string | undefined): void;
}

export interface Exchange {
  onChannel: (channel: Channel) => void;
  /** Sessions about a space that are open. */
  sessions: (space: SpaceId) => Session[];
  /** Begins a session about a space on a channel that is open already. */
  begin(space: SpaceId, device: DeviceId): void;
  /** Ends all sessions about a space that is no longer here. */
  drop(space: SpaceId, code: string): void;
  /** Ends them while we are not to be heard of. */
  leave(space: SpaceId): void;
  /** Says what we have of a space, which was not to be said before. */
  confirm(space: SpaceId): void;
  isConnected: (device: DeviceId) => boolean;
  /** [N4] A member passed on what a relay signed. Throws FRAME_INVALID. */
  passedOn(space: SpaceId, passed: PassedReceipt): void;
  /** Whether a session about a space is about to begin on a channel that is open. */
  isBeginning: (space: SpaceId) => boolean;
  /** Passes a register of one's own on, and says something in passing. */
  spread(space: SpaceId, register: HeldRegister): void;
  say(space: SpaceId, sealed: Uint8Array): void;
  close(): Promise<void>;
}
