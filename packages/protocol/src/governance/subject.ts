/** What acts bear on: to judge one, those that bear on its author and its subjects are all that is needed. */
import { toHex } from '../bytes.ts';
import { type LogRef, logKey } from '../entry/log.ts';
import type { Act } from './act.ts';
import type { Ruling } from './state.ts';

export const accountSubject = (account: string): string => `account/${account}`;
export const deviceSubject = (device: string): string => `device/${device}`;
/** What the genesis says of the space as a whole: it bears on every act. */
export const SPACE_SUBJECT = 'space';
export const channelSubject = (channel: string): string => `channel/${channel}`;
const OWNERS_SUBJECT = 'owners';
const forkSubject = (log: LogRef): string => `fork/${logKey(log)}`;
export const inviteSubject = (key: Uint8Array): string => `invite/${toHex(key)}`;

/** What an act is about, apart from its author. */
export const subjectsOf = (act: Act): string[] => {
  switch (act.type) {
    case 'channel.create':
    case 'channel.describe':
    case 'channel.archive':
    case 'channel.retain':
    case 'channel.policy':
      return [channelSubject(act.channel)];
    case 'channel.admit':
    case 'channel.dismiss':
    case 'channel.lapse':
      return [channelSubject(act.channel), accountSubject(act.account)];
    case 'relay.list':
    case 'relay.unlist':
      return ['relays'];
    case 'invite.create':
    case 'invite.revoke':
      return [inviteSubject(act.publicKey)];
    case 'member.admit':
      return [inviteSubject(act.invite), `join/${toHex(act.keyPackageHash)}`];
    case 'member.mute':
    case 'member.unmute':
      return [
        accountSubject(act.account),
        ...(act.channel === undefined ? [] : [channelSubject(act.channel)]),
      ];
    case 'member.remove':
    case 'member.unban':
    case 'role.grant':
      return [accountSubject(act.account)];
    case 'plugin.grant':
    case 'plugin.revoke':
      return ['plugins'];
    case 'owners.vote':
      return [OWNERS_SUBJECT, ...[...act.add, ...act.drop].map(accountSubject)];
    case 'device.remove':
      return [deviceSubject(act.device)];
    case 'fork.prove':
    case 'fork.settle':
      return [forkSubject(act.log), channelSubject(act.log.channel), deviceSubject(act.log.device)];
    case 'genesis':
      return [SPACE_SUBJECT];
    case 'member.add':
    case 'space.describe':
    case 'space.leave':
    case 'profile.describe':
    case 'checkpoint.sign':
    case 'owners.undo':
      return [];
  }
};

/** What a ruling changes: its subjects, the account of its author where that is changed, and whoever it admits. */
export const touchedBy = ({ act, author, certificate }: Ruling): string[] => {
  const subjects = subjectsOf(act);
  if (act.type === 'space.leave' || act.type === 'device.remove' || act.type === 'profile.describe') {
    subjects.push(accountSubject(author));
  }
  if (certificate !== undefined)
    subjects.push(accountSubject(certificate.account), deviceSubject(certificate.device));
  return subjects;
};
