/** [G5] Starting from what was saved: what it holds is taken as judged, and only what lies behind it is folded. */

import { type LogRef, logKey } from '../../entry/log.ts';
import { plexiError } from '../../errors.ts';
import { statementIn } from '../../identity/certificate.ts';
import { type AccountId, type EntryId, type SpaceId, ZERO_ID } from '../../ids.ts';
import type { Primitives } from '../../primitives.ts';
import type { Accepted } from '../accepted.ts';
import { decodeAct } from '../act.ts';
import { type Final, keyOf } from '../checkpoint.ts';
import { takingOf } from '../cutoff.ts';
import { readFork } from '../fork.ts';
import {
  addNode,
  type Content,
  emptyGraph,
  type GovernanceEntry,
  type Graph,
  type Node,
  takeSeat,
} from '../graph.ts';
import { emptyJudgement, type Judgement, takeUp } from '../judgement.ts';
import { ROLES } from '../role.ts';
import { decodeSaved, type SavedEntry, type SavedSet } from './format.ts';

/** A final set as it was saved, ready to be folded on. */
export interface SavedGovernance {
  readonly space: SpaceId;
  readonly entries: readonly GovernanceEntry[];
  /** The last entry of each log in it. */
  readonly ends: ReadonlyMap<string, GovernanceEntry>;
  readonly graph: Graph;
  readonly key: string;
  readonly final: Final;
}

const refuse = (detail: string): never => {
  throw new TypeError(detail);
};

/** The `place`th of them, counted from 1. */
const at = <Item>(items: readonly Item[], place: number): Item =>
  items[place - 1] ?? refuse('it names what is not in it');

/** What an entry says that was judged before: signatures are not looked at again. */
const contentOf = (
  primitives: Primitives,
  space: SpaceId,
  [, , , , , , body, verdict]: SavedEntry,
): Content => {
  if (verdict[0] === 0 && verdict[3]) return { act: undefined, certificate: undefined, flaw: verdict[1] };
  const { act } = decodeAct(body);
  if (act.type === 'fork.prove') {
    const fork = readFork(primitives, space, act) ?? refuse('a proof that proves nothing');
    return { act, certificate: undefined, fork, flaw: undefined };
  }
  const shown = 'certificate' in act ? act.certificate : undefined;
  return { act, certificate: shown && statementIn(shown).certificate, flaw: undefined };
};

const restoreGraph = (primitives: Primitives, saved: SavedSet): Graph => {
  const [, space, , , logs, , entries] = saved;
  const graph = emptyGraph(primitives, space);
  for (const saving of entries) {
    const [log, sequence, previous, heads, clock, id, body] = saving;
    const [device, generation] = at(logs, log + 1);
    const before = previous === 0 ? undefined : at(graph.nodes, previous);
    const seen = heads.map((head) => at(graph.nodes, head));
    if (graph.byId.has(id)) refuse('it holds an entry twice');
    const entry: GovernanceEntry = {
      id,
      log: { channel: graph.channel, device, generation },
      sequence,
      previous: before?.entry.id ?? (ZERO_ID as EntryId),
      clock,
      heads: seen.map((node) => node.entry.id),
      body,
    };
    takeSeat(graph, entry);
    const parents = before === undefined ? seen : [before, ...seen];
    addNode(graph, entry, parents, contentOf(primitives, space, saving));
  }
  return graph;
};

const acceptedFrom = (
  accounts: readonly AccountId[],
  node: Node,
  verdict: SavedEntry[7],
): Accepted | undefined => {
  if (verdict[0] === 0) return undefined;
  const [, by, rank, certifiedAt, generation] = verdict;
  const { act, certificate, fork } = node.content;
  if (act === undefined) return refuse('an entry counts that says nothing');
  const { id, clock, log } = node.entry;
  const author = at(accounts, by + 1);
  const shown = fork === undefined ? {} : { fork };
  const ruling = { id, clock, device: log.device, author, act, certificate, generation, ...shown };
  return { node, ruling, rank: rank === 0 ? undefined : at(ROLES, rank), certifiedAt, arrivedAs: undefined };
};

const restoreJudgement = (
  saved: SavedSet,
  nodes: readonly Node[],
): { judgement: Judgement; order: Node[] } => {
  const [, , , , , accounts, entries, places] = saved;
  const judgement = emptyJudgement(nodes.length);
  const order = places.map((place) => at(nodes, place));
  if (new Set(order).size !== nodes.length || order.length !== nodes.length)
    refuse('its order leaves some out');
  for (const node of order) {
    const verdict = (entries[node.index] as SavedEntry)[7];
    const accepted = acceptedFrom(accounts, node, verdict);
    if (accepted !== undefined) takeUp(judgement, accepted);
    if (verdict[0] === 1) continue;
    const [, reason, by] = verdict;
    judgement.voided.set(node.entry.id, reason);
    if (by > 0) judgement.voidedBy.set(node.entry.id, at(nodes, by).entry.id);
  }
  return { judgement, order };
};

const endsIn = (nodes: readonly Node[]): Map<string, GovernanceEntry> => {
  const ends = new Map<string, GovernanceEntry>();
  for (const { entry } of nodes) {
    const key = logKey(entry.log);
    if (entry.sequence > (ends.get(key)?.sequence ?? 0)) ends.set(key, entry);
  }
  return ends;
};

const restore = (primitives: Primitives, space: SpaceId, saved: SavedSet): SavedGovernance => {
  const [, whose, covers, state, , , , , taken, undone, version, owners] = saved;
  if (whose !== space) refuse('of another space');
  const graph = restoreGraph(primitives, saved);
  const { nodes } = graph;
  const { judgement, order } = restoreJudgement(saved, nodes);
  const byNode = new Map(judgement.accepted.map((accepted) => [accepted.node, accepted]));
  const takings = taken.map((place) => {
    const accepted = byNode.get(at(nodes, place));
    return (accepted && takingOf(accepted)) ?? refuse('something is taken by nobody');
  });
  const ends = undone.map(([channel, device, generation, sequence, by]) => {
    const log: LogRef = { channel, device, generation };
    return [logKey(log), { sequence, by: at(nodes, by).entry.id }] as const;
  });
  const key = keyOf(
    covers.map((place) => at(nodes, place).entry.id),
    state,
  );
  const final: Final = { order, judgement, takings, ends: new Map(ends), version, owners };
  return { space, entries: nodes.map(({ entry }) => entry), ends: endsIn(nodes), graph, key, final };
};

/**
 * Reads what `saveGovernance` wrote of that space. Throws GOVERNANCE_SAVED_INVALID; whether it is what follows from the entries, only
 * folding them tells.
 */
export const readSavedGovernance = (
  primitives: Primitives,
  space: SpaceId,
  bytes: Uint8Array,
): SavedGovernance => {
  const saved = decodeSaved(bytes);
  try {
    return restore(primitives, space, saved);
  } catch (cause) {
    // Acts that never counted together may have no place in one another's state.
    throw plexiError('GOVERNANCE_SAVED_INVALID', { cause, detail: 'it does not fit together' });
  }
};
