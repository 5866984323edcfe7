/**
 * The port: what the rest of PlexiChat asks of a place that keeps things. Adapters are `sqlite/` (encrypted, durable) and
 * `memory/` (tests, and spaces that are only looked at); `conformance/` holds both to what is written here.
 */
import type {
  ChainTip,
  ChannelId,
  DeviceId,
  Entry,
  EntryId,
  Hlc,
  LogId,
  LogRef,
  RawEntry,
  SpaceId,
} from '@plexi/protocol';
import type { FoundMessages, IndexProgress, MessageQuery } from './search/query.ts';
import type { StoredMessage } from './stored-message.ts';

/** A log with the end that it has here, and the bytes that its entries take (headers, signatures and bodies). */
export interface StoredHead {
  log: LogRef;
  logId: LogId;
  tip: ChainTip;
  bytes: number;
}

/**
 * A place in a timeline. Messages are ordered by clock, then entry id, then their part of the entry (an import carries
 * many); without `part` the place is the entry as a whole, so "after" it is behind its last part.
 */
export interface MessagePlace {
  clock: Hlc;
  entry: EntryId;
  part?: number;
}

/**
 * Something that was said about a message, or a channel, later. Of those by one log about one target, of one kind and in
 * one register, the newest counts; of edits the earlier ones remain to be looked up.
 */
export interface StoredAnnotation {
  space: SpaceId;
  channel: ChannelId;
  /** A message's id; of what is said about the channel, its id. */
  target: string;
  kind: string;
  /** What is replaced by a later one: a reaction's emoji. */
  register: string;
  /** Whether it gives or takes back. */
  on: boolean;
  payload: Uint8Array | undefined;
  clock: Hlc;
  entry: EntryId;
  logId: LogId;
  sequence: number;
  device: DeviceId;
}

/** What one log has said in a thread. */
export interface ThreadShare {
  root: string;
  logId: LogId;
  device: DeviceId;
  count: number;
  /** The clock of its last message there. */
  last: Hlc;
}

/** Of a message that waits to be read, what counting needs. */
export type UnreadMessage = Pick<
  StoredMessage,
  'id' | 'clock' | 'device' | 'root' | 'apart' | 'mentionsSelf'
>;

/** Messages behind a clock, but for those of some devices and for what is gone: the newest first, unless the oldest are asked for. */
export interface UnreadQuery {
  after: Hlc;
  except: readonly DeviceId[];
  limit: number;
  /** How many messages are looked at, at most; of mentions there are few. */
  look: number;
  /** @default the newest of all */
  only?: 'mentions' | 'oldest';
}

export interface StoredRecord {
  key: string;
  value: Uint8Array;
}

/** Which part of a log to read. */
export interface EntryBounds {
  limit: number;
  /** Stops before the entry that would exceed it; the first one is always returned. */
  maxBytes: number;
}

/** Which part of a timeline to read: the newest `limit` before `before` (or of all), or the oldest `limit` after `after`. */
export interface MessagePage {
  limit: number;
  before?: MessagePlace;
  after?: MessagePlace;
  /** Without messages that are shown in their thread only. @default false */
  withoutApart?: boolean;
}

/** One change. A commit takes several and does all or none. */
export type Write =
  /** Must follow the log's tip by sequence and previous hash, else the commit fails with ENTRY_OUT_OF_ORDER. Advances the tip. */
  | { type: 'entries'; space: SpaceId; log: LogRef; logId: LogId; entries: readonly Entry[] }
  /** [L2] Entries of a log behind `tip`, one of its own, go: of two histories another one counts. What was opened of them stays. */
  | { type: 'cut-log'; space: SpaceId; log: LogRef; tip: ChainTip }
  /** `undefined` deletes. */
  | { type: 'record'; scope: string; kind: string; key: string; value: Uint8Array | undefined }
  /** Of messages with the same id the lowest (clock, entry, part) is the one that counts, in whatever order they come. */
  | {
      type: 'messages';
      messages: readonly StoredMessage[];
      /** By id, of posts: the key of the entry's body [K1]. A store that was told how to open one need not keep the words as well. */
      openers?: ReadonlyMap<string, Uint8Array>;
    }
  | { type: 'annotations'; annotations: readonly StoredAnnotation[] }
  /**
   * [L4] Bodies of a log's entries go and their headers stay; what was opened of them goes too, messages leaving a
   * tombstone, about which nothing is kept from then on, or nothing. Whoever asks for it sees to it that nothing rests on those bodies.
   */
  | {
      type: 'drop-bodies';
      space: SpaceId;
      log: LogRef;
      logId: LogId;
      sequences: readonly number[];
      leave: 'tombstone' | 'nothing';
    }
  /** The body of an entry that is there without one. */
  | { type: 'fill-body'; space: SpaceId; log: LogRef; sequence: number; body: Uint8Array }
  /**
   * Messages and annotations of a log behind a sequence number (a cutoff). A message with the same id from another log
   * counts from then on, and so does the annotation that one of those had replaced.
   */
  | { type: 'forget-messages'; space: SpaceId; logId: LogId; after: number }
  /** Its logs, messages, and the records whose scope it is. */
  | { type: 'forget-space'; space: SpaceId };

