/**
 * [G4] Cutoffs: what takes a capability away says how far what was done with it still counts.
 *
 * A removal reaches every act of the removed that its author did not know of, except those within the cutoffs that it lists:
 * the governance cutoff is never below the author's own frontier. So a removal voids nothing that it builds on itself.
 */
import type { LogRef } from '../entry/log.ts';
import { logKey } from '../entry/log.ts';
import type { AccountId, DeviceId } from '../ids.ts';
import type { Role } from './act.ts';
import { isInPastOf, type Node } from './graph.ts';
import { objectionTo } from './policy.ts';
import type { GovernanceState, Ruling } from './state.ts';

/** A settled act that takes something away. */
export interface Taking {
  node: Node;
  account: AccountId;
  /** Where only one device of the account goes. */
  device: DeviceId | undefined;
  /** Where only the rank goes: the one that is left. */
  leaves: Role | undefined;
  /** Listed last entries, by log. */
  listed: Map<string, number>;
}

/** Whether an act is of a kind that takes something away. */
export const mayTake = ({ content }: Node): boolean =>
  content.act !== undefined && ('cutoffs' in content.act || content.act.type === 'role.grant');

/** What an accepted act takes away, or `undefined` where it takes nothing. */
export const takingOf = (node: Node, ruling: Ruling): Taking | undefined => {
  const { act, author } = ruling;
  const none = { node, device: undefined, leaves: undefined, listed: new Map<string, number>() };
  if (act.type === 'role.grant') {
    return act.role === 'member' ? { ...none, account: act.account, leaves: act.role } : undefined;
  }
  if (act.type !== 'member.remove' && act.type !== 'device.remove' && act.type !== 'space.leave')
    return undefined;
  const listed = new Map(act.cutoffs.map((cutoff) => [logKey(cutoff.log), cutoff.sequence]));
  if (act.type === 'device.remove') return { ...none, account: author, device: act.device, listed };
  return { ...none, account: act.type === 'space.leave' ? author : act.account, listed };
};

/** Whether the removal takes the device, of that account, away. */
export const takesDevice = (taking: Taking, account: AccountId, device: DeviceId): boolean =>
  taking.leaves === undefined && taking.account === account && (taking.device ?? device) === device;

/** How far a log of a removed device counts by one removal: as listed, and not at all where it isn't. */
export const listedEnd = (taking: Taking, log: LogRef): number => taking.listed.get(logKey(log)) ?? 0;

const areConcurrent = (a: Node, b: Node): boolean =>
  a !== b && !isInPastOf(a.index, b) && !isInPastOf(b.index, a);

/** Why a removal voids an act that it didn't know of and that didn't know of it. */
const voidedByRemoval = (taking: Taking, node: Node, ruling: Ruling): string | undefined => {
  const { act, author, device, certificate } = ruling;
  const { log, sequence } = node.entry;
  if (takesDevice(taking, author, device) && sequence > listedEnd(taking, log)) return 'beyond a cutoff';
  const isOfAccount = taking.device === undefined;
  // Whoever made an invite knows its secret: it would be a way back in under another name.
  if (act.type === 'invite.create' && isOfAccount && taking.account === author)
    return 'its maker was removed meanwhile';
  if (act.type === 'role.grant' && isOfAccount && taking.account === act.account) {
    return 'the account was removed meanwhile';
  }
  const admits = (act.type === 'member.admit' || act.type === 'member.add') && certificate !== undefined;
  if (admits && takesDevice(taking, certificate.account, certificate.device))
    return 'the admitted was removed meanwhile';
  return undefined;
};

/** Why a demotion voids an act that it didn't know of and that didn't know of it. */
const voidedByDemotion = (
  role: Role,
  taking: Taking,
  state: GovernanceState,
  ruling: Ruling,
): string | undefined => {
  const author = taking.account === ruling.author ? state.members[ruling.author] : undefined;
  if (author === undefined || objectionTo(state, { ...author, role }, ruling) === undefined) return undefined;
  return 'the author lost the rank for it meanwhile';
};

/** Why the settled takings void an act that was allowed in the `state` at its heads, or `undefined` where they don't. */
export const voidedBy = (
  takings: readonly Taking[],
  state: GovernanceState,
  node: Node,
  ruling: Ruling,
): string | undefined => {
  for (const taking of takings) {
    if (!areConcurrent(taking.node, node)) continue;
    const reason =
      taking.leaves === undefined
        ? voidedByRemoval(taking, node, ruling)
        : voidedByDemotion(taking.leaves, taking, state, ruling);
    if (reason !== undefined) return reason;
  }
  return undefined;
};
