/** A space's governance as folded, and what can be asked of it. */
import { type Hlc, hlcToMs } from '../clock.ts';
import { type LogHead, type LogRef, logKey } from '../entry/log.ts';
import { plexiError } from '../errors.ts';
import { readCertificate } from '../identity/certificate.ts';
import type { AccountId, ChannelId, DeviceId, EntryId, SpaceId } from '../ids.ts';
import { isSignedByInvite } from '../invitation/join-request.ts';
import { LIMITS } from '../limits.ts';
import type { Primitives } from '../primitives.ts';
import type { Act, ActType } from './act.ts';
import { type Graph, isInPastOf, type Node } from './graph.ts';
import { objectionTo, outranks, POLICY } from './policy.ts';
import type { Settlement } from './settle.ts';
import { endOfLog, type Standings } from './standing.ts';
import type { GovernanceState, Ruling } from './state.ts';

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
}

/** Whose device it is or was; of one that several accounts had in turn, `generation` says which. */
export const accountOf = (
  governance: Governance,
  device: DeviceId,
  generation?: number,
): AccountId | undefined =>
  governance.record.standings.get(device)?.findLast((it) => it.generation === (generation ?? it.generation))
    ?.account;

/** [G4] The last sequence number of `log` that counts, where its device is out; `undefined` while there is no end to it. */
export const cutoffOf = (governance: Governance, log: LogRef): number | undefined => {
  const { graph, standings } = governance.record;
  const end = endOfLog(graph, standings, graph.channel, log);
  return end === Infinity ? undefined : end;
};

/** Whether an entry at that place of that log counts; unknown where governance (so far) never let that device write it. */
export const deviceStanding = (
  governance: Governance,
  log: LogRef,
  sequence: number,
): 'counts' | 'void' | 'unknown' => {
  const { graph, standings } = governance.record;
  const end = endOfLog(graph, standings, graph.channel, log);
  if (end === undefined) return 'unknown';
  return sequence <= end ? 'counts' : 'void';
};

/** When a device's last membership ended, with its account's or by itself; `undefined` where it is in, or never was. */
export const endOfMembership = (governance: Governance, device: DeviceId): Hlc | undefined => {
  if (governance.state.devices[device] !== undefined) return undefined;
  const last = governance.record.standings
    .get(device)
    ?.reduce((newest, standing) => (standing.generation > newest.generation ? standing : newest));
  const clocks = last?.endings.map(({ node }) => node.entry.clock) ?? [];
  return clocks.length === 0 ? undefined : (Math.min(...clocks) as Hlc);
};

/** Whether the account's rank permits such acts, and on that account where the act is about one. */
export const can = (
  governance: Governance,
  account: AccountId,
  capability: Exclude<ActType, 'genesis'>,
  target?: AccountId,
): boolean => {
  const { members } = governance.state;
  const member = members[account];
  if (member === undefined || outranks(POLICY[capability].needs, member.role)) return false;
  // What a member may make for further devices of its own is no invite for others.
  if (capability === 'invite.create' && member.role === 'member') return false;
  const { kind } = governance.state;
  if (capability === 'space.leave') return member.role !== 'owner' || kind === 'direct';
  if (kind !== undefined && capability === 'invite.create') return false;
  // All are owners there, and none is anybody's.
  if (kind === 'direct' && capability === 'member.remove') return false;
  if (capability === 'member.add') return member.role !== 'member' && kind === 'channel';
  if (capability === 'role.grant' && member.role !== 'owner') return false;
  if (target === undefined || (capability !== 'member.remove' && capability !== 'role.grant')) return true;
  const other = members[target];
  return other !== undefined && outranks(member.role, other.role);
};

/** An act about to be written. */
export interface ActDraft {
  device: DeviceId;
  clock: Hlc;
  act: Act;
}

/** Why an act would not count if it were written now, citing `heads`; `undefined` where it would. */
export const judgeDraft = (
  primitives: Primitives,
  governance: Governance,
  draft: ActDraft,
): string | undefined => {
  const { state } = governance;
  const { act, device, clock } = draft;
  const author = state.devices[device];
  const member = author && state.members[author];
  if (author === undefined || member === undefined) return 'its device belongs to no member';
  if (act.type === 'member.admit' && !isSignedByInvite(primitives, governance.space, act)) {
    return 'not signed by the invite';
  }
  const admits = act.type === 'member.admit' || act.type === 'member.add';
  const certificate = admits ? readCertificate(primitives, act.certificate) : undefined;
  const ruling: Ruling = { id: '' as EntryId, clock, device, author, act, certificate, generation: 0 };
  return objectionTo(state, member, ruling);
};

/** [L4] A time from which entries of a channel disappear after `ms`, until another interval begins. */
export interface RetentionInterval {
  from: Hlc;
  until: Hlc;
  ms: number;
}

/** The intervals in which entries of a channel disappear, in order of time. */
export const retentionOf = (governance: Governance, channel: ChannelId): RetentionInterval[] => {
  const said = governance.state.channels[channel]?.retention ?? [];
  return said
    .map(({ from, ms }, i) => ({ from, ms, until: said[i + 1]?.from ?? (Number.MAX_SAFE_INTEGER as Hlc) }))
    .filter(({ from, until, ms }) => ms > 0 && from < until);
};

/** When an entry of a channel disappears, milliseconds since 1970; `undefined` where it stays. */
export const expiryOf = (governance: Governance, channel: ChannelId, clock: Hlc): number | undefined => {
  const interval = retentionOf(governance, channel).find(({ from, until }) => clock >= from && clock < until);
  return interval && hlcToMs(clock) + interval.ms;
};

/** How an invite stands at a time; by its public key, hexadecimal. */
export const inviteStatus = (
  governance: Governance,
  publicKey: string,
  nowMs: number,
): 'live' | 'expired' | 'used-up' | 'revoked' | 'unknown' => {
  const invite = governance.state.invites[publicKey];
  if (invite === undefined) return 'unknown';
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

/** Whether a device belonged to a member for somebody who knew of `heads` and no more [K2]. */
export const wasMemberAt = (governance: Governance, device: DeviceId, heads: readonly EntryId[]): boolean => {
  const { graph, standings } = governance.record;
  const known = heads.map((head) => graph.byId.get(head)).filter((node) => node !== undefined);
  const isKnown = (node: Node): boolean =>
    known.some((head) => head === node || isInPastOf(node.index, head));
  return (standings.get(device) ?? []).some(
    (standing) =>
      standing.admissions.some(isKnown) && !standing.endings.some((taking) => isKnown(taking.node)),
  );
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
      devices[log.device]?.generation === log.generation &&
      (device === undefined || device === log.device),
  );
  if (heads.length > LIMITS.cutoffs) throw plexiError('TOO_LARGE', { detail: 'logs in one removal' });
  return heads.sort((x, y) => (logKey(x.log) < logKey(y.log) ? -1 : 1));
};
