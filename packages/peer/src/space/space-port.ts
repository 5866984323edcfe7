/** What a member's space is to the rest of the peer, and what it needs of it. */
import type { PeerEvent, SpaceSummary } from '@plexi/operations';
import {
  type AccountId,
  type Act,
  type ChannelEvent,
  type ChannelId,
  type ChannelListing,
  type DropOrder,
  type Entry,
  type Governance,
  type Introduction,
  type Letter,
  type PlexiError,
  type Primitives,
  type SpaceId,
  type Written,
} from '@plexi/protocol';
import type { Store, Write } from '@plexi/storage';
import type { Tallies } from '../assistant/tallies.ts';
import type { Ephemerals } from '../ephemeral/ephemeral.ts';
import type { Moderation } from '../moderation/moderation.ts';
import type { JudgeText } from '../moderation/verdicts.ts';
import type { HeldRegister, RegisterBook } from '../register/register-book.ts';
import type { Registers } from '../register/registers.ts';
import type { Replica } from '../replica/replica.ts';
import type { Reports } from '../report/reports.ts';
import type { SmallRecord } from '../small-space/record.ts';
import type { ReceiptBook } from '../sync/receipt-book.ts';
import type { Admission } from './admission.ts';
import type { Answering } from './answering.ts';
import type { Canvases } from './canvas/canvases.ts';
import type { Cursors } from './canvas/cursors.ts';
import type { Personal } from './context.ts';
import type { Joining } from './joining.ts';
import type { SpaceKeys } from './keys.ts';
import type { Received } from './mailbox.ts';
import type { Messages } from './messages.ts';
import type { NodeWords } from './node-words.ts';
import type { Self } from './self.ts';
import type { SharedFiles } from './shared-files.ts';
import type { Opened } from './timeline.ts';
import type { Words } from './words.ts';

export interface SpaceDependencies {
  primitives: Primitives;
  store: Store;
  self: Self;
  now: () => number;
  emit: (event: PeerEvent) => void;
  problem: (code: string, detail?: string) => void;
  /** Governance changed: relays or devices may have to be connected. */
  governed: (space: Space) => void;
  /** Passes a register of our own on, and says something in passing, to whoever is connected. */
  spread: (space: SpaceId, register: HeldRegister) => void;
  say: (space: SpaceId, sealed: Uint8Array) => void;
  /** Messages were opened that were not here. */
  arrived: (space: SpaceId, opened: Pick<Opened, 'messages' | 'annotations'>) => void;
  /** What the account keeps for itself. */
  personal: (space: SpaceId) => Personal;
  /** The key group, or what its devices offer, changed. */
  keyed: (space: Space) => void;
  /** A member wrote to this device: of a small space that it was added to. */
  introduced: (space: Space, received: Omit<Received<Introduction>, 'written'>) => Promise<void>;
  /** [K3] Why nothing may be sealed in a space, beyond what the space itself knows. */
  refusal: (space: SpaceId) => PlexiError | undefined;
  /** Whether nobody is to learn yet that we have the space: nothing is written in it by itself. */
  isQuiet: (space: SpaceId) => boolean;
  /** A small space's: an own KeyPackage's record that another space of this profile keeps. */
  packageElsewhere: (ref: string) => Promise<Uint8Array | undefined>;
  /** What other spaces call somebody. */
  nameElsewhere: (account: AccountId) => string | undefined;
  /** [A3] The tiers of moderation, in a thread of their own. */
  judge: JudgeText;
}

export interface Space {
  readonly id: SpaceId;
  readonly replica: Replica;
  readonly receipts: ReceiptBook;
  readonly registerBook: RegisterBook;
  /** [C4] What devices say of themselves until they say something else, and what an account keeps for its own. */
  readonly registers: Registers;
  readonly ephemeral: Ephemerals;
  readonly keys: SpaceKeys;
  readonly words: Words;
  readonly moderation: Pick<Moderation, 'policies' | 'verdicts'>;
  readonly messages: Messages;
  readonly files: SharedFiles;
  readonly canvases: Canvases;
  readonly cursors: Cursors;
  readonly answering: Pick<Answering, 'say'>;
  readonly nodeWords: Pick<NodeWords, 'say'>;
  readonly reports: Reports;
  readonly tallies: Tallies;
  readonly joining: Joining;
  readonly admission: Admission;
  /** Of a small space: where it comes from. */
  readonly small: SmallRecord | undefined;
  summary(): SpaceSummary;
  /** Its channels; to a scoped device those that admit it [K6]. */
  channels(): ChannelListing[];
  /** Of what this device is to have of it. */
  digest(): Uint8Array;
  /** Whether nobody is to learn yet that we have it. */
  isQuiet(): boolean;
  /** It is quiet no more: does what was left undone. */
  wake(): void;
  /** The folded governance. Throws NOT_A_MEMBER while it is not here. */
  governance(): Governance;
  /** Writes a governance act, if it counts; then brings the key group in step. Throws NOT_ALLOWED. */
  act(act: Act, words?: string | Uint8Array): Promise<Entry>;
  /** Seals and writes events into a channel; `writes` are done in the same commit. */
  write(channel: ChannelId, events: readonly ChannelEvent[], writes?: readonly Write[]): Promise<Entry[]>;
  /** [L4] Orders that bodies go, which relays and members follow where they may. */
  drop(channel: ChannelId, orders: readonly DropOrder[]): Promise<void>;
  /** Writes to some members' devices, by their X25519 keys. */
  mail(boxKeys: readonly Uint8Array[], letter: Letter): Promise<Written | undefined>;
  /** Acts on mail that was left from before. */
  readMail(): Promise<void>;
  close(): void;
}
