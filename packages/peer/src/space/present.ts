/** A stored message as views show it: folded with all that was said about it since, by one look-up for a whole page. */
import type { Message, Poll, Reaction } from '@plexi/operations';
import {
  type AccountId,
  accountOf,
  type DeviceId,
  decodeExtras,
  expiryOf,
  type FoldedMessage,
  type FoldedPoll,
  foldMessage,
  type Hlc,
  hlcToMs,
  isPlexiError,
  type LogId,
  type PlacedAnnotation,
  type PostExtras,
} from '@plexi/protocol';
import type { StoredAnnotation, StoredMessage, ThreadShare } from '@plexi/storage';
import { describeFile } from '../file/describe.ts';
import { fromRow } from './annotations.ts';
import type { SpaceContext } from './context.ts';
import { deliveryState, type Held, heldOf } from './delivery.ts';
import type { Words } from './words.ts';

/** People named with a reaction or an option; how many there are is told beside them. */
const NAMES_SHOWN = 12;
/** Characters of a message that an answer shows. */
const QUOTED_LENGTH = 160;

const iso = (clock: Hlc): string => new Date(hlcToMs(clock)).toISOString();

/** The extras of a stored message; none where they do not read. */
export const extrasOf = (stored: Pick<StoredMessage, 'extras'>): PostExtras => {
  try {
    return decodeExtras(stored.extras);
  } catch (error) {
    if (isPlexiError(error)) return {};
    throw error;
  }
};

/** The beginning of a text, on one line. */
const beginningOf = (text: string): string => {
  const line = text.replace(/\s+/gu, ' ').trim();
  const letters = Array.from(line.slice(0, QUOTED_LENGTH * 2));
  return letters.length <= QUOTED_LENGTH ? letters.join('') : `${letters.slice(0, QUOTED_LENGTH).join('')}…`;
};

interface Known {
  extras: Map<string, PostExtras>;
  parents: Map<string, StoredMessage>;
  said: Map<string, StoredAnnotation[]>;
  shares: Map<string, ThreadShare[]>;
  held: Map<LogId, Held>;
}

export interface Presenter {
  /** Messages as they show, in the order given. */
  present: (stored: readonly StoredMessage[]) => Promise<Message[]>;
  /** Whose a log's entries are. */
  accountOf: (of: { logId: LogId; device: DeviceId }) => AccountId;
}