/**
 * Whether what is written reaches the disk: `full` where there is no room, `failing` where writing fails otherwise. `damaged` where
 * something cannot be read any more, until the store was closed: it is repaired when it is opened next.
 */
export interface StoreHealth {
  state: 'ok' | 'full' | 'failing' | 'damaged';
}

/** How a part of a store was found, of so many. */
export interface CheckedPart {
  parts: number;
  isDamaged: boolean;
}

/** Every method rejects with STORE_CORRUPT, STORE_FULL, STORE_FAILED or, after `close`, STORE_CLOSED. */
export interface Store {
  /** Every log of a space with its tip. */
  heads(space: SpaceId): Promise<StoredHead[]>;
  head(space: SpaceId, log: LogRef): Promise<StoredHead | undefined>;
  /** Entries from `from` on, in order, at most `limit` and about `maxBytes` (at least one). */
  entries(space: SpaceId, log: LogRef, from: number, bounds: EntryBounds): Promise<RawEntry[]>;
  /** Spaces with at least one log. */
  spaces(): Promise<SpaceId[]>;
  /** Bytes of all entries of a space; takes the same time however many there are. */
  spaceBytes(space: SpaceId): Promise<number>;
  /** A small value by scope (a space id, or a word such as `profile`), kind and key. */
  record(scope: string, kind: string, key: string): Promise<Uint8Array | undefined>;
  /** By key ascending, in the order of code points. */
  records(scope: string, kind: string): Promise<StoredRecord[]>;
  /** A page of a channel's timeline, oldest first. */
  messages(space: SpaceId, channel: ChannelId, page: MessagePage): Promise<StoredMessage[]>;
  message(space: SpaceId, id: string): Promise<StoredMessage | undefined>;
  /** At most two ids of messages that begin with these hexadecimal digits. */
  messageIdsFrom(space: SpaceId, digits: string): Promise<string[]>;
  /** Those of `ids` that are there, in no particular order. */
  messagesById(space: SpaceId, ids: readonly string[]): Promise<StoredMessage[]>;
  /** The newest `limit` messages of a thread but for its root, oldest first. */
  thread(space: SpaceId, root: string, limit: number): Promise<StoredMessage[]>;
  /** Who has said how much in these threads; what was dropped does not count. */
  threadShares(space: SpaceId, roots: readonly string[]): Promise<ThreadShare[]>;
  /** What counts of what was said about these. */
  annotations(space: SpaceId, targets: readonly string[]): Promise<StoredAnnotation[]>;
  /** Everything of one kind that was said about one target, whether it still counts or not, by clock and entry. */
  annotationHistory(space: SpaceId, target: string, kind: string): Promise<StoredAnnotation[]>;
  /** What counts of one kind in a channel. */
  channelAnnotations(space: SpaceId, channel: ChannelId, kind: string): Promise<StoredAnnotation[]>;
  unread(space: SpaceId, channel: ChannelId, query: UnreadQuery): Promise<UnreadMessage[]>;
  countMessages(space: SpaceId, channel: ChannelId): Promise<number>;
  /** [A5] Among what the index has; see `indexMessages`. Rejects with INVALID_INPUT where the cursor is none. */
  searchMessages(query: MessageQuery): Promise<FoundMessages>;
  /** Takes messages into the index for about so many milliseconds, and says how far it is. */
  indexMessages(budgetMs: number): Promise<IndexProgress>;
  /** The ids among `ids` that are there already (for imports). */
  knownMessages(space: SpaceId, ids: readonly string[]): Promise<Set<string>>;
  /** All or nothing; durable when it resolves. Reads see it from then on. */
  commit(writes: readonly Write[]): Promise<void>;
  /** Looks through one part of what is stored, from 0; what it finds changes `health`. */
  checkPart(part: number): Promise<CheckedPart>;
  /** Somebody above found that something is not what was written: `health` says so, and the next opening repairs it. */
  noteDamage(): void;
  health(): StoreHealth;
  /** Called when that changes; a store in trouble finds out by itself when it is over. Returns how to stop it. */
  onHealth(listener: (health: StoreHealth) => void): () => void;
  /** Finishes the commits under way. Closing twice is fine. */
  close(): Promise<void>;
}
