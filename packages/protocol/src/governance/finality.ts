/** [G5] What is final, what owners have signed beyond it, and what one of them may sign next. */
import { concatBytes } from '../bytes.ts';
import type { AccountId, DeviceId, EntryId } from '../ids.ts';
import { idToBytes } from '../ids.ts';
import type { Primitives } from '../primitives.ts';
import type { ActOf } from './act.ts';
import {
  candidateOf,
  candidatesAmong,
  type Final,
  foldCovered,
  isBelow,
  ownersBefore,
  signersOf,
} from './checkpoint.ts';
import { type Conflict, conflictsIn, doesInclude } from './conflict.ts';
import { type Governance, isUndone } from './governance.ts';
import type { Node } from './graph.ts';
import type { Undoing } from './undo.ts';

/** A set that owners signed which is not final yet. */
export interface Proposal {
  covers: readonly EntryId[];
  state: Uint8Array;
  signers: readonly AccountId[];
  /** By how many owners; more than half of them make it final. */
  owners: number;
}

export interface Finality {
  /** How many checkpoints there were. */
  version: number;
  /** Who signed the last one. */
  signers: readonly AccountId[];
  /** The owners who count for the next. */
  owners: readonly AccountId[];
  /** Decisions that count, and are not final yet; signatures of checkpoints aside. */
  provisional: number;
  proposals: readonly Proposal[];
  conflicts: readonly Conflict[];
  /** What some owners voted to undo; the carried ones until they are final [G4]. */
  undoings: readonly Undoing[];
}

const CONTEXT = new TextEncoder().encode('plexi/governance-state/1\0');

/**
 * The fingerprint of a state: a hash over the acts that count, in the order of the fold. The same acts in the same order make the
 * same Automerge document, with the same heads [G1].
 */
const fingerprint = (primitives: Primitives, { judgement }: Final): Uint8Array =>
  primitives.sha256(concatBytes(CONTEXT, ...judgement.accepted.map(({ node }) => idToBytes(node.entry.id))));

const UNSIGNED = new Uint8Array(32);
const isSignature = (node: Node): boolean => node.content.act?.type === 'checkpoint.sign';

const provisionalIn = ({ record }: Governance): number =>
  record.settlement.judgement.accepted.filter(({ node }) => !isBelow(record.top, node) && !isSignature(node))
    .length;

const ownersNext = ({ record }: Governance): readonly AccountId[] =>
  ownersBefore(record.order, record.top && record.sets.get(record.top.key));

/** Signatures that count, by whose they are. */
const signaturesBy = (governance: Governance): Map<AccountId, Node[]> => {
  const { record, state } = governance;
  const found = new Map<AccountId, Node[]>();
  for (const { node, ruling } of record.settlement.judgement.accepted) {
    if (!isSignature(node) || state.members[ruling.author] === undefined) continue;
    found.set(ruling.author, [...(found.get(ruling.author) ?? []), node]);
  }
  return found;
};

const coversOf = ({ content }: Node): readonly EntryId[] =>
  content.act?.type === 'checkpoint.sign' ? content.act.covers : [];

export const finalityOf = (governance: Governance): Finality => {
  const { record } = governance;
  const { graph, order, sets, top } = record;
  const proposals = candidatesAmong(graph, order)
    .filter(({ size }) => size > (top?.size ?? 0))
    .map((candidate): Proposal => {
      const folded = foldCovered(graph, order, candidate, sets);
      const signers = signersOf(candidate, folded, order);
      return { covers: candidate.covers, state: candidate.state, signers, owners: folded.owners.length };
    });
  return {
    version: top?.version ?? 0,
    signers: top?.signers ?? [],
    owners: ownersNext(governance),
    provisional: provisionalIn(governance),
    proposals,
    conflicts: conflictsIn(record.settlement.judgement, (id) => record.graph.byId.get(id)),
    undoings: record.undone.undoings,
  };
};

