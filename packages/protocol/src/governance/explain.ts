/**
 * [G1] The chain of acts behind a decision or a permission: what admitted whoever decided and gave them their rank, who did that,
 * and so on back to the genesis.
 */
import { toHex } from '../bytes.ts';
import type { AccountId, EntryId } from '../ids.ts';
import type { Accepted } from './accepted.ts';
import type { Act } from './act.ts';
import { takingOf } from './cutoff.ts';
import { accountOf, type Governance } from './governance.ts';
import { isInPastOf, type Node } from './graph.ts';
import type { Role } from './role.ts';

/** A governance entry, and what became of it. */
export interface Decision {
  id: EntryId;
  node: Node;
  /** Absent where the body is no act. */
  act: Act | undefined;
  /** Whose it is, as far as that is known. */
  author: AccountId | undefined;
  /** The author's role when it was written; of what counts. */
  rank: Role | undefined;
  /** Why it does not count. */
  reason?: string;
  /** The decision that voids it, where one does. */
  because?: EntryId;
}

type Index = ReadonlyMap<EntryId, Accepted>;

const indexOf = ({ record }: Governance): Index =>
  new Map(record.settlement.judgement.accepted.map((it) => [it.node.entry.id, it]));

const decisionOf = (governance: Governance, index: Index, node: Node): Decision => {
  const { id, log } = node.entry;
  const accepted = index.get(id);
  const { voided, voidedBy } = governance.record.settlement.judgement;
  const [reason, because] = [voided.get(id), voidedBy.get(id)];
  return {
    id,
    node,
    act: node.content.act,
    author: accepted?.ruling.author ?? accountOf(governance, log.device, log.generation),
    rank: accepted?.rank,
    ...(reason === undefined ? {} : { reason }),
    ...(because === undefined ? {} : { because }),
  };
};

/** Everything that was decided, in fold order, with what does not count. */
export const decisionsOf = (governance: Governance): Decision[] => {
  const index = indexOf(governance);
  return governance.record.order.map((node) => decisionOf(governance, index, node));
};

/** What an account's membership and rank rest on, among acts that `at` knew of; of all where it is `undefined`. */
const groundsOf = (index: Index, account: AccountId, at: Node | undefined): Accepted[] => {
  const known = [...index.values()].filter(({ node }) => at === undefined || isInPastOf(node.index, at));
  const endsAt = known.findLastIndex((it) => {
    const taking = takingOf(it);
    return (
      taking?.account === account && taking.takes.kind === 'membership' && taking.takes.device === undefined
    );
  });
  const since = known.slice(endsAt + 1);
  const arrival = since.find(({ ruling }) => ruling.certificate?.account === account);
  const rank = since.findLast(({ ruling: { act } }) => act.type === 'role.grant' && act.account === account);
  return [arrival, rank].filter((it) => it !== undefined);
};

const inviteBehind = (index: Index, { ruling: { act } }: Accepted): Accepted[] => {
  if (act.type !== 'member.admit') return [];
  const key = toHex(act.invite);
  return [...index.values()].filter(
    ({ ruling }) => ruling.act.type === 'invite.create' && toHex(ruling.act.publicKey) === key,
  );
};

const collect = (governance: Governance, index: Index, starts: readonly Accepted[]): Decision[] => {
  const seen = new Set<Accepted>();
  const open = [...starts];
  for (let it = open.pop(); it !== undefined; it = open.pop()) {
    if (seen.has(it)) continue;
    seen.add(it);
    if (it.ruling.act.type === 'genesis') continue;
    open.push(...groundsOf(index, it.ruling.author, it.node), ...inviteBehind(index, it));
  }
  const { order } = governance.record;
  return order
    .filter((node) => [...seen].some((it) => it.node === node))
    .map((node) => decisionOf(governance, index, node));
};

/**
 * The decision with that id, with the chain behind it, the oldest first: what its author's right to it rests on, or of what does
 * not count what it would have rested on, with the decision that voids it. `undefined` for an unknown id.
 */
export const explainDecision = (
  governance: Governance,
  id: EntryId,
): { decision: Decision; chain: Decision[] } | undefined => {
  const node = governance.record.graph.byId.get(id);
  if (node === undefined) return undefined;
  const index = indexOf(governance);
  const decision = decisionOf(governance, index, node);
  const accepted = index.get(id);
  const voiding = decision.because === undefined ? undefined : index.get(decision.because);
  const own = accepted === undefined && decision.author !== undefined;
  const starts = [
    ...(accepted === undefined ? [] : [accepted]),
    ...(own ? groundsOf(index, decision.author as AccountId, node) : []),
    ...(voiding === undefined ? [] : [voiding]),
  ];
  return { decision, chain: collect(governance, index, starts).filter((it) => it.id !== id) };
};

/** The chain behind what an account is in the space now. */
export const explainStanding = (governance: Governance, account: AccountId): Decision[] => {
  const index = indexOf(governance);
  return collect(governance, index, groundsOf(index, account, undefined));
};
