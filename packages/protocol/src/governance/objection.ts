/** What may stand against an act: the words that the policy's table is written in. */

import { toHex } from '../bytes.ts';
import { hlcToMs } from '../clock.ts';
import { MAX_MEMBERSHIP } from '../entry/log.ts';
import { isCertifiedAfter } from '../identity/certificate.ts';
import type { AccountId, ChannelId, DeviceId } from '../ids.ts';
import type { ActOf, ActType } from './act.ts';
import { isScoped, outranks, type Role } from './role.ts';
import { admissionIn, type GovernanceState, type Member, muteIn, type Ruling } from './state.ts';

export interface Situation<Type extends ActType> {
  state: GovernanceState;
  author: Member;
  act: ActOf<Type>;
  ruling: Ruling;
}

interface OnChannel {
  state: GovernanceState;
  author: Member;
  act: { channel: ChannelId };
}

interface OnAccount {
  state: GovernanceState;
  author: Member;
  act: { account: AccountId };
}

export const channelIsUnknown = ({ state, act }: OnChannel): boolean =>
  state.channels[act.channel] === undefined;

export const isNeitherCreatorNor =
  (role: Role) =>
  ({ state, act, author }: OnChannel): boolean =>
    outranks(role, author.role) && state.channels[act.channel]?.createdBy !== author.account;

export const ofChannel = {
  'there is no such channel': channelIsUnknown,
  'only its creator or an admin may': isNeitherCreatorNor('admin'),
};

export const isBelowAdmin = ({ author }: { author: Member }): boolean => outranks('admin', author.role);

export const targetIsNoMember = ({ state, act }: OnAccount): boolean =>
  state.members[act.account] === undefined;

export const targetIsNotBelowAuthor = ({ state, act, author }: OnAccount): boolean =>
  !outranks(author.role, state.members[act.account]?.role ?? 'owner');

export const inviteOf = ({ state, act }: Situation<'member.admit'>) => state.invites[toHex(act.invite)];

export const accountOfJoiner = ({ ruling }: Situation<'member.admit'>) => ruling.certificate?.account;

export const targetIsNotScoped = ({ state, act }: OnAccount): boolean =>
  !isScoped(state.members[act.account]?.role ?? 'owner');

export const admissionOf = ({
  state,
  act,
}: {
  state: GovernanceState;
  act: OnChannel['act'] & OnAccount['act'];
}) => admissionIn(state, act.channel, act.account);

export const muteOf = ({ state, act }: Situation<'member.unmute'>) => muteIn(state, act.account, act.channel);

/** Whether a time that was set, 0 for never, is past when an act is written [C1]. */
export const isPast = (until: number | undefined, ruling: Ruling): boolean =>
  until !== undefined && until > 0 && hlcToMs(ruling.clock) > until;

export const isDirect = ({ state }: Pick<OnAccount, 'state'>): boolean => state.kind === 'direct';

/** Whose device is added, and whether that account is in already. */
export const addedBy = ({ state, ruling }: Situation<'member.add'>) => {
  const account = ruling.certificate?.account ?? ruling.author;
  return { account, isIn: state.members[account] !== undefined };
};

export const isOwnDevice = (it: Situation<'member.add'>): boolean =>
  addedBy(it).account === it.author.account;

/** The rank of whose device it is; `undefined` where that account is out. */
export const roleOfDevice = (state: GovernanceState, device: DeviceId): Role | undefined => {
  const account = state.devices[device];
  return account && state.members[account]?.role;
};

export const wasPutOutTooOften = ({ ruling }: { ruling: Ruling }): boolean =>
  ruling.generation > MAX_MEMBERSHIP;

/** A later certificate took the recovery phrase more recently: the device that outranks its siblings [G8]. */
export const isCertifiedLater = ({ author, act, ruling }: Situation<'device.remove'>): boolean => {
  const own = author.devices[ruling.device]?.certificate;
  const other = author.devices[act.device]?.certificate;
  if (own === undefined || other === undefined) return true;
  return isCertifiedAfter(other, own);
};
