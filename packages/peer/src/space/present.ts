/** A stored message as views show it: folded with all that was said about it since, by one look-up for a whole page. */
import type { Message, Poll, Reaction } from '@plexi/operations';
import {
  type AccountId,
  accountOf,
  type DeviceId,
  expiryOf,
  type FoldedMessage,
  type FoldedPoll,
  foldMessage,
  type Hlc,
  hlcToMs,
  isMarked,
  type LogId,
  type PlacedAnnotation,
  type PostExtras,
  standingAnswer,
} from '@plexi/protocol';
import type { StoredAnnotation, StoredMessage, ThreadShare } from '@plexi/storage';
import { describeFile } from '../file/describe.ts';
import { tellFinding } from '../moderation/tell.ts';
import type { Found, Verdicts } from '../moderation/verdicts.ts';
import { findWithheld } from '../moderation/withheld.ts';
import { ANSWER_KIND, fromRow } from './annotations.ts';
import type { SpaceContext } from './context.ts';
import { deliveryState, type Held, heldOf } from './delivery.ts';
import { extrasOf } from './extras.ts';
import { createCharge } from './ranks.ts';
import type { Words } from './words.ts';

/** People named with a reaction or an option; how many there are is told beside them. */
const NAMES_SHOWN = 12;
/** Characters of a message that an answer shows. */
const QUOTED_LENGTH = 160;

const iso = (clock: Hlc): string => new Date(hlcToMs(clock)).toISOString();

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
  /** Those of it by which somebody in charge hides something, or shows it again. */
  hiding: ReadonlySet<string>;
  shares: Map<string, ThreadShare[]>;
  held: Map<LogId, Held>;
  folded: Map<string, FoldedMessage>;
  /** What waits to be reviewed [A3]. */
  withheld: ReadonlyMap<string, Found>;
}

type Folding = Pick<Known, 'extras' | 'said' | 'hiding' | 'folded'>;

export interface Presenter {
  /** Messages as they show, in the order given. */
  present: (stored: readonly StoredMessage[]) => Promise<Message[]>;
  /** Whose a log's entries are. */
  accountOf: (of: { logId: LogId; device: DeviceId }) => AccountId;
}

export const createPresenter = (
  context: SpaceContext,
  words: Words,
  verdicts: Pick<Verdicts, 'hidden'>,
): Presenter => {
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

  const isBlocked = (account: AccountId): boolean =>
    account !== self.account && context.personal.isBlocked(account);

  /** [L2] Whether its device wrote something else in its place, or before it. */
  const isForked = ({ logId, sequence }: StoredMessage): boolean => {
    const governance = replica.governance();
    const log = replica.frontier.byId(logId)?.log;
    return governance !== undefined && log !== undefined && isMarked(governance, log, sequence);
  };

  const charge = createCharge(replica);
  const placed = (annotation: StoredAnnotation): PlacedAnnotation[] => {
    const event = fromRow(annotation);
    if (event === undefined || event.kind === 'topic') return [];
    return [{ clock: annotation.clock, entry: annotation.entry, account: owner(annotation), event }];
  };

  const fold = (stored: StoredMessage, known: Folding): FoldedMessage => {
    const before = known.folded.get(stored.id);
    if (before !== undefined) return before;
    const base = {
      author: owner(stored),
      isImported: stored.kind === 'import',
      text: stored.text,
      extras: known.extras.get(stored.id) ?? {},
    };
    const mayHide = ({ entry }: PlacedAnnotation): boolean => known.hiding.has(entry);
    const folded = foldMessage(base, (known.said.get(stored.id) ?? []).flatMap(placed), { mayHide });
    known.folded.set(stored.id, folded);
    return folded;
  };

  const isModel = (account: AccountId): boolean => {
    const state = replica.governance()?.state;
    return (state?.members[account] ?? state?.formerMembers[account])?.role === 'ai';
  };

  /** Whether another model's answer to the same question stands, or an earlier one of this. */
  const isSecond = (stored: StoredMessage, question: string, known: Known): boolean => {
    const answers = (known.said.get(question) ?? [])
      .filter(({ kind }) => kind === ANSWER_KIND)
      .map((row) => ({ clock: row.clock, entry: row.entry, account: owner(row), hasWords: row.on }))
      .filter(({ account }) => isModel(account));
    if (answers.length < 2) return false;
    const asked = known.parents.get(question);
    const standing = standingAnswer(answers, asked && fold(asked, known).mentions.accounts);
    return standing !== undefined && standing !== stored.entry && isModel(owner(stored));
  };

  const authorOf = (stored: StoredMessage): string => stored.author ?? words.account(owner(stored));

  const quote = (id: string, known: Known): Message['replyTo'] => {
    const parent = known.parents.get(id);
    const folded = parent && fold(parent, known);
    if (
      parent === undefined ||
      folded === undefined ||
      parent.dropped ||
      folded.hidden ||
      known.withheld.has(id) ||
      isBlocked(owner(parent))
    )
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

  /** An answer counts in its own channel, and not where its author is blocked. */
  const showThread = (stored: StoredMessage, all: readonly ThreadShare[]): Message['replies'] => {
    const shares = all.filter(
      (share) =>
        replica.frontier.byId(share.logId)?.log.channel === stored.channel && !isBlocked(owner(share)),
    );
    if (shares.length === 0) return undefined;
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
    const replies = showThread(stored, known.shares.get(stored.id) ?? []);
    const place: Partial<Message> = {
      ...(stored.root === undefined ? {} : { root: stored.root }),
      ...(stored.apart ? { apart: true } : {}),
      ...(replies === undefined ? {} : { replies }),
    };
    if (stored.dropped || folded.hidden) return { ...place, deleted: true };
    const { parent, files, inference: told } = known.extras.get(stored.id) ?? {};
    // Anybody may write how a model came to an answer; of a direct message only its space knows who is one.
    const inference =
      replica.governance()?.state.kind === 'direct' || isModel(owner(stored)) ? told : undefined;
    const mentions = showMentions(folded, owner(stored));
    const found = known.withheld.get(stored.id);
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
      ...(inference === undefined ? {} : { inference }),
      ...(inference !== undefined && parent !== undefined && isSecond(stored, parent, known)
        ? { second: true }
        : {}),
      ...(folded.poll === undefined ? {} : { poll: showPoll(folded.poll) }),
      ...(found === undefined ? {} : { withheld: tellFinding(found.finding) }),
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
      ...(isBlocked(account) ? { blocked: true } : {}),
      ...(isForked(stored) ? { forked: true } : {}),
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
    const said = await store.annotations(space, [...ids, ...parentIds]);
    const shares = await store.threadShares(space, ids);
    const hiding = await charge(said.filter(({ kind }) => kind === 'hide'));
    const parts = { extras, hiding, folded: new Map(), said: Map.groupBy(said, ({ target }) => target) };
    const known: Known = {
      ...parts,
      withheld: await findWithheld(verdicts, [...stored, ...parents], (message) => fold(message, parts)),
      parents: new Map(parents.map((parent) => [parent.id, parent])),
      shares: Map.groupBy(shares, ({ root }) => root),
      held: new Map(),
    };
    return stored.map((message) => show(message, known));
  };

  return { present, accountOf: owner };
};
