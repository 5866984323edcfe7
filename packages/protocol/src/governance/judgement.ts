/** What some acts came to, one after the other, and taking up more of them. */
import type { EntryId } from '../ids.ts';
import type { Accepted } from './accepted.ts';
import { applyChanges } from './change.ts';
import { changesBy } from './changes.ts';
import type { Node } from './graph.ts';
import { emptyState, type GovernanceState } from './state.ts';
import { touchedBy } from './subject.ts';

export interface Judgement {
  /** In fold order. */
  accepted: Accepted[];
  /** How many of them, from the first, are final [G5]. */
  final: number;
  /** Which nodes are accepted, by index. */
  bits: Uint32Array;
  voided: Map<EntryId, string>;
  /** Of what is void because of another act, which one. */
  voidedBy: Map<EntryId, EntryId>;
  /** Which nodes knew of all that counted before them. */
  knewAll: Set<Node>;
  /** After all accepted acts. */
  state: GovernanceState;
  /** The accepted acts that bear on a subject, as places in `accepted`. */
  bySubject: Map<string, number[]>;
  /** What hangs below its containers and is no other's too; all of it where this is absent. */
  own?: WeakSet<object>;
}

/** What somebody knew. */
export type Past = Pick<Node, 'past'>;

/** Whether somebody who knew so much knew of all that counts. */
export const knowsAllOf = ({ bits }: Pick<Judgement, 'bits'>, { past }: Past): boolean => {
  for (let word = 0; word < bits.length; word++) {
    if (((bits[word] as number) & ~(past[word] ?? 0)) !== 0) return false;
  }
  return true;
};

/** Takes up an act that counts, behind all that count before it. */
export const takeUp = (judgement: Judgement, accepted: Accepted): void => {
  const { own } = judgement;
  const place = judgement.accepted.push(accepted) - 1;
  (judgement.bits[accepted.node.index >>> 5] as number) |= 1 << (accepted.node.index & 31);
  for (const subject of touchedBy(accepted.ruling)) {
    let places = judgement.bySubject.get(subject);
    if (places === undefined || own?.has(places) === false) {
      places = [...(places ?? [])];
      own?.add(places);
      judgement.bySubject.set(subject, places);
    }
    places.push(place);
  }
  applyChanges(judgement.state, changesBy(judgement.state, accepted.ruling), own);
  const { certificate } = accepted.ruling;
  if (certificate !== undefined) accepted.arrivedAs = judgement.state.members[certificate.account]?.role;
};

/** A copy of a judgement that takes up more, of a graph with so many nodes. */
export const sharedJudgement = (judgement: Judgement, nodes: number): Judgement => {
  const bits = new Uint32Array((nodes + 31) >>> 5);
  bits.set(judgement.bits);
  return {
    accepted: [...judgement.accepted],
    final: judgement.final,
    bits,
    voided: new Map(judgement.voided),
    voidedBy: new Map(judgement.voidedBy),
    knewAll: new Set(judgement.knewAll),
    state: { ...judgement.state },
    bySubject: new Map(judgement.bySubject),
    own: new WeakSet(),
  };
};

/** Before anything was judged, of a graph with so many nodes. */
export const emptyJudgement = (nodes: number): Judgement => ({
  accepted: [],
  final: 0,
  bits: new Uint32Array((nodes + 31) >>> 5),
  voided: new Map(),
  voidedBy: new Map(),
  knewAll: new Set(),
  state: emptyState(),
  bySubject: new Map(),
});

/** On top of what is judged, of a graph with so many nodes. */
export interface Beginning {
  below: Judgement | undefined;
  nodes: number;
}

/** What judging a case begins with. */
export const beginJudgement = ({ below, nodes }: Beginning): Judgement => {
  const judgement = below === undefined ? emptyJudgement(nodes) : sharedJudgement(below, nodes);
  judgement.final = judgement.accepted.length;
  return judgement;
};
