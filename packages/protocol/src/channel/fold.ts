/**
 * [C1] What a message has become: its post with all that was said about it since. The same for the same set of
 * annotations, in whatever order they came, and no clock is read.
 *
 * Annotations are ordered by clock, then entry id. Each account has registers about a message, and the last word in each
 * counts: one for each emoji and, in a poll, one for the vote. A pin is one register that all share.
 */
import type { Hlc } from '../clock.ts';
import type { AccountId, EntryId } from '../ids.ts';
import { LIMITS } from '../limits.ts';
import type { MessageAnnotation } from './annotation.ts';
import { emojiKey } from './emoji.ts';
import type { Mentions, PollQuestion, PostExtras } from './post.ts';

/** A message as it was written. */
export interface MessageBase {
  /** Who wrote it; of an imported line, who imported it. */
  author: AccountId;
  isImported: boolean;
  text: string;
  extras: PostExtras;
}

/** An annotation with its place in time and whose it is. */
export interface PlacedAnnotation {
  clock: Hlc;
  entry: EntryId;
  account: AccountId;
  event: MessageAnnotation;
}

export interface FoldJudge {
  /** Whether whoever wrote that might hide what others wrote. */
  mayHide(said: PlacedAnnotation): boolean;
}

export interface FoldedPoll {
  options: { text: string; accounts: AccountId[] }[];
  multiple: boolean;
  closed: boolean;
  voters: number;
}

export interface FoldedMessage {
  text: string;
  mentions: Mentions;
  /** The clock of the last edit. */
  edited: Hlc | undefined;
  hidden: boolean;
  /** When somebody in charge last said that it is to be seen, if that is their last word. */
  cleared: Hlc | undefined;
  pinned: boolean;
  /** In the order in which they were first given. */
  reactions: { emoji: string; accounts: AccountId[] }[];
  poll: FoldedPoll | undefined;
}

interface Place {
  clock: Hlc;
  entry: EntryId;
}

const comesBefore = (a: Place, b: Place): boolean =>
  a.clock === b.clock ? a.entry < b.entry : a.clock < b.clock;

const inOrder = (a: Place, b: Place): number => (a === b ? 0 : comesBefore(a, b) ? -1 : 1);

type Placed<Kind extends MessageAnnotation['kind']> = PlacedAnnotation & {
  event: Extract<MessageAnnotation, { kind: Kind }>;
};

const ofKind = <Kind extends MessageAnnotation['kind']>(
  annotations: readonly PlacedAnnotation[],
  kind: Kind,
): Placed<Kind>[] => annotations.filter((it): it is Placed<Kind> => it.event.kind === kind);

const lastOf = <Kind extends MessageAnnotation['kind']>(
  annotations: readonly Placed<Kind>[],
): Placed<Kind> | undefined => {
  let last: Placed<Kind> | undefined;
  for (const annotation of annotations)
    if (last === undefined || comesBefore(last, annotation)) last = annotation;
  return last;
};

/** The last word in each register. */
const lastByRegister = <Kind extends MessageAnnotation['kind']>(
  annotations: readonly Placed<Kind>[],
  register: (annotation: Placed<Kind>) => string,
): Map<string, Placed<Kind>> => {
  const registers = new Map<string, Placed<Kind>>();
  for (const annotation of annotations) {
    const key = register(annotation);
    const before = registers.get(key);
    if (before === undefined || comesBefore(before, annotation)) registers.set(key, annotation);
  }
  return registers;
};

const foldReactions = (annotations: readonly PlacedAnnotation[]): FoldedMessage['reactions'] => {
  const registers = lastByRegister(
    ofKind(annotations, 'react'),
    (it) => `${it.account}/${emojiKey(it.event.emoji)}`,
  );
  const given = [...registers.values()].filter((it) => it.event.on).sort(inOrder);
  const perAccount = new Map<AccountId, number>();
  const byEmoji = new Map<string, { emoji: string; accounts: AccountId[] }>();
  for (const { account, event } of given) {
    const count = (perAccount.get(account) ?? 0) + 1;
    if (count > LIMITS.reactionsPerAccount) continue;
    perAccount.set(account, count);
    const key = emojiKey(event.emoji);
    const group = byEmoji.get(key);
    if (group !== undefined) group.accounts.push(account);
    else if (byEmoji.size < LIMITS.reactionsPerMessage)
      byEmoji.set(key, { emoji: event.emoji, accounts: [account] });
  }
  return [...byEmoji.values()];
};

const foldPoll = (
  question: PollQuestion,
  author: AccountId,
  annotations: readonly PlacedAnnotation[],
): FoldedPoll => {
  const [closing] = ofKind(annotations, 'close-poll')
    .filter((it) => it.account === author)
    .sort(inOrder);
  const isValid = ({ event }: Placed<'vote'>): boolean =>
    event.choices.every((choice) => choice < question.options.length) &&
    (question.multiple || event.choices.length <= 1);
  const votes = ofKind(annotations, 'vote').filter(
    (vote) => isValid(vote) && (closing === undefined || comesBefore(vote, closing)),
  );
  const cast = [...lastByRegister(votes, (vote) => vote.account).values()]
    .filter((vote) => vote.event.choices.length > 0)
    .sort(inOrder);
  return {
    options: question.options.map((text, place) => ({
      text,
      accounts: cast.filter((vote) => vote.event.choices.includes(place)).map((vote) => vote.account),
    })),
    multiple: question.multiple,
    closed: closing !== undefined,
    voters: cast.length,
  };
};

/** The author's own word stands; among those in charge the last one counts. */
const isHidden = (annotations: readonly PlacedAnnotation[], author: AccountId, judge: FoldJudge): boolean => {
  const said = ofKind(annotations, 'hide');
  const isOn = (of: typeof said): boolean => lastOf(of)?.event.on ?? false;
  return isOn(said.filter(({ account }) => account === author)) || isOn(ofOthers(said, author, judge));
};

/** What those in charge said of whether it is to be seen. */
const ofOthers = (said: readonly Placed<'hide'>[], author: AccountId, judge: FoldJudge): Placed<'hide'>[] =>
  said.filter((it) => it.account !== author && judge.mayHide(it));

const clearedAt = (
  annotations: readonly PlacedAnnotation[],
  author: AccountId,
  judge: FoldJudge,
): Hlc | undefined => {
  const last = lastOf(ofOthers(ofKind(annotations, 'hide'), author, judge));
  return last?.event.on === false ? last.clock : undefined;
};

/** Folds a message. Of annotations with no right to be there, or that make no sense about it, nothing shows. */
export const foldMessage = (
  base: MessageBase,
  annotations: readonly PlacedAnnotation[],
  judge: FoldJudge,
): FoldedMessage => {
  const { author, extras } = base;
  // An imported line says what somebody else said: whoever carried it in does not change it.
  const edit = base.isImported
    ? undefined
    : lastOf(ofKind(annotations, 'edit').filter((it) => it.account === author));
  const { accounts, everyone } = extras;
  return {
    text: edit?.event.text ?? base.text,
    mentions: edit?.event.mentions ?? {
      ...(accounts === undefined ? {} : { accounts }),
      ...(everyone === undefined ? {} : { everyone }),
    },
    edited: edit?.clock,
    hidden: isHidden(annotations, author, judge),
    cleared: clearedAt(annotations, author, judge),
    pinned: lastOf(ofKind(annotations, 'pin'))?.event.on ?? false,
    reactions: foldReactions(annotations),
    poll: extras.poll && foldPoll(extras.poll, author, annotations),
  };
};
