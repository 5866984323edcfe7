/** [G4] Voting that what was decided does not count: what a vote names, what it would come to, and whether it may be cast. */
import { type LogHead, type LogRef, logKey } from '../entry/log.ts';
import type { AccountId, EntryId } from '../ids.ts';
import { foldSet, isBelow } from './checkpoint.ts';
import { accountOf, type Governance } from './governance.ts';
import { foldOrder, type GovernanceEntry, isInPastOf, type Node } from './graph.ts';
import { objectionToPlace, type Undoing, undoKey } from './undo.ts';

const isOpen = ({ record }: Governance, { log, id }: LogHead): boolean => {
  const node = record.graph.byId.get(id);
  return log.channel === record.graph.channel && node !== undefined && !isBelow(record.top, node);
};

/** Whether what is written next would build on it: a vote names nothing else. */
const isKnown = ({ heads, record }: Governance, node: Node): boolean =>
  heads.some((id) => {
    const head = record.graph.byId.get(id);
    return head !== undefined && (head === node || isInPastOf(node.index, head));
  });

/** Why a vote in that log, of a device that knows all of this, would not count; `undefined` where it would. */
export const objectionToUndo = (
  governance: Governance,
  log: LogRef,
  from: readonly LogHead[],
): string | undefined => {
  const { electors, undoings } = governance.record.undone;
  const elector = electors.get(log.device);
  const reason = objectionToPlace(elector, { log, sequence: Infinity }, from);
  if (reason !== undefined) return reason;
  if (!from.some((place) => isOpen(governance, place))) return 'what it names is final';
  const { graph } = governance.record;
  const named = from.filter((place) => place.log.channel === graph.channel);
  const isUnknown = (node: Node | undefined): boolean => node === undefined || !isKnown(governance, node);
  if (named.some(({ id }) => isUnknown(graph.byId.get(id)))) return 'it names what it did not know of';
  const before = undoings.find((it) => undoKey(it.from) === undoKey(from));
  return elector !== undefined && before?.by.includes(elector.account) === true
    ? 'the author voted for it already'
    : undefined;
};

/**
 * The first entries of governance logs that do not count where a decision is undone with all that its author decided since, by
 * this device or by any: only what is not final and what counts or is built on. None where there is no such thing.
 */
export const undoneFrom = (governance: Governance, id: EntryId, by: 'device' | 'account'): LogHead[] => {
  const { graph, order, top } = governance.record;
  const start = graph.byId.get(id);
  if (start === undefined || isBelow(top, start)) return [];
  const ownerOf = ({ log }: Node['entry']) => accountOf(governance, log.device, log.generation);
  const account = ownerOf(start.entry);
  const isConcerned = ({ entry }: Node): boolean =>
    logKey(entry.log) === logKey(start.entry.log) ||
    (by === 'account' && account !== undefined && ownerOf(entry) === account);
  const first = new Map<string, LogHead>();
  for (const node of order) {
    const isEarlier = isBelow(top, node) || foldOrder(node, start) < 0;
    if (isEarlier || !isConcerned(node) || !isKnown(governance, node)) continue;
    const { log, sequence } = node.entry;
    const before = first.get(logKey(log));
    if (before === undefined || sequence < before.sequence)
      first.set(logKey(log), { log, sequence, id: node.entry.id });
  }
  return [...first.values()].sort((a, b) => (logKey(a.log) < logKey(b.log) ? -1 : 1));
};

/** What somebody would undo: from some decision on, these places. */
interface Wish {
  start: GovernanceEntry;
  from: readonly LogHead[];
  voter: AccountId;
}

/** Whether all that is named falls with it. */
const holdsAll = ({ from }: Undoing, named: readonly LogHead[]): boolean =>
  named.every((place) =>
    from.some(({ log, sequence }) => logKey(log) === logKey(place.log) && sequence <= place.sequence),
  );

/**
 * What others voted for from that decision on, for a vote that is to count together with theirs: the same, or what fells nothing of
 * anybody else's and nothing from before. A vote for more than somebody wishes would help whoever put that beside it. Or what holds
 * all of it, where that is carried or the voter's own. `isEarlier` says of a place in a channel whether it is from before.
 */
export const motionFor = (
  governance: Governance,
  { start, from, voter }: Wish,
  isEarlier: (place: LogHead) => boolean,
): Undoing | undefined => {
  const { graph, undone } = governance.record;
  const ownerOf = ({ log }: Pick<LogHead, 'log'>) => accountOf(governance, log.device, log.generation);
  const isBefore = (place: LogHead): boolean =>
    place.log.channel === graph.channel
      ? (graph.byId.get(place.id)?.entry.clock ?? 0) < start.clock
      : isEarlier(place);
  const isWithin = (motion: Undoing): boolean =>
    motion.from.every((place) => ownerOf(place) === ownerOf(start) && !isBefore(place));
  const moved = undone.undoings.filter((motion) => motion.from.some(({ id }) => id === start.id));
  const others = moved.filter(({ by, isCarried }) => !isCarried && !by.includes(voter));
  return (
    moved.find((motion) => motion.isCarried && holdsAll(motion, from)) ??
    others.find((motion) => undoKey(motion.from) === undoKey(from)) ??
    others.find(isWithin) ??
    moved.find((motion) => motion.by.includes(voter) && holdsAll(motion, from))
  );
};

/** What would not count any more if owners undid everything from these entries on, and what would count again. */
export const previewUndo = (
  governance: Governance,
  from: readonly LogHead[],
): { falls: EntryId[]; returns: EntryId[] } => {
  const { graph, sets } = governance.record;
  const { settlement } = foldSet(graph, graph.nodes, graph.forks, new Map(sets), { assumed: from });
  const after = settlement.judgement.accepted.map(({ node }) => node.entry.id);
  const [before, then] = [new Set(governance.accepted), new Set(after)];
  return {
    falls: governance.accepted.filter((id) => !then.has(id)),
    returns: after.filter((id) => !before.has(id)),
  };
};
