/**
 * What governance says, and how one accepted act changes it. `changesBy` is the only place that knows: the plain state and
 * the Automerge document both apply its changes.
 */
import { toHex } from '../bytes.ts';
import type { Hlc } from '../clock.ts';
import type { Certificate } from '../identity/certificate.ts';
import type { AccountId, ChannelId, DeviceId, EntryId } from '../ids.ts';
import type { Act, ActOf, Role, SmallKind } from './act.ts';

export interface MemberDevice {
  certificate: Certificate;
  /** The generation of its logs: how often the device was put out before. */
  generation: number;
  admittedBy: EntryId;
}

export interface Member {
  account: AccountId;
  role: Role;
  since: Hlc;
  /** Who admitted the account; the founder itself for the founder. */
  by: AccountId;
  devices: Record<DeviceId, MemberDevice>;
  /** The act whose sealed words are the account's display name. */
  profile?: EntryId;
}

/** An account that was removed or left, as it was. */
export interface FormerMember extends Member {
  until: Hlc;
  /** Who removed it; itself where it left. */
  removedBy: AccountId;
}

export interface ChannelListing {
  id: ChannelId;
  /** The act whose sealed words are the channel's name. */
  words: EntryId;
  createdBy: AccountId;
  archived: boolean;
  /** How long messages stay, from which time on each; ascending. Absent while that was never said. */
  retention?: { from: Hlc; ms: number }[];
}

export interface RelayListing {
  device: DeviceId;
  addresses: string[];
}

export interface InviteListing {
  role: 'member';
  uses: number;
  used: number;
  /** Milliseconds since 1970. */
  expires: number;
  since: Hlc;
  by: AccountId;
  /** The device that made it, which knows its secret. */
  device: DeviceId;
  revoked: boolean;
  /** Whose devices alone it admits. */
  account?: AccountId;
}

/** Plain data: ids are keys, nothing is undefined, so that it is the same shape in an Automerge document. */
export interface GovernanceState {
  members: Record<AccountId, Member>;
  formerMembers: Record<AccountId, FormerMember>;
  /** Whose each member device is. */
  devices: Record<DeviceId, AccountId>;
  channels: Record<ChannelId, ChannelListing>;
  relays: Record<DeviceId, RelayListing>;
  /** By public key, hexadecimal. */
  invites: Record<string, InviteListing>;
  /** Join requests that were acted on, by KeyPackage hash: none counts twice. */
  joins: Record<string, EntryId>;
  /** The act whose sealed words are the space's name. */
  name?: EntryId;
  /** Of a small space. */
  kind?: SmallKind;
  /** Whose a direct message is, in ascending order. */
  owners?: AccountId[];
}

/** An act that is accepted, with what judging it found out. */
export interface Ruling {
  id: EntryId;
  clock: Hlc;
  device: DeviceId;
  author: AccountId;
  act: Act;
  /** Of a genesis and an admission. */
  certificate: Certificate | undefined;
  generation: number;
}

/** One value put in its place, or taken away where it is undefined. */
export interface Change {
  path: [keyof GovernanceState, ...string[]];
  value: unknown;
}

export const emptyState = (): GovernanceState => ({
  members: {},
  formerMembers: {},
  devices: {},
  channels: {},
  relays: {},
  invites: {},
  joins: {},
});

/** A device comes in, with its account or after it. Two members may add it at the same time: the second changes nothing. */
const arrival = (state: GovernanceState, ruling: Ruling): Change[] => {
  const { certificate, generation, id, clock } = ruling;
  if (certificate === undefined || state.devices[certificate.device] !== undefined) return [];
  const { account, device } = certificate;
  const entry: MemberDevice = { certificate, generation, admittedBy: id };
  const changes: Change[] = [{ path: ['devices', device], value: account }];
  if (state.members[account] !== undefined) {
    return [...changes, { path: ['members', account, 'devices', device], value: entry }];
  }
  const former = state.formerMembers[account];
  const profile = former?.profile === undefined ? {} : { profile: former.profile };
  const devices = { [device]: entry } as Record<DeviceId, MemberDevice>;
  const role: Role = state.kind === 'direct' ? 'owner' : 'member';
  const member: Member = { account, role, since: clock, by: ruling.author, devices, ...profile };
  if (former !== undefined) changes.push({ path: ['formerMembers', account], value: undefined });
  return [...changes, { path: ['members', account], value: member }];
};

const admission = (state: GovernanceState, ruling: Ruling, act: ActOf<'member.admit'>): Change[] => {
  const join = toHex(act.keyPackageHash);
  // Two members may act on one request at the same time: the second changes nothing.
  if (ruling.certificate === undefined || state.joins[join] !== undefined) return [];
  const key = toHex(act.invite);
  const invite = state.invites[key];
  return [
    { path: ['joins', join], value: ruling.id },
    ...(invite === undefined ? [] : [{ path: ['invites', key, 'used'], value: invite.used + 1 } as Change]),
    ...arrival(state, ruling),
  ];
};

