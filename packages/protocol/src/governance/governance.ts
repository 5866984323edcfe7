/** A space's governance as folded, and what can be asked of it. */
import { toHex } from '../bytes.ts';
import type { Hlc } from '../clock.ts';
import { generationOf, type LogHead, type LogRef, logKey, membershipOf } from '../entry/log.ts';
import { plexiError } from '../errors.ts';
import type { AccountId, ChannelId, DeviceId, EntryId, SpaceId } from '../ids.ts';
import { LIMITS } from '../limits.ts';
import type { ActType } from './act.ts';
import { type Checkpoint, type FoldedSets, isBelow } from './checkpoint.ts';
import { type Graph, isInPastOf, type Node } from './graph.ts';
import { POLICY } from './policy.ts';
import { isScoped, outranks, type Role } from './role.ts';
import type { Settlement } from './settle.ts';
import { endOfLog, type Standings } from './standing.ts';
import { type Admission, admissionIn, type GovernanceState, muteIn } from './state.ts';
import type { Undone } from './undo.ts';
import { countSilences } from './voice.ts';

export interface Governance {
  readonly space: SpaceId;
  /** What the next act cites: the accepted acts that no accepted one builds on, in ascending order, at most 16. */
  readonly heads: readonly EntryId[];
  /** The acts that count, in fold order. */
  readonly accepted: readonly EntryId[];
  /** The entries that don't, and why. */
  readonly voided: ReadonlyMap<EntryId, string>;
  /** Entries that build on something that hasn't arrived, with the first missing id. */
  readonly waiting: ReadonlyMap<EntryId, EntryId>;
  readonly state: Readonly<GovernanceState>;
  /** What folding on needs; for this folder only. */
  readonly record: GovernanceRecord;
}

export interface GovernanceRecord {
  graph: Graph;
  /** All placed entries in fold order. */
  order: Node[];
  settlement: Settlement;
  standings: Standings;
  /** As `heads`, but all of them. */
  tips: Node[];
  /** What owners undid [G4]. */
  undone: Undone;
  /** Up to where all is final [G5]. */
  top: Checkpoint | undefined;
  sets: FoldedSets;
}

/** Whose device it is or was, also by what does not count any more; of one that several accounts had in turn, `generation` says which. */
export const accountOf = (
  { record: { standings } }: Governance,
  device: DeviceId,
  generation?: number,
): AccountId | undefined => {
  const isThat = (it: { generation: number }): boolean =>
    generation === undefined || it.generation === membershipOf(generation);
  const found =
    standings.devices.get(device)?.findLast(isThat) ?? standings.void.get(device)?.findLast(isThat);
  return found?.account;
};

/** [G4] Whether most owners undid what a device wrote in a log from some place on: nothing more that it writes there counts. */
export const isUndone = ({ record }: Governance, log: LogRef): boolean => record.undone.ends.has(logKey(log));

/** Where a log ends, by who was put out or silenced and by what owners undid; that of governance is the fold's own matter. */
const endOf = ({ record, state }: Governance, log: LogRef): number | undefined => {
  const { graph, standings, undone } = record;
  const end = endOfLog(graph, standings, state.forks, log);
  const undoneFrom = graph.reserved.has(log.channel) ? undefined : undone.ends.get(logKey(log))?.sequence;
  return end === undefined || undoneFrom === undefined ? end : Math.min(end, undoneFrom - 1);
};

/** [G4] The last sequence number of `log` that counts, where its device is out; `undefined` while there is no end to it. */
export const cutoffOf = (governance: Governance, log: LogRef): number | undefined => {
  const end = endOf(governance, log);
  return end === Infinity ? undefined : end;
};

/** Whether an entry at that place of that log counts; unknown where governance (so far) never let that device write it. */
export const deviceStanding = (
  governance: Governance,
  log: LogRef,
  sequence: number,
): 'counts' | 'void' | 'unknown' => {
  const end = endOf(governance, log);
  if (end === undefined) return 'unknown';
  return sequence <= end ? 'counts' : 'void';
};

/** When a device's last membership ended, with its account's or by itself; `undefined` where it is in, or never was. */
export const endOfMembership = (governance: Governance, device: DeviceId): Hlc | undefined => {
  if (governance.state.devices[device] !== undefined) return undefined;
  const last = governance.record.standings.devices
    .get(device)
    ?.reduce((newest, standing) => (standing.generation > newest.generation ? standing : newest));
  const clocks = last?.endings.map(({ node }) => node.entry.clock) ?? [];
  if (clocks.length > 0) return Math.min(...clocks) as Hlc;
  return governance.record.standings.void.get(device)?.at(-1)?.since;
};

/** What only a higher rank may do to somebody. */
const ABOUT_SOMEBODY = new Set<ActType>(['member.remove', 'member.mute', 'member.unmute', 'role.grant']);

/** The rank from which on one may do such a thing to others. What anybody may make for further devices of their own is no invite. */
export const rankNeeded = (capability: Exclude<ActType, 'genesis'>): Role =>
  capability === 'invite.create' ? 'admin' : POLICY[capability].needs;

/** Whether the account's rank permits such acts, and on that account where the act is about one. */
export const can = (
  governance: Governance,
  account: AccountId,
  capability: Exclude<ActType, 'genesis'>,
  target?: AccountId,
): boolean => {
  const { members } = governance.state;
  const member = members[account];
  if (member === undefined || outranks(rankNeeded(capability), member.role)) return false;
  const { kind } = governance.state;
  if (capability === 'space.leave') return member.role !== 'owner' || kind === 'direct';
  if (kind !== undefined && capability === 'invite.create') return false;
  // All are owners there, and none is anybody's.
  if (kind === 'direct' && capability === 'member.remove') return false;
  if (capability === 'member.add') return !outranks('admin', member.role) && kind === 'channel';
  if (target === undefined || !ABOUT_SOMEBODY.has(capability)) return true;
  const other = members[target];
  return other !== undefined && outranks(member.role, other.role);
};

