/**
 * [G4] Cutoffs further back than their author's frontier: owners vote that nothing counts from some entries on. More than half of
 * the owners of the newest checkpoint carry it, with the devices that they had there: so it rests on nothing that it could
 * fell, and nobody chooses who decides by choosing what falls.
 *
 * Votes are counted before anything is judged, as signatures are: a vote counts whatever else falls, unless it lies in what it
 * names itself or a later device of its account takes it back. What is carried ends the logs, above the checkpoint only; all
 * the rest is then judged as if that had never been there.
 */
import { type LogHead, logKey } from '../entry/log.ts';
import type { Certificate } from '../identity/certificate.ts';
import type { AccountId, ChannelId, DeviceId, EntryId } from '../ids.ts';
import type { ActOf } from './act.ts';
import type { Forks } from './fork.ts';
import { foldOrder, isInPastOf, type Node } from './graph.ts';
import type { GovernanceState } from './state.ts';
import { certificatesIn, takesBack } from './withdrawal.ts';

/** An owner's device of the newest checkpoint. */
interface Elector {
  account: AccountId;
  generation: number;
  certificate: Certificate;
}

/** The first entry of a log that does not count, and the vote that carried it. */
interface LogEnd {
  sequence: number;
  by: EntryId;
}

/** What some owners voted to undo, and something of which is not final. */
export interface Undoing {
  /** The first entries that no longer count, by log. */
  from: readonly LogHead[];
  by: readonly AccountId[];
  votes: readonly EntryId[];
  /** By how many owners; more than half of them carry it. */
  owners: number;
  isCarried: boolean;
}

export interface Undone {
  electors: ReadonlyMap<DeviceId, Elector>;
  undoings: readonly Undoing[];
  /** By log, also of what is final. */
  ends: ReadonlyMap<string, LogEnd>;
  /** What became of the votes that are not final: whose they are, or why they do not count. */
  votes: ReadonlyMap<EntryId, Elector | string>;
}

/** What is final already. */
interface Below {
  state: GovernanceState;
  ends: ReadonlyMap<string, LogEnd>;
}

/** Some nodes, in which owners may have undone something. */
export interface UndoCase {
  channel: ChannelId;
  byId: ReadonlyMap<EntryId, Node>;
  nodes: readonly Node[];
  forks: Forks;
  isFinal: (node: Node) => boolean;
  /** The owners of the newest checkpoint, or of the genesis. */
  owners: readonly AccountId[];
  below: Below | undefined;
  /** What is undone as if it had been voted for: to see what it would come to. */
  assumed?: readonly LogHead[] | undefined;
}

type Vote = ActOf<'owners.undo'>;

const voteOf = ({ content: { act } }: Node): Vote | undefined =>
  act?.type === 'owners.undo' ? act : undefined;

/** The same for the same entries only. */
export const undoKey = (from: readonly LogHead[]): string =>
  from
    .map(({ log, sequence, id }) => `${logKey(log)}/${sequence}/${id}`)
    .sort()
    .join();

const electorsOf = ({ nodes, owners, below }: UndoCase): Map<DeviceId, Elector> => {
  if (below !== undefined) {
    const devices = owners.flatMap((account) =>
      Object.values(below.state.members[account]?.devices ?? {}).map((it) => ({ account, ...it })),
    );
    return new Map(devices.map((it) => [it.certificate.device, it]));
  }
  const founding = nodes.find(({ content }) => content.act?.type === 'genesis')?.content.certificate;
  if (founding === undefined) return new Map();
  return new Map([[founding.device, { account: founding.account, generation: 0, certificate: founding }]]);
};

const doesKnow = ({ byId, channel }: UndoCase, node: Node, from: readonly LogHead[]): boolean => {
  const named = from.filter(({ log }) => log.channel === channel);
  return (
    named.length > 0 &&
    named.every(({ log, sequence, id }) => {
      const other = byId.get(id);
      const isThere = other?.entry.sequence === sequence && logKey(other.entry.log) === logKey(log);
      return isThere && isInPastOf(other.index, node);
    })
  );
};

const NO_ELECTOR = 'only an owner by the newest checkpoint may';

