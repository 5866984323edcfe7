/**
 * [G5] Finality. An owner signs that some acts, with all before them, are what they are. What more than half of the owners signed is
 * final: it is folded as a set of its own, and nothing that arrives later is judged against it.
 *
 * The owners who count are those of the checkpoint before, so each one hangs on the last; the first hangs on the genesis. An
 * honest owner signs only what includes all that they signed before: then any two that are final include one another. A
 * signature counts by the certificate of its device, whatever becomes of it later, unless a device of the same account that was
 * certified after it puts it out with a cutoff before the signature [G8]: whoever steals a device makes nothing final.
 */
import { toHex } from '../bytes.ts';
import type { LogHead } from '../entry/log.ts';
import type { Certificate } from '../identity/certificate.ts';
import type { AccountId, EntryId } from '../ids.ts';
import type { Taking } from './cutoff.ts';
import type { Forks } from './fork.ts';
import { bitsUpTo, foldOrder, forksWithin, type Graph, isInPastOf, type Node } from './graph.ts';
import type { Judgement } from './judgement.ts';
import { type Settlement, settle } from './settle.ts';
import { ownersIn } from './state.ts';
import { type Undone, undoneIn } from './undo.ts';
import { certificatesIn, takesBack } from './withdrawal.ts';

/** A set of acts as some owners signed it. */
export interface Checkpoint {
  key: string;
  covers: readonly EntryId[];
  /** The fingerprint that they signed. */
  state: Uint8Array;
  /** Which nodes it includes, by index. */
  bits: Uint32Array;
  /** How many those are. */
  size: number;
  /** The first is 1. */
  version: number;
  signers: readonly AccountId[];
  /** By how many owners, more than half of whom had to sign. */
  owners: number;
}

/** What some nodes of a graph come to. */
export interface Folded {
  /** All of them, in the order of the fold: what is final comes first. */
  order: readonly Node[];
  settlement: Settlement;
  /** What owners undid among them [G4]. */
  undone: Undone;
  /** The greatest final checkpoint among them. */
  top: Checkpoint | undefined;
}

/** What a signed set comes to: all that judging what lies outside of it needs. */
export interface Final {
  order: readonly Node[];
  judgement: Judgement;
  takings: readonly Taking[];
  /** Where owners undid logs in it, or before. */
  ends: Undone['ends'];
  /** How many checkpoints there were within it. */
  version: number;
  /** Those who count for signing it: more than half of them make it final. */
  owners: readonly AccountId[];
}

/** Sets that were folded before, by the key of their checkpoint: what is signed never changes. */
export type FoldedSets = Map<string, Final>;

/** A set that somebody signed. */
export interface Candidate {
  key: string;
  covers: readonly EntryId[];
  state: Uint8Array;
  bits: Uint32Array;
  size: number;
  signs: Node[];
}

const countBits = (bits: Uint32Array): number => {
  let count = 0;
  for (const word of bits) for (let rest = word; rest !== 0; rest &= rest - 1) count++;
  return count;
};

const includes = (bits: Uint32Array, node: Node): boolean => isInPastOf(node.index, { past: bits });

export const keyOf = (covers: readonly EntryId[], state: Uint8Array): string =>
  `${covers.join()}/${toHex(state)}`;

/** The set of these and all before them; `undefined` where one of them is not here. */
export const candidateOf = (
  graph: Graph,
  covers: readonly EntryId[],
  state: Uint8Array,
): Candidate | undefined => {
  const bits = bitsUpTo(graph, covers);
  return bits && { key: keyOf(covers, state), covers, state, bits, size: countBits(bits), signs: [] };
};

/** Sets that were signed, the greatest first. */
export const candidatesAmong = (graph: Graph, nodes: readonly Node[]): Candidate[] => {
  const found = new Map<string, Candidate>();
  for (const node of nodes) {
    const { act } = node.content;
    if (act?.type !== 'checkpoint.sign') continue;
    const known = found.get(keyOf(act.covers, act.state));
    if (known !== undefined) {
      known.signs.push(node);
      continue;
    }
    const candidate = candidateOf(graph, act.covers, act.state);
    if (candidate === undefined || includes(candidate.bits, node)) continue;
    found.set(candidate.key, { ...candidate, signs: [node] });
  }
  return [...found.values()].sort((a, b) => b.size - a.size || (a.key < b.key ? -1 : 1));
};

