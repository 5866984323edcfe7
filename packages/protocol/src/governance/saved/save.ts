/** [G5] Saving what is final. */
import type { AccountId, EntryId } from '../../ids.ts';
import type { Governance } from '../governance.ts';
import { type Node, parentsOf } from '../graph.ts';
import type { Judgement } from '../judgement.ts';
import { ROLES } from '../role.ts';
import { encodeSaved, SAVED_VERSION, type SavedEntry, type SavedSet } from './format.ts';

/** The nodes with parents first, in an order that hangs on nothing else. */
const inOrderOfDescent = (nodes: readonly Node[]): Node[] => {
  const depths = new Map<EntryId, number>();
  // A graph's list has parents first.
  for (const { entry } of nodes.toSorted((a, b) => a.index - b.index))
    depths.set(entry.id, 1 + Math.max(0, ...parentsOf(entry).map((id) => depths.get(id) ?? 0)));
  const depthOf = ({ entry }: Node): number => depths.get(entry.id) ?? 0;
  return nodes.toSorted(
    (a, b) => a.latest - b.latest || depthOf(a) - depthOf(b) || (a.entry.id < b.entry.id ? -1 : 1),
  );
};

type Verdict = SavedEntry[7];
type SavedLog = SavedSet[4][number];
type SavedEnd = SavedSet[9][number];

/** What became of each entry, by its id. */
const verdictsIn = (
  { accepted, voided, voidedBy }: Judgement,
  nodes: readonly Node[],
  placeOf: (id: EntryId) => number,
): { verdicts: Map<EntryId, Verdict>; accounts: AccountId[] } => {
  const accounts = [...new Set(accepted.map(({ ruling }) => ruling.author))].sort();
  const seats = new Map(accounts.map((account, i) => [account, i]));
  const verdicts = new Map<EntryId, Verdict>();
  for (const { node, ruling, rank, certifiedAt } of accepted) {
    const by = seats.get(ruling.author) as number;
    const rankSeat = rank === undefined ? 0 : ROLES.indexOf(rank) + 1;
    verdicts.set(node.entry.id, [1, by, rankSeat, certifiedAt, ruling.generation]);
  }
  for (const { entry, content } of nodes) {
    const reason = voided.get(entry.id);
    const by = voidedBy.get(entry.id);
    if (reason === undefined) continue;
    verdicts.set(entry.id, [0, reason, by === undefined ? 0 : placeOf(by), content.act === undefined]);
  }
  return { verdicts, accounts };
};

/** How many decisions the newest final set has; 0 where nothing is final. */
export const finalSize = ({ record }: Governance): number => record.top?.size ?? 0;

/** The newest final set, as it is saved; `undefined` where nothing is final. */
export const saveGovernance = ({ space, record }: Governance): Uint8Array | undefined => {
  const { top, sets } = record;
  const final = top && sets.get(top.key);
  if (top === undefined || final === undefined) return undefined;
  const nodes = inOrderOfDescent(final.order);
  const places = new Map(nodes.map(({ entry }, i) => [entry.id, i + 1]));
  const placeOf = (id: EntryId): number => places.get(id) ?? 0;
  const { verdicts, accounts } = verdictsIn(final.judgement, nodes, placeOf);
  const logs = new Map<string, number>();
  const seatOf = ({ entry: { log } }: Node): number => {
    const key = `${log.device}/${log.generation}`;
    if (!logs.has(key)) logs.set(key, logs.size);
    return logs.get(key) as number;
  };
  const entries = nodes.map((node): SavedEntry => {
    const { id, sequence, previous, heads, clock, body } = node.entry;
    const verdict = verdicts.get(id) as Verdict;
    return [seatOf(node), sequence, placeOf(previous), heads.map(placeOf), clock, id, body, verdict];
  });
  const ends = [...final.ends].sort(([a], [b]) => (a < b ? -1 : 1));
  return encodeSaved([
    SAVED_VERSION,
    space,
    top.covers.map(placeOf),
    top.state,
    [...logs.keys()].map((key) => {
      const [device, generation] = key.split('/');
      return [device, Number(generation)] as SavedLog;
    }),
    accounts,
    entries,
    final.order.map(({ entry }) => placeOf(entry.id)),
    final.takings.map(({ node }) => placeOf(node.entry.id)),
    ends.map(([key, { sequence, by }]) => {
      const [channel, device, generation] = key.split('/');
      return [channel, device, Number(generation), sequence, placeOf(by)] as SavedEnd;
    }),
    final.version,
    [...final.owners].sort(),
  ]);
};
