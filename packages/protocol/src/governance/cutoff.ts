/**
 * [G4] Cutoffs: what takes a capability away says how far what was done with it still counts.
 *
 * A removal reaches every act of the removed that its author did not know of, except those within the cutoffs that it lists:
 * the governance cutoff is never below the author's own frontier. So a removal voids nothing that it builds on itself.
 */
import type { LogRef } from '../entry/log.ts';
import { logKey } from '../entry/log.ts';
import type { AccountId, ChannelId, DeviceId, EntryId } from '../ids.ts';
import type { Accepted } from './accepted.ts';
import { isInPastOf, type Node } from './graph.ts';
import { objectionTo } from './policy.ts';
import { outranks, type Role } from './role.ts';
import type { GovernanceState, Ruling } from './state.ts';

/** A settled act that takes something away. */
export interface Taking {
  node: Node;
  account: AccountId;
  /** Its author's. */
  rank: Role;
  /** A device of the account or all of them, the rank above the one that is `left`, or the voice in a channel or in all. */
  takes:
    | { kind: 'membership'; device: DeviceId | undefined }
    | { kind: 'rank'; left: Role }
    | { kind: 'voice'; channel: ChannelId | undefined };
  /** Listed last entries, by log. */
  listed: Map<string, number>;
}

/** Whether an act is of a kind that takes something away. */
export const mayTake = ({ content }: Node): boolean =>
  content.act !== undefined && ('cutoffs' in content.act || content.act.type === 'role.grant');

const whatIsTaken = ({ act }: Ruling): Taking['takes'] | undefined => {
  switch (act.type) {
    case 'role.grant':
      return { kind: 'rank', left: act.role };
    case 'member.remove':
    case 'space.leave':
      return { kind: 'membership', device: undefined };
    case 'device.remove':
      return { kind: 'membership', device: act.device };
    case 'member.mute':
    case 'channel.dismiss':
      return { kind: 'voice', channel: act.channel };
    default:
      return undefined;
  }
};

/** What an accepted act takes away, or `undefined` where it takes nothing. */
export const takingOf = ({ node, ruling, rank }: Accepted): Taking | undefined => {
  const takes = whatIsTaken(ruling);
  if (takes === undefined || rank === undefined) return undefined;
  const { act, author } = ruling;
  const cutoffs = ('cutoffs' in act ? act.cutoffs : undefined) ?? [];
  const listed = new Map(cutoffs.map((cutoff) => [logKey(cutoff.log), cutoff.sequence]));
  const isOwn = act.type === 'space.leave' || act.type === 'device.remove';
  const account = isOwn || !('account' in act) ? author : (act.account ?? author);
  return { node, account, rank, takes, listed };
};

/** Whether the removal takes the device, of that account, away. */
export const takesDevice = (
  { takes, account: whose }: Taking,
  account: AccountId,
  device: DeviceId,
): boolean => takes.kind === 'membership' && whose === account && (takes.device ?? device) === device;

/** Whether an account's voice in a channel is taken. */
export const takesVoice = ({ takes }: Taking, channel: ChannelId): boolean =>
  takes.kind === 'voice' && (takes.channel ?? channel) === channel;

/** How far a log of a removed device counts by one removal: as listed, and not at all where it isn't. */
export const listedEnd = (taking: Taking, log: LogRef): number => taking.listed.get(logKey(log)) ?? 0;

const areConcurrent = (a: Node, b: Node): boolean =>
  a !== b && !isInPastOf(a.index, b) && !isInPastOf(b.index, a);

/** Why a removal voids an act that it didn't know of and that didn't know of it. */
const voidedByRemoval = (taking: Taking, node: Node, ruling: Ruling): string | undefined => {
  const { act, author, device, certificate } = ruling;
  const { log, sequence } = node.entry;
  if (takesDevice(taking, author, device) && sequence > listedEnd(taking, log)) return 'beyond a cutoff';
  const isOfAccount = taking.takes.kind === 'membership' && taking.takes.device === undefined;
  // Whoever made an invite knows its secret: it would be a way back in under another name.
  if (act.type === 'invite.create' && isOfAccount && taking.account === author)
    return 'its maker was removed meanwhile';
  const isAboutAccount =
    act.type === 'role.grant' || act.type === 'member.unban' || act.type === 'channel.admit';
  if (isAboutAccount && isOfAccount && taking.account === act.account)
    return 'the account was removed meanwhile';
  const admits = (act.type === 'member.admit' || act.type === 'member.add') && certificate !== undefined;
  if (admits && takesDevice(taking, certificate.account, certificate.device))
    return 'the admitted was removed meanwhile';
  return undefined;
};

/** Why a grant of a rank voids an act that it didn't know of and that didn't know of it. */
const voidedByRank = (
  role: Role,
  taking: Taking,
  state: GovernanceState,
  ruling: Ruling,
): string | undefined => {
  const author = state.members[ruling.author];
  if (author === undefined) return undefined;
  const { act } = ruling;
  if (act.type === 'role.grant' && act.account === taking.account && outranks(taking.rank, author.role))
    return 'a higher rank granted another role meanwhile';
  if (taking.account !== ruling.author || objectionTo(state, { ...author, role }, ruling) === undefined)
    return undefined;
  return 'the author lost the rank for it meanwhile';
};

/** Why taking a voice voids an act that would give it back, and that knew nothing of it. */
const voidedBySilence = (
  channel: ChannelId | undefined,
  taking: Taking,
  { act }: Ruling,
): string | undefined => {
  const isDismissal = taking.node.content.act?.type === 'channel.dismiss';
  const undoes = isDismissal ? 'channel.admit' : 'member.unmute';
  const isSame = act.type === undoes && act.account === taking.account && act.channel === channel;
  return isSame ? 'its voice was taken meanwhile' : undefined;
};

const voidedByOne = (
  taking: Taking,
  state: GovernanceState,
  node: Node,
  ruling: Ruling,
): string | undefined => {
  const { takes } = taking;
  switch (takes.kind) {
    case 'membership':
      return voidedByRemoval(taking, node, ruling);
    case 'rank':
      return voidedByRank(takes.left, taking, state, ruling);
    case 'voice':
      return voidedBySilence(takes.channel, taking, ruling);
  }
};

/** Why, and by which of them, the settled takings void an act that was allowed in the `state` at its heads. */
export const voidedBy = (
  takings: readonly Taking[],
  state: GovernanceState,
  node: Node,
  ruling: Ruling,
): { reason: string; by: EntryId } | undefined => {
  for (const taking of takings) {
    if (!areConcurrent(taking.node, node)) continue;
    const reason = voidedByOne(taking, state, node, ruling);
    if (reason !== undefined) return { reason, by: taking.node.entry.id };
  }
  return undefined;
};