export const createPresenter = (context: SpaceContext, words: Words): Presenter => {
  const { store, space, replica, self } = context;

  /** Whose logs are, as of this governance. */
  const owners = new Map<LogId, AccountId>();
  let ownersOf = replica.governance();

  const owner = ({ logId, device }: { logId: LogId; device: DeviceId }): AccountId => {
    const governance = replica.governance();
    if (governance !== ownersOf) {
      owners.clear();
      ownersOf = governance;
    }
    const known = owners.get(logId);
    if (known !== undefined) return known;
    const generation = replica.frontier.byId(logId)?.log.generation;
    const account = (governance && accountOf(governance, device, generation)) ?? self.account;
    if (generation !== undefined) owners.set(logId, account);
    return account;
  };

  const mayHide = (account: AccountId): boolean => {
    const state = replica.governance()?.state;
    const member = state?.members[account] ?? state?.formerMembers[account];
    return member !== undefined && member.role !== 'member';
  };

  const placed = (annotation: StoredAnnotation): PlacedAnnotation[] => {
    const event = fromRow(annotation);
    if (event === undefined || event.kind === 'topic') return [];
    return [{ clock: annotation.clock, entry: annotation.entry, account: owner(annotation), event }];
  };

  const fold = (stored: StoredMessage, known: Known): FoldedMessage => {
    const base = {
      author: owner(stored),
      isImported: stored.kind === 'import',
      text: stored.text,
      extras: known.extras.get(stored.id) ?? {},
    };
    return foldMessage(base, (known.said.get(stored.id) ?? []).flatMap(placed), { mayHide });
  };

  const authorOf = (stored: StoredMessage): string => stored.author ?? words.account(owner(stored));

  const quote = (id: string, known: Known): Message['replyTo'] => {
    const parent = known.parents.get(id);
    const folded = parent && fold(parent, known);
    if (parent === undefined || folded === undefined || parent.dropped || folded.hidden)
      return { id, author: parent === undefined ? '' : authorOf(parent), text: '', missing: true };
    return { id, author: authorOf(parent), text: beginningOf(folded.text), missing: false };
  };

  const names = (accounts: readonly AccountId[]): string[] =>
    accounts.slice(0, NAMES_SHOWN).map((account) => words.account(account));

  const showReactions = (reactions: FoldedMessage['reactions']): Reaction[] =>
    reactions.map(({ emoji, accounts }) => ({
      emoji,
      count: accounts.length,
      own: accounts.includes(self.account),
      names: names(accounts),
    }));

  const showPoll = ({ options, multiple, closed, voters }: FoldedPoll): Poll => ({
    options: options.map(({ text, accounts }) => ({
      text,
      votes: accounts.length,
      own: accounts.includes(self.account),
      names: names(accounts),
    })),
    multiple,
    closed,
    voters,
  });

  const showThread = (shares: readonly ThreadShare[]): Message['replies'] => {
    const last = shares.reduce((latest, share) => (share.last > latest ? share.last : latest), 0 as Hlc);
    return {
      count: shares.reduce((sum, share) => sum + share.count, 0),
      last: iso(last),
      authors: [...new Set(shares.toSorted((a, b) => a.last - b.last).map(owner))],
    };
  };

  const showMentions = (folded: FoldedMessage, author: AccountId): Message['mentions'] => {
    const { accounts = [], everyone } = folded.mentions;
    if (accounts.length === 0 && everyone === undefined) return undefined;
    const isCalled = accounts.includes(self.account) || (everyone !== undefined && author !== self.account);
    return { self: isCalled, accounts: [...accounts], ...(everyone === undefined ? {} : { everyone }) };
  };

  const expiry = ({ channel, clock }: StoredMessage): Pick<Message, 'expires'> => {
    const governance = replica.governance();
    const ms = governance && expiryOf(governance, channel, clock);
    return ms === undefined ? {} : { expires: new Date(ms).toISOString() };
  };

  /** What a message shows beyond what every message has; of one that was deleted, only its place in a thread. */
  const showExtras = (stored: StoredMessage, folded: FoldedMessage, known: Known): Partial<Message> => {
    const shares = known.shares.get(stored.id);
    const place: Partial<Message> = {
      ...(stored.root === undefined ? {} : { root: stored.root }),
      ...(stored.apart ? { apart: true } : {}),
      ...(shares === undefined ? {} : { replies: showThread(shares) }),
    };
    if (stored.dropped || folded.hidden) return { ...place, deleted: true };
    const { parent, files } = known.extras.get(stored.id) ?? {};
    const mentions = showMentions(folded, owner(stored));
    return {
      ...place,
      ...(folded.edited === undefined ? {} : { edited: iso(folded.edited) }),
      ...(folded.reactions.length === 0 ? {} : { reactions: showReactions(folded.reactions) }),
      ...(parent === undefined ? {} : { replyTo: quote(parent, known) }),
      ...(mentions === undefined ? {} : { mentions }),
      ...(folded.pinned ? { pinned: true } : {}),
      ...expiry(stored),
      ...(files === undefined
        ? {}
        : { files: files.map((manifest) => describeFile(context.primitives, manifest)) }),
      ...(folded.poll === undefined ? {} : { poll: showPoll(folded.poll) }),
    };
  };

  const stateOf = (stored: StoredMessage, held: Held): Message['state'] => {
    if (owner(stored) !== self.account) return 'delivered';
    if (stored.clock <= context.personal.readUpTo(stored.channel)) return 'read';
    return stored.device === self.device ? deliveryState(held, stored.sequence) : 'delivered';
  };

  const show = (stored: StoredMessage, known: Known): Message => {
    const account = owner(stored);
    const held = known.held.get(stored.logId) ?? heldOf(context, stored.logId);
    known.held.set(stored.logId, held);
    const writer = words.account(account);
    const folded = fold(stored, known);
    const { personal } = context;
    const isHidden = personal.isHidden(stored.id);
    const isGone = stored.dropped || folded.hidden || isHidden;
    return {
      id: stored.id,
      channel: stored.channel,
      author: stored.author ?? writer,
      time: stored.time ?? iso(stored.clock),
      text: isGone ? '' : folded.text,
      state: stateOf(stored, held),
      kind: stored.kind,
      authorId: account,
      ...(stored.kind === 'import' ? { importedBy: writer } : {}),
      own: account === self.account,
      clock: stored.clock,
      ...(personal.isSaved(stored.id) ? { saved: true } : {}),
      ...(account !== self.account && personal.isBlocked(account) ? { blocked: true } : {}),
      ...(isHidden ? { hidden: true } : showExtras(stored, folded, known)),
    };
  };

  const present = async (stored: readonly StoredMessage[]): Promise<Message[]> => {
    const extras = new Map<string, PostExtras>();
    for (const message of stored) if (message.extras !== undefined) extras.set(message.id, extrasOf(message));
    const parentIds = [...extras.values()].flatMap(({ parent }) => parent ?? []);
    const parents = parentIds.length === 0 ? [] : await store.messagesById(space, parentIds);
    for (const parent of parents) if (parent.extras !== undefined) extras.set(parent.id, extrasOf(parent));
    const ids = stored.map(({ id }) => id);
    const said = await store.annotations(space, [...ids, ...parents.map(({ id }) => id)]);
    const shares = await store.threadShares(space, ids);
    const known: Known = {
      extras,
      parents: new Map(parents.map((parent) => [parent.id, parent])),
      said: Map.groupBy(said, ({ target }) => target),
      shares: Map.groupBy(shares, ({ root }) => root),
      held: new Map(),
    };
    return stored.map((message) => show(message, known));
  };

  return { present, accountOf: owner };
};
