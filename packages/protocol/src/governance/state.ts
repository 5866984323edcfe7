/** What governance says. */
import type { Hlc } from '../clock.ts';
import type { LogRef } from '../entry/log.ts';
import type { Certificate } from '../identity/certificate.ts';
import type { AccountId, ChannelId, DeviceId, EntryId } from '../ids.ts';
import type { Act, SmallKind } from './act.ts';
import type { Fork } from './fork.ts';
import type { Role, ScopedRole } from './role.ts';

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
  /** The acts whose sealed words say how messages from that time on are moderated [A3]; ascending. */
  policies?: { from: Hlc; act: EntryId }[];
}

/** Of a scoped member to a channel [K6]. */
export interface Admission {
  account: AccountId;
  channel: ChannelId;
  /** Whether it reads what was there before. */
  history: boolean;
  /** Milliseconds since 1970; 0 for good. */
  until: number;
  since: Hlc;
  by: AccountId;
  /** Its time was past, and somebody said so. */
  lapsed: boolean;
}

/** Whose voice is taken, and for how long: milliseconds since 1970, or 0 until it is given back. */
export interface Mute {
  account: AccountId;
  /** Absent where it is taken in all. */
  channel?: ChannelId;
  until: number;
  since: Hlc;
  by: AccountId;
}

export interface Ban {
  /** Milliseconds since 1970; 0 until it is lifted. */
  until: number;
  since: Hlc;
  by: AccountId;
}

/** What a plugin may do in the space. */
export interface PluginGrant {
  version: string;
  /** SHA-256 of the package, hexadecimal. */
  hash: string;
  capabilities: string[];
  since: Hlc;
  by: AccountId;
}

export interface RelayListing {
  device: DeviceId;
  addresses: string[];
}

export interface InviteListing {
  role: 'member' | ScopedRole;
  /** What admits whoever comes by it, where that is a scoped member. */
  channels?: ChannelId[];
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

/** A change of owners that some have voted for. */
export interface Motion {
  add: AccountId[];
  drop: AccountId[];
  by: AccountId[];
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
  /** By `admissionKey`. */
  admissions: Record<string, Admission>;
  /** By `muteKey`. */
  muted: Record<string, Mute>;
  banned: Record<AccountId, Ban>;
  plugins: Record<string, PluginGrant>;
  /** By `logKey`. */
  forks: Record<string, ForkedLog>;
  /** By `motionKey`; gone once one of them is carried. */
  motions: Record<string, Motion>;
  /** Join requests that were acted on, by KeyPackage hash: none counts twice. */
  joins: Record<string, EntryId>;
  /** The act whose sealed words are the space's name. */
  name?: EntryId;
  /** Of a small space. */
  kind?: SmallKind;
  /** Whose a direct message is, in ascending order. */
  owners?: AccountId[];
}

/** [L2] What governance says of a log of which its device wrote two histories. */
export interface ForkedLog {
  log: LogRef;
  /** The first place with two entries, and those. */
  sequence: number;
  branches: EntryId[];
  since: Hlc;
  by: AccountId;
  /** The last entry that counts, on the branch that does, once somebody has named it. */
  named?: { sequence: number; id: EntryId; by: AccountId; since: Hlc };
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
  /** [L2] What a proof shows. */
  fork?: Fork | undefined;
  /** Of an admission how often the device was put out before, of what takes a voice how often that was done before. */
  generation: number;
}

export const emptyState = (): GovernanceState => ({
  members: {},
  formerMembers: {},
  devices: {},
  channels: {},
  relays: {},
  invites: {},
  admissions: {},
  muted: {},
  banned: {},
  plugins: {},
  forks: {},
  motions: {},
  joins: {},
});

export const motionKey = ({ add, drop }: Pick<Motion, 'add' | 'drop'>): string =>
  `${add.join()}/${drop.join()}`;

/** Accounts of that role, in no order. */
export const ownersIn = (state: Pick<GovernanceState, 'members'>): AccountId[] =>
  Object.values(state.members).flatMap(({ account, role }) => (role === 'owner' ? [account] : []));

export const admissionKey = (channel: ChannelId, account: AccountId): string => `${channel}/${account}`;

export const muteKey = (account: AccountId, channel?: ChannelId): string =>
  channel === undefined ? account : `${account}/${channel}`;

export const admissionIn = (
  state: Pick<GovernanceState, 'admissions'>,
  channel: ChannelId,
  account: AccountId,
): Admission | undefined => state.admissions[admissionKey(channel, account)];

export const muteIn = (
  state: Pick<GovernanceState, 'muted'>,
  account: AccountId,
  channel?: ChannelId,
): Mute | undefined => state.muted[muteKey(account, channel)];