/** Whoever made an invite knows its secret: it would be a way back in under another name. */
const revocations = (state: GovernanceState, concerns: (invite: InviteListing) => boolean): Change[] =>
  Object.entries(state.invites)
    .filter(([, invite]) => !invite.revoked && concerns(invite))
    .map(([key]) => ({ path: ['invites', key, 'revoked'], value: true }));

const departure = (state: GovernanceState, ruling: Ruling, account: AccountId): Change[] => {
  const member = state.members[account];
  if (member === undefined) return [];
  const former: FormerMember = { ...member, until: ruling.clock, removedBy: ruling.author };
  return [
    { path: ['members', account], value: undefined },
    { path: ['formerMembers', account], value: former },
    ...Object.keys(member.devices).map((device): Change => ({ path: ['devices', device], value: undefined })),
    ...revocations(state, (invite) => invite.by === account),
  ];
};

/** What an accepted act changes. Where concurrent acts make it pointless that is nothing; the act stays accepted. */
export const changesBy = (state: GovernanceState, ruling: Ruling): Change[] => {
  const { act, author, id, clock } = ruling;
  switch (act.type) {
    case 'genesis': {
      if (ruling.certificate === undefined) return [];
      const { account, device } = ruling.certificate;
      const entry: MemberDevice = { certificate: ruling.certificate, generation: 0, admittedBy: id };
      const devices = { [device]: entry } as Record<DeviceId, MemberDevice>;
      const founder: Member = { account, role: 'owner', since: clock, by: account, devices };
      return [
        { path: ['members', account], value: founder },
        { path: ['devices', device], value: account },
        ...(act.kind === undefined ? [] : [{ path: ['kind'], value: act.kind } as Change]),
        ...(act.owners === undefined ? [] : [{ path: ['owners'], value: act.owners } as Change]),
      ];
    }
    case 'space.describe':
      return [{ path: ['name'], value: id }];
    case 'space.leave':
      return departure(state, ruling, author);
    case 'channel.create': {
      if (state.channels[act.channel] !== undefined) return [];
      const channel: ChannelListing = { id: act.channel, words: id, createdBy: author, archived: false };
      return [{ path: ['channels', act.channel], value: channel }];
    }
    case 'channel.describe':
      return [{ path: ['channels', act.channel, 'words'], value: id }];
    case 'channel.archive':
      return [{ path: ['channels', act.channel, 'archived'], value: true }];
    case 'channel.retain': {
      const before = state.channels[act.channel]?.retention ?? [];
      const retention = [...before, { from: clock, ms: act.ms }].sort((a, b) => a.from - b.from);
      return [{ path: ['channels', act.channel, 'retention'], value: retention }];
    }
    case 'relay.list': {
      const relay: RelayListing = { device: act.device, addresses: act.addresses };
      return [{ path: ['relays', act.device], value: relay }];
    }
    case 'relay.unlist':
      return state.relays[act.device] === undefined
        ? []
        : [{ path: ['relays', act.device], value: undefined }];
    case 'invite.create': {
      const key = toHex(act.publicKey);
      if (state.invites[key] !== undefined) return [];
      const { role, uses, expires } = act;
      const invite: InviteListing = {
        role,
        uses,
        used: 0,
        expires,
        since: clock,
        by: author,
        device: ruling.device,
        revoked: false,
        ...(act.account === undefined ? {} : { account: act.account }),
      };
      return [{ path: ['invites', key], value: invite }];
    }
    case 'invite.revoke':
      return [{ path: ['invites', toHex(act.publicKey), 'revoked'], value: true }];
    case 'member.admit':
      return admission(state, ruling, act);
    case 'member.add':
      return arrival(state, ruling);
    case 'member.remove':
      return departure(state, ruling, act.account);
    case 'device.remove':
      if (state.members[author]?.devices[act.device] === undefined) return [];
      return [
        { path: ['members', author, 'devices', act.device], value: undefined },
        { path: ['devices', act.device], value: undefined },
        ...revocations(state, (invite) => invite.device === act.device),
      ];
    case 'role.grant':
      return state.members[act.account] === undefined
        ? []
        : [{ path: ['members', act.account, 'role'], value: act.role }];
    case 'profile.describe':
      return [{ path: [state.members[author] ? 'members' : 'formerMembers', author, 'profile'], value: id }];
  }
};

type Branch = Record<string, unknown>;

/**
 * Applies changes to `state`, in place. With `shared`, what hangs below the root belongs to another state too and is copied
 * on the way.
 */
export const applyChanges = (state: GovernanceState, changes: readonly Change[], shared = false): void => {
  for (const { path, value } of changes) {
    let branch = state as unknown as Branch;
    for (const step of path.slice(0, -1)) {
      const next = branch[step] as Branch;
      branch = shared ? (branch[step] = { ...next }) : next;
    }
    const last = path[path.length - 1] as string;
    if (value === undefined) delete branch[last];
    else branch[last] = value;
  }
};