/** Whether somebody made the invite in an act that does not count. */
const isVoidInvite = ({ voided, record }: Governance, publicKey: string): boolean =>
  [...voided.keys()].some((id) => {
    const act = record.graph.byId.get(id)?.content.act;
    return act?.type === 'invite.create' && toHex(act.publicKey) === publicKey;
  });

/** How an invite stands at a time; by its public key, hexadecimal. `unknown`: nobody has made it, as far as is known here. */
export const inviteStatus = (
  governance: Governance,
  publicKey: string,
  nowMs: number,
): 'live' | 'expired' | 'used-up' | 'revoked' | 'void' | 'unknown' => {
  const invite = governance.state.invites[publicKey];
  if (invite === undefined) return isVoidInvite(governance, publicKey) ? 'void' : 'unknown';
  if (invite.revoked) return 'revoked';
  if (invite.used >= invite.uses) return 'used-up';
  return nowMs > invite.expires ? 'expired' : 'live';
};

/** Whether all of `a` is known at `b`, and `b` knows more [K3]. False where either cites what isn't here. */
export const isInPast = (governance: Governance, a: readonly EntryId[], b: readonly EntryId[]): boolean => {
  const { byId } = governance.record.graph;
  const isKnownAt = (id: EntryId, heads: readonly EntryId[]): boolean => {
    const node = byId.get(id);
    if (node === undefined) return false;
    return heads.some((head) => {
      const other = byId.get(head);
      return other !== undefined && (other === node || isInPastOf(node.index, other));
    });
  };
  if (![...a, ...b].every((id) => byId.has(id))) return false;
  return a.every((id) => isKnownAt(id, b)) && b.some((id) => !isKnownAt(id, a));
};

/**
 * [G4] The cutoffs of a removal of `account`, or of one `device` of it: of all that its author has (`frontier`), the logs of
 * the devices in question. Throws TOO_LARGE beyond what one act may list.
 */
export const cutoffsFor = (
  governance: Governance,
  account: AccountId,
  frontier: readonly LogHead[],
  device?: DeviceId,
): LogHead[] => {
  const devices = governance.state.members[account]?.devices ?? {};
  const heads = frontier.filter(
    ({ log, sequence }) =>
      sequence > 0 &&
      devices[log.device]?.generation === membershipOf(log.generation) &&
      (device === undefined || device === log.device),
  );
  if (heads.length > LIMITS.cutoffs) throw plexiError('TOO_LARGE', { detail: 'logs in one removal' });
  return heads.sort((x, y) => (logKey(x.log) < logKey(y.log) ? -1 : 1));
};

/** [G4] The cutoffs of what takes an account's voice, in one `channel` or in all. Throws TOO_LARGE. */
export const silenceCutoffs = (
  governance: Governance,
  account: AccountId,
  frontier: readonly LogHead[],
  channel?: ChannelId,
): LogHead[] => {
  const { reserved } = governance.record.graph;
  const concerned = frontier.filter(
    ({ log }) => !reserved.has(log.channel) && log.channel === (channel ?? log.channel),
  );
  return cutoffsFor(governance, account, concerned);
};

/** The generation of the log that a device writes in a channel from now on; `undefined` while it is not in. */
export const generationIn = (
  governance: Governance,
  device: DeviceId,
  channel: ChannelId,
): number | undefined => {
  const { state, record } = governance;
  const account = state.devices[device];
  const membership = account && state.members[account]?.devices[device]?.generation;
  if (account === undefined || membership === undefined) return undefined;
  if (record.graph.reserved.has(channel)) return membership;
  return generationOf(membership, countSilences(record.standings.voices.get(account), channel));
};

const hasEnded = ({ lapsed, until }: Admission, nowMs: number): boolean =>
  lapsed || (until > 0 && nowMs > until);

/** Why an account may not write in a channel at a time; `undefined` where it may. */
export const silenceOf = (
  { state }: Governance,
  account: AccountId,
  channel: ChannelId,
  nowMs: number,
): 'muted' | 'not admitted' | 'lapsed' | undefined => {
  const role = state.members[account]?.role;
  const isMuted = muteIn(state, account) ?? muteIn(state, account, channel);
  if (isMuted !== undefined) return 'muted';
  if (role === undefined || !isScoped(role)) return undefined;
  const admission = admissionIn(state, channel, account);
  if (admission === undefined) return 'not admitted';
  return hasEnded(admission, nowMs) ? 'lapsed' : undefined;
};

/** Of who reads and writes only what admits them. */
export const isScopedDevice = ({ state }: Governance, device: DeviceId): boolean => {
  const role = state.members[state.devices[device] as AccountId]?.role;
  return role !== undefined && isScoped(role);
};

/** [K6] Whether a member's device reads a channel: a scoped one where it is admitted, by the clock too [C1]. */
export const readsChannel = (
  governance: Governance,
  device: DeviceId,
  channel: ChannelId,
  nowMs: number,
): boolean => {
  const { state } = governance;
  const account = state.devices[device];
  if (account === undefined) return false;
  if (!isScopedDevice(governance, device)) return true;
  const admission = admissionIn(state, channel, account);
  return admission !== undefined && !hasEnded(admission, nowMs);
};

/** [G5] Whether a decision is final: nothing that arrives later changes what became of it. */
export const isFinal = ({ record }: Governance, id: EntryId): boolean => {
  const node = record.graph.byId.get(id);
  return node !== undefined && isBelow(record.top, node);
};