/**
 * What an owner may sign now: an open proposal of another that includes all that the owner signed before, comes to the same state
 * here and holds nothing that is void by what is known here; or else everything that this device knows. `undefined` where there is
 * nothing to sign.
 */
export const nextSignature = (
  primitives: Primitives,
  governance: Governance,
  account: AccountId,
): { act: ActOf<'checkpoint.sign'>; isProposal: boolean } | undefined => {
  const { owners, proposals, provisional, conflicts } = finalityOf(governance);
  if (!owners.includes(account)) return undefined;
  const { graph, order, sets } = governance.record;
  const own = signaturesBy(governance).get(account) ?? [];
  const isLater = (covers: readonly EntryId[]): boolean =>
    own.every((node) => doesInclude((id) => graph.byId.get(id), covers, [...coversOf(node), node.entry.id]));
  const folded = (covers: readonly EntryId[]): Final | undefined => {
    const found = candidateOf(graph, covers, UNSIGNED);
    return found && foldCovered(graph, order, found, new Map(sets));
  };
  const signedAs = (covers: readonly EntryId[]): Uint8Array | undefined => {
    const found = folded(covers);
    return found && fingerprint(primitives, found);
  };
  const counting = new Set(governance.record.settlement.judgement.accepted.map(({ node }) => node));
  /** Whether what counts in it counts still: from across a cut comes what is void by what was decided here. */
  const holds = ({ covers }: Proposal): boolean =>
    folded(covers)?.judgement.accepted.every(({ node }) => counting.has(node)) === true;
  const open = proposals.filter(holds);
  const isSame = (a: Uint8Array, b: Uint8Array | undefined): boolean =>
    b !== undefined && a.length === b.length && a.every((byte, i) => byte === b[i]);
  const agreeable = open.find(
    ({ covers, state, signers }) =>
      !signers.includes(account) && isLater(covers) && isSame(state, signedAs(covers)),
  );
  if (agreeable !== undefined) {
    const { covers, state } = agreeable;
    return { act: { type: 'checkpoint.sign', covers: [...covers], state }, isProposal: false };
  }
  // Out of a conflict leads only what includes all of it, whatever else waits.
  const isCalm = conflicts.length === 0;
  const isWaiting = isCalm && open.some(({ signers }) => signers.includes(account));
  const covers = [...governance.heads];
  const state = signedAs(covers);
  if ((isCalm && provisional === 0) || isWaiting || state === undefined || !isLater(covers)) return undefined;
  return { act: { type: 'checkpoint.sign', covers, state }, isProposal: true };
};

/** The one device of an account that signs of its own accord: the one certified first of those that are in and still decide. */
const signingDevice = (governance: Governance, account: AccountId): DeviceId | undefined => {
  const { channel } = governance.record.graph;
  return Object.values(governance.state.members[account]?.devices ?? {})
    .filter(
      ({ certificate: { device }, generation }) => !isUndone(governance, { channel, device, generation }),
    )
    .map(({ certificate }) => certificate)
    .sort((a, b) => a.issuedAt - b.issuedAt || (a.device < b.device ? -1 : 1))[0]?.device;
};

/**
 * What a device signs of its own accord, soon after things have calmed down. Of several owners one proposes, so that two rarely do
 * at once. People look first where owners signed what excludes each other, or where some would undo something: what leads
 * out of it, or leaves what others would undo, they sign by hand.
 */
export const unaskedSignature = (
  primitives: Primitives,
  governance: Governance,
  self: { account: AccountId; device: DeviceId },
): ActOf<'checkpoint.sign'> | undefined => {
  const { owners, conflicts, undoings } = finalityOf(governance);
  if (governance.state.kind !== undefined || signingDevice(governance, self.account) !== self.device)
    return undefined;
  if (conflicts.length > 0 || undoings.some(({ isCarried }) => !isCarried)) return undefined;
  const next = nextSignature(primitives, governance, self.account);
  const proposer = owners.toSorted().find((owner) => signingDevice(governance, owner) !== undefined);
  return next === undefined || (next.isProposal && proposer !== self.account) ? undefined : next.act;
};
