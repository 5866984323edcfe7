/** owner.undo: what owners vote to undo [G4], and what that comes to. */
import type { Handlers, Undoing as Told } from '@plexi/operations';
import {
  type AccountId,
  accountOf,
  type EntryId,
  explainDecision,
  finalityOf,
  type GovernanceEntry,
  governanceEntryOf,
  LIMITS,
  type LogHead,
  motionFor,
  plexiError,
  previewUndo,
  type Undoing,
  undoKey,
  undoneFrom,
} from '@plexi/protocol';
import type { Space } from '../space/space.ts';
import { isFromBefore, writtenSince } from '../space/written.ts';
import type { PeerContext } from './context.ts';
import { findDecision, tellDecision } from './decisions.ts';
import { findSpace, findWritable } from './lookup.ts';

type Motion = Pick<Undoing, 'from' | 'by' | 'isCarried' | 'votes'>;

const isOfGovernance = (space: Space, { log }: LogHead): boolean =>
  log.channel === space.replica.channels.governance;

const ownerOfLog = (space: Space, { log }: Pick<LogHead, 'log'>): AccountId | undefined =>
  accountOf(space.governance(), log.device, log.generation);

/** What falls of itself and what returns where it is carried; else what would. */
const comesTo = (
  space: Space,
  { from, isCarried, votes }: Motion,
): { falls: EntryId[]; returns: EntryId[] } => {
  const governance = space.governance();
  if (!isCarried) return previewUndo(governance, from);
  const { voidedBy } = governance.record.settlement.judgement;
  return { falls: [...voidedBy].flatMap(([id, by]) => (votes.includes(by) ? [id] : [])), returns: [] };
};

const tellUndoing = (space: Space, self: AccountId, motion: Motion): Told => {
  const { from, by, isCarried } = motion;
  const governance = space.governance();
  const person = (account: AccountId) => ({ account, name: space.words.account(account) });
  const decisions = from.flatMap((place) =>
    isOfGovernance(space, place) ? (governanceEntryOf(governance, place.id) ?? []) : [],
  );
  const whose = decisions.flatMap((it) => ownerOfLog(space, it) ?? []);
  const channels = from.flatMap((place) => (isOfGovernance(space, place) ? [] : place.log.channel));
  const decided = (ids: readonly EntryId[]) =>
    ids.slice(0, LIMITS.governanceLog).flatMap((id) => {
      const found = explainDecision(governance, id);
      return found === undefined ? [] : [tellDecision(space, found.decision)];
    });
  const { falls, returns } = comesTo(space, motion);
  return {
    decision: decisions.sort((a, b) => a.clock - b.clock || (a.id < b.id ? -1 : 1))[0]?.id ?? '',
    whose: [...new Set(whose)].map(person),
    channels: [...new Set(channels)].map((channel) => space.words.channel(channel)),
    by: by.map(person),
    needed: Math.floor(finalityOf(governance).owners.length / 2) + 1,
    own: by.includes(self),
    carried: isCarried,
    falls: decided(falls),
    returns: decided(returns),
  };
};

/** What some owners voted to undo and is not final; where one owner moves for ever more, what most voted for. */
export const tellUndoings = (space: Space, self: AccountId): Told[] =>
  finalityOf(space.governance())
    .undoings.toSorted((a, b) => b.by.length - a.by.length)
    .slice(0, LIMITS.undoingsTold)
    .map((motion) => tellUndoing(space, self, motion));

interface Wish {
  start: GovernanceEntry;
  /** Only what the device decided that decided this. */
  isNarrow: boolean;
  /** Also what was written in channels. */
  isWritten: boolean;
}

/** What somebody would undo, by what is known here. Throws NOT_ALLOWED, TOO_LARGE. */
const placesOf = async (space: Space, { start, isNarrow, isWritten }: Wish): Promise<LogHead[]> => {
  const account = ownerOfLog(space, start);
  if (explainDecision(space.governance(), start.id)?.decision.act?.type === 'owners.undo')
    throw plexiError('NOT_ALLOWED', { detail: 'a vote to undo something stands' });
  const places = undoneFrom(space.governance(), start.id, isNarrow ? 'device' : 'account');
  if (places.length === 0)
    throw plexiError('NOT_ALLOWED', { detail: 'that is final, or does not count anyway' });
  const isConcerned = ({ log }: Pick<LogHead, 'log'>): boolean =>
    log.device === start.log.device || (!isNarrow && ownerOfLog(space, { log }) === account);
  const written = isWritten ? await writtenSince(space.replica, isConcerned, start.clock) : [];
  if (places.length + written.length > LIMITS.cutoffs)
    throw plexiError('TOO_LARGE', { detail: 'logs in one vote' });
  return [...places, ...written];
};

/** What a vote names: what others voted for already from that decision on, or what is known here. Throws NOT_ALLOWED, TOO_LARGE. */
const motionFrom = async (space: Space, voter: AccountId, wish: Wish): Promise<Motion> => {
  const governance = space.governance();
  const from = await placesOf(space, wish);
  const earlier = new Set<LogHead>();
  const { undoings } = finalityOf(governance);
  const isMoved = (motion: Motion): boolean => motion.from.some(({ id }) => id === wish.start.id);
  for (const place of undoings.filter(isMoved).flatMap((motion) => motion.from)) {
    const isEarlier = !isOfGovernance(space, place) && (await isFromBefore(space.replica, place, wish.start));
    if (isEarlier) earlier.add(place);
  }
  const moved = motionFor(governance, { start: wish.start, from, voter }, (place) => earlier.has(place));
  return moved ?? { from, by: [], votes: [], isCarried: false };
};

export const undoHandlers = (context: PeerContext) =>
  ({
    'owner.undo': async ({ space: name, decision, device, wrote, preview }) => {
      const { client, space } = await (preview ? findSpace : findWritable)(context, name);
      const { account: self } = client.self;
      const start = governanceEntryOf(space.governance(), findDecision(space, decision));
      if (start === undefined) throw plexiError('NOT_FOUND', { detail: 'decision' });
      // Whoever undoes what a device of their own did votes with another one.
      const isNarrow = device || ownerOfLog(space, start) === self;
      const motion = await motionFrom(space, self, { start, isNarrow, isWritten: wrote });
      if (!preview) await space.act({ type: 'owners.undo', from: [...motion.from] });
      const key = undoKey(motion.from);
      const after = finalityOf(space.governance()).undoings.find(({ from }) => undoKey(from) === key);
      return tellUndoing(space, self, after ?? motion);
    },
  }) satisfies Handlers;
