/**
 * How one accepted act changes what governance says. `changesBy` is the only place that knows: the plain state and the
 * Automerge document both apply its changes.
 */
import { toHex } from '../bytes.ts';
import { logKey } from '../entry/log.ts';
import type { AccountId, DeviceId } from '../ids.ts';
import type { ActOf } from './act.ts';
import type { Change } from './change.ts';
import { forkedBy } from './forked-log.ts';
import { isScoped, type Role } from './role.ts';
import {
  type Admission,
  admissionKey,
  type Ban,
  type ChannelListing,
  type FormerMember,
  type GovernanceState,
  type InviteListing,
  type Member,
  type MemberDevice,
  type Mute,
  motionKey,
  muteKey,
  ownersIn,
  type PluginGrant,
  type RelayListing,
  type Ruling,
} from './state.ts';

/** A device comes in, with its account or after it. Two members may add it at the same time: the second changes nothing. */
const arrival = (state: GovernanceState, ruling: Ruling, invite?: InviteListing): Change[] => {
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
  const role: Role = state.kind === 'direct' ? 'owner' : (invite?.role ?? 'member');
  const member: Member = { account, role, since: clock, by: ruling.author, devices, ...profile };
  if (former !== undefined) changes.push({ path: ['formerMembers', account], value: undefined });
  for (const channel of invite?.channels ?? []) {
    if (state.channels[channel] === undefined) continue;
    const admitted: Admission = {
      account,
      channel,
      history: false,
      until: 0,
      since: clock,
      by: invite?.by ?? ruling.author,
      lapsed: false,
    };
    changes.push({ path: ['admissions', admissionKey(channel, account)], value: admitted });
  }
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
    ...arrival(state, ruling, invite),
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
    ...Object.entries(state.admissions)
      .filter(([, admitted]) => admitted.account === account)
      .map(([key]): Change => ({ path: ['admissions', key], value: undefined })),
    ...revocations(state, (invite) => invite.by === account),
  ];
};

/** [G5] Counts a vote; the one that makes more than half carries the motion, and what else was moved falls with it. */
const vote = (state: GovernanceState, act: ActOf<'owners.vote'>, author: AccountId): Change[] => {
  const owners = ownersIn(state);
  const key = motionKey(act);
  const { add, drop } = act;
  const by = [...new Set([...(state.motions[key]?.by ?? []), author])].filter((it) => owners.includes(it));
  // Whoever was to become an owner may have gone meanwhile, and be back as a guest.
  const added = add.filter((it) => !isScoped(state.members[it]?.role ?? 'guest'));
  const left = new Set(owners.filter((it) => !drop.includes(it)).concat(added));
  if (by.length * 2 <= owners.length || left.size === 0)
    return [{ path: ['motions', key], value: { add, drop, by } }];
  const become =
    (role: Role) =>
    (account: AccountId): Change => ({ path: ['members', account, 'role'], value: role });
  return [
    ...drop.filter((it) => owners.includes(it)).map(become('admin')),
    ...added.map(become('owner')),
    ...Object.keys(state.motions).map((it): Change => ({ path: ['motions', it], value: undefined })),
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
    case 'channel.policy': {
      const before = state.channels[act.channel]?.policies ?? [];
      const policies = [...before, { from: clock, act: id }].sort((a, b) => a.from - b.from);
      return [{ path: ['channels', act.channel, 'policies'], value: policies }];
    }
    case 'channel.admit': {
      const { channel, account, history, until } = act;
      if (state.members[account] === undefined) return [];
      const admitted: Admission = {
        account,
        channel,
        history,
        until,
        since: clock,
        by: author,
        lapsed: false,
      };
      return [{ path: ['admissions', admissionKey(channel, account)], value: admitted }];
    }
    case 'channel.dismiss': {
      const key = admissionKey(act.channel, act.account);
      return state.admissions[key] === undefined ? [] : [{ path: ['admissions', key], value: undefined }];
    }
    case 'channel.lapse': {
      const key = admissionKey(act.channel, act.account);
      return state.admissions[key] === undefined
        ? []
        : [{ path: ['admissions', key, 'lapsed'], value: true }];
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
        ...(act.channels === undefined ? {} : { channels: act.channels }),
      };
      return [{ path: ['invites', key], value: invite }];
    }
    case 'invite.revoke':
      return [{ path: ['invites', toHex(act.publicKey), 'revoked'], value: true }];
    case 'member.admit':
      return admission(state, ruling, act);
    case 'member.add':
      return arrival(state, ruling);
    case 'member.remove': {
      const changes = departure(state, ruling, act.account);
      if (act.ban === undefined) return changes;
      const ban: Ban = { until: act.ban, since: clock, by: author };
      return [...changes, { path: ['banned', act.account], value: ban }];
    }
    case 'member.unban':
      return state.banned[act.account] === undefined
        ? []
        : [{ path: ['banned', act.account], value: undefined }];
    case 'member.mute': {
      const { account, channel, until } = act;
      const mute: Mute = {
        account,
        until,
        since: clock,
        by: author,
        ...(channel === undefined ? {} : { channel }),
      };
      return [{ path: ['muted', muteKey(account, channel)], value: mute }];
    }
    case 'member.unmute': {
      const key = muteKey(act.account, act.channel);
      return state.muted[key] === undefined ? [] : [{ path: ['muted', key], value: undefined }];
    }
    case 'device.remove':
      if (state.members[author]?.devices[act.device] === undefined) return [];
      return [
        { path: ['members', author, 'devices', act.device], value: undefined },
        { path: ['devices', act.device], value: undefined },
        ...revocations(state, (invite) => invite.device === act.device),
      ];
    case 'owners.vote':
      return vote(state, act, author);
    case 'checkpoint.sign':
    case 'owners.undo':
      return [];
    case 'fork.prove':
    case 'fork.settle': {
      const key = logKey(act.log);
      const forked = forkedBy(state.forks[key], ruling);
      return forked === undefined ? [] : [{ path: ['forks', key], value: forked }];
    }
    case 'role.grant':
      return state.members[act.account] === undefined
        ? []
        : [{ path: ['members', act.account, 'role'], value: act.role }];
    case 'plugin.grant': {
      const { plugin, version, hash, capabilities } = act;
      const grant: PluginGrant = { version, hash: toHex(hash), capabilities, since: clock, by: author };
      return [{ path: ['plugins', plugin], value: grant }];
    }
    case 'plugin.revoke':
      return state.plugins[act.plugin] === undefined
        ? []
        : [{ path: ['plugins', act.plugin], value: undefined }];
    case 'profile.describe':
      return [{ path: [state.members[author] ? 'members' : 'formerMembers', author, 'profile'], value: id }];
  }
};
