/** The members of a space as they are listed. */
import type { Member } from '@plexi/operations';
import { can, hlcToMs } from '@plexi/protocol';
import type { Client } from '../client/client.ts';
import type { Space } from '../space/space.ts';
import { fingerprintOf } from './lookup.ts';

export const listMembers = (client: Client, space: Space): Member[] => {
  const governance = space.governance();
  return Object.values(governance.state.members).map((member) => ({
    account: member.account,
    name: space.words.account(member.account),
    role: member.role,
    self: member.account === client.self.account,
    devices: Object.keys(member.devices).length,
    fingerprint: fingerprintOf(member.account),
    since: new Date(hlcToMs(member.since)).toISOString(),
    canRemove: can(governance, client.self.account, 'member.remove', member.account),
  }));
};