/** Why a vote of such a device, at that place of its log, is none; `undefined` where it counts as far as its place goes. */
export const objectionToPlace = (
  elector: Elector | undefined,
  { log, sequence }: Pick<LogHead, 'log' | 'sequence'>,
  from: readonly LogHead[],
): string | undefined => {
  if (elector === undefined || elector.generation !== log.generation) return NO_ELECTOR;
  const falls = from.some((place) => logKey(place.log) === logKey(log) && place.sequence <= sequence);
  return falls ? 'it would undo itself' : undefined;
};

const judgeVotes = (
  given: UndoCase,
  electors: ReadonlyMap<DeviceId, Elector>,
): Map<EntryId, Elector | string> => {
  const { nodes, forks, isFinal } = given;
  const votes = new Map<EntryId, Elector | string>();
  const open = nodes.filter((node) => voteOf(node) !== undefined && !isFinal(node));
  if (open.length === 0) return votes;
  const certificates = certificatesIn(nodes);
  const removals = nodes.filter((node) => node.content.act?.type === 'device.remove' && !isFinal(node));
  const isTakenBack = (vote: Node, { certificate }: Elector): boolean =>
    removals.some(
      (removal) => !isInPastOf(vote.index, removal) && takesBack(removal, vote, certificate, certificates),
    );
  for (const node of open) {
    const { entry } = node;
    if ((forks.get(logKey(entry.log)) ?? Infinity) <= entry.sequence) continue;
    const { from } = voteOf(node) as Vote;
    const elector = electors.get(entry.log.device);
    const reason = objectionToPlace(elector, entry, from);
    if (elector === undefined || reason !== undefined) votes.set(entry.id, reason ?? NO_ELECTOR);
    else if (!doesKnow(given, node, from)) votes.set(entry.id, 'it names what it did not know of');
    else if (isTakenBack(node, elector))
      votes.set(entry.id, 'a later device of the same account took it back');
    else votes.set(entry.id, elector);
  }
  return votes;
};

interface Cast {
  node: Node;
  account: AccountId;
  from: readonly LogHead[];
}

/** The votes that count. A final one has no say: it knew what it names, so all of that is final with it. */
const castIn = ({ byId }: UndoCase, votes: Undone['votes']): Cast[] =>
  [...votes].flatMap(([id, verdict]) => {
    const node = byId.get(id);
    const vote = node && voteOf(node);
    if (node === undefined || vote === undefined || typeof verdict === 'string') return [];
    return [{ node, account: verdict.account, from: vote.from }];
  });

/** Which entries it names in governance that are not final. */
const openPlaces = ({ byId, channel, isFinal }: UndoCase, from: readonly LogHead[]): readonly LogHead[] =>
  from.filter(({ log, id }) => {
    const node = byId.get(id);
    return log.channel === channel && node !== undefined && !isFinal(node);
  });

/** What owners undid among the nodes of a case, and what they may yet. */
export const undoneIn = (given: UndoCase): Undone => {
  const { channel, owners, below, assumed } = given;
  const electors = electorsOf(given);
  const votes = judgeVotes(given, electors);
  const ends = new Map(below?.ends);
  const endAt = (from: readonly LogHead[], by: EntryId): void => {
    const open = openPlaces(given, from);
    if (open.length === 0) return;
    for (const { log, sequence } of [...open, ...from.filter((place) => place.log.channel !== channel)]) {
      const before = ends.get(logKey(log));
      if (before === undefined || sequence < before.sequence) ends.set(logKey(log), { sequence, by });
    }
  };
  const cast = castIn(given, votes).sort((a, b) => foldOrder(a.node, b.node));
  const motions = Map.groupBy(cast, ({ from }) => undoKey(from));
  const undoings: Undoing[] = [];
  for (const [, those] of [...motions].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const { from, node } = those.at(-1) as Cast;
    if (openPlaces(given, from).length === 0) continue;
    const by = [...new Set(those.map(({ account }) => account))].sort();
    const isCarried = by.length * 2 > owners.length;
    if (isCarried) endAt(from, node.entry.id);
    const ids = those.map((it) => it.node.entry.id);
    undoings.push({ from, by, votes: ids, owners: owners.length, isCarried });
  }
  if (assumed !== undefined) endAt(assumed, '' as EntryId);
  return { electors, undoings, ends, votes };
};
