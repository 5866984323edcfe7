/**
 * [G1] Governance as an Automerge document: one change for every accepted act in fold order, with a fixed actor and the act's
 * time. So replicas that accept the same acts have the same Automerge heads, which are the fingerprint of the state, and the
 * document's history is the audit trail. A module of its own: Automerge's WebAssembly is loaded only where this is.
 */
import * as Automerge from '@automerge/automerge';
import { hlcToMs } from '../clock.ts';
import type { EntryId } from '../ids.ts';
import { applyChanges } from './change.ts';
import { changesBy } from './changes.ts';
import type { Governance } from './governance.ts';
import { emptyState, type GovernanceState, type Ruling } from './state.ts';

type Contents = Record<string, unknown>;

export interface GovernanceDocument {
  doc: Automerge.Doc<Contents>;
  /** Automerge's heads, in ascending order. */
  heads: string[];
  /** The acts that are in it, in order. */
  accepted: readonly EntryId[];
  /** The same state, plain. */
  state: GovernanceState;
}

/** Ids are atoms: as Automerge's collaborative text each would cost an operation per letter. */
const toAutomerge = (value: unknown): unknown => {
  if (typeof value === 'string') return new Automerge.ImmutableString(value);
  if (value instanceof Uint8Array || typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(toAutomerge);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, toAutomerge(item)]));
};

const toPlain = (value: unknown): unknown => {
  if (Automerge.isImmutableString(value)) return value.toString();
  if (value instanceof Uint8Array || typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(toPlain);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, toPlain(item)]));
};

/** The state that a document holds, at its end or at an earlier time (`Automerge.view`). */
export const readGovernanceDocument = (doc: Automerge.Doc<Contents>): GovernanceState =>
  toPlain(doc) as GovernanceState;

const putIn = (contents: Contents, path: readonly string[], value: unknown): void => {
  let branch = contents;
  for (const step of path.slice(0, -1)) branch = branch[step] as Contents;
  const last = path[path.length - 1] as string;
  if (value === undefined) delete branch[last];
  else branch[last] = toAutomerge(value);
};

const enact = (
  doc: Automerge.Doc<Contents>,
  state: GovernanceState,
  own: WeakSet<object>,
  ruling: Ruling,
): Automerge.Doc<Contents> => {
  const changes = changesBy(state, ruling);
  const options = {
    time: Math.floor(hlcToMs(ruling.clock) / 1000),
    message: `${ruling.act.type} ${ruling.id}`,
  };
  if (changes.length === 0) return Automerge.emptyChange(doc, options);
  const next = Automerge.change(doc, options, (contents) => {
    if (ruling.act.type === 'genesis') Object.assign(contents, emptyState());
    for (const { path, value } of changes) putIn(contents, path, value);
  });
  applyChanges(state, changes, own);
  return next;
};

const isPrefix = (shorter: readonly EntryId[], longer: readonly EntryId[]): boolean =>
  shorter.length <= longer.length && shorter.every((id, i) => longer[i] === id);

/**
 * Projects governance into its document. With the document `before`, only the acts behind it are added, where it has a
 * beginning of the same acts; else all are projected anew. `before` is used up.
 */
export const projectGovernance = (
  governance: Governance,
  before?: GovernanceDocument,
): GovernanceDocument => {
  const { accepted } = governance.record.settlement.judgement;
  const continues = before !== undefined && isPrefix(before.accepted, governance.accepted);
  let doc = continues ? before.doc : Automerge.init<Contents>({ actor: governance.space });
  const state = continues ? { ...before.state } : emptyState();
  const own = new WeakSet();
  for (const { ruling } of accepted.slice(continues ? before.accepted.length : 0))
    doc = enact(doc, state, own, ruling);
  return { doc, heads: Automerge.getHeads(doc).sort(), accepted: governance.accepted, state };
};