/** Owners as the genesis says. */
const founders = (nodes: readonly Node[]): readonly AccountId[] => {
  const genesis = nodes.find(({ content }) => content.act?.type === 'genesis')?.content;
  if (genesis?.act?.type !== 'genesis' || genesis.certificate === undefined) return [];
  return genesis.act.owners ?? [genesis.certificate.account];
};

/** The owners who count for a checkpoint of `nodes`: those of the one before, or of the genesis. */
export const ownersBefore = (nodes: readonly Node[], before: Final | undefined): readonly AccountId[] =>
  before === undefined ? founders(nodes) : ownersIn(before.judgement.state);

/** What a signed set comes to, of `nodes` that include it. */
export const foldCovered = (
  graph: Graph,
  nodes: readonly Node[],
  { key, bits }: Candidate,
  sets: FoldedSets,
): Final => {
  const known = sets.get(key);
  if (known !== undefined) return known;
  const inside = nodes.filter((node) => includes(bits, node));
  const { order, settlement, undone, top } = foldSet(graph, inside, forksWithin(graph, inside), sets);
  const final: Final = {
    order,
    judgement: settlement.judgement,
    takings: settlement.takings,
    ends: undone.ends,
    version: top?.version ?? 0,
    owners: ownersBefore(order, top && sets.get(top.key)),
  };
  sets.set(key, final);
  return final;
};

/** Which of the owners signed it, in ascending order. */
export const signersOf = (
  { signs, bits }: Candidate,
  { judgement, owners }: Final,
  nodes: readonly Node[],
): AccountId[] => {
  const certificates = certificatesIn(nodes);
  const removals = nodes.filter(
    (node) => node.content.act?.type === 'device.remove' && !includes(bits, node),
  );
  // A thief who signs knowing of the removal is withdrawn as well: only what is in the set itself counts as done before.
  const isWithdrawn = (sign: Node, own: Certificate): boolean =>
    removals.some((node) => !isInPastOf(sign.index, node) && takesBack(node, sign, own, certificates));
  const { devices, members } = judgement.state;
  const signers = signs.flatMap((sign) => {
    const { device } = sign.entry.log;
    const account = devices[device];
    const own = account && members[account]?.devices[device]?.certificate;
    if (account === undefined || own === undefined || !owners.includes(account)) return [];
    return isWithdrawn(sign, own) ? [] : [account];
  });
  return [...new Set(signers)].sort();
};

const topAmong = (graph: Graph, nodes: readonly Node[], sets: FoldedSets): Checkpoint | undefined => {
  for (const candidate of candidatesAmong(graph, nodes)) {
    const folded = foldCovered(graph, nodes, candidate, sets);
    const signers = signersOf(candidate, folded, nodes);
    if (signers.length * 2 <= folded.owners.length) continue;
    const { key, covers, state, bits, size } = candidate;
    const version = folded.version + 1;
    return { key, covers, state, bits, size, version, signers, owners: folded.owners.length };
  }
  return undefined;
};

/** What is undone as if it had been voted for. */
interface Assumption {
  assumed?: readonly LogHead[];
}

/** Folds some nodes of a graph that include all that they build on. */
export const foldSet = (
  graph: Graph,
  nodes: readonly Node[],
  forks: Forks,
  sets: FoldedSets,
  { assumed }: Assumption = {},
): Folded => {
  const top = topAmong(graph, nodes, sets);
  const below = top && sets.get(top.key);
  const final = below?.judgement;
  const rest = (top === undefined ? nodes : nodes.filter((node) => !includes(top.bits, node))).toSorted(
    foldOrder,
  );
  const { byId, channel } = graph;
  const undone = undoneIn({
    channel,
    byId,
    nodes,
    forks,
    isFinal: (node) => isBelow(top, node),
    owners: ownersBefore(nodes, below),
    below: below && { state: below.judgement.state, ends: below.ends },
    assumed,
  });
  const settlement = settle(
    { forks, byId, undone, order: rest, nodes: graph.nodes.length, below: final },
    below?.takings ?? [],
  );
  return { order: [...(below?.order ?? []), ...rest], settlement, undone, top };
};

/** Whether nothing that arrives later changes what became of a node. */
export const isBelow = (top: Checkpoint | undefined, node: Node): boolean =>
  top !== undefined && includes(top.bits, node);
