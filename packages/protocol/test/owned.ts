/** A space that three people own, for the stories of what owners undo [G4]. */
import type { AccountId, Act, GovernanceEntry, LogHead } from '../src/index.ts';
import {
  admission,
  channelId,
  inviteAct,
  lab,
  mergedInto,
  type Person,
  person,
  type Replica,
} from './founding.ts';

export const sign = (replica: Replica): Act => ({
  type: 'checkpoint.sign',
  covers: [...replica.governance.heads],
  state: new Uint8Array(32),
});
export const place = ({ log, sequence, id }: GovernanceEntry): LogHead => ({ log, sequence, id });
export const undo = (...from: (GovernanceEntry | LogHead)[]): Act => ({
  type: 'owners.undo',
  from: from.map(({ log, sequence, id }) => ({ log, sequence, id })),
});
const grant = (account: AccountId, role: 'admin' | 'moderator' | 'member'): Act => ({
  type: 'role.grant',
  account,
  role,
});
export const eve = person('eve');

/** Ada, Ben and Cleo are owners and Dan is an admin, all of it final. */
export const owned = () => {
  const { ada, ben, cleo, dan, space, owner } = lab();
  owner.write({ type: 'owners.vote', add: [ben.account], drop: [] });
  owner.write({ type: 'owners.vote', add: [cleo.account], drop: [] });
  const helper = owner.fork(ben);
  helper.write({ type: 'owners.vote', add: [cleo.account], drop: [] });
  mergedInto(owner, helper);
  owner.write(grant(dan.account, 'admin'));
  owner.write(sign(owner));
  const at = (who: Person): Replica => owner.fork(who);
  return { ada, ben, cleo, dan, space, owner, at, atBen: at(ben), atCleo: at(cleo), atDan: at(dan) };
};

/** Whoever has Dan's device brings Eve in and makes her a moderator, and she opens a channel. */
export const mischief = () => {
  const all = owned();
  const { atDan, space, owner } = all;
  const invite = atDan.write(inviteAct('back door'));
  const admits = atDan.write(admission(space, eve, 'back door'));
  const promotes = atDan.write(grant(eve.account, 'moderator'));
  const atEve = atDan.fork(eve);
  const opens = atEve.write({ type: 'channel.create', channel: channelId('hers') });
  for (const one of [owner, all.atBen, all.atCleo]) mergedInto(one, atEve);
  return { ...all, invite, admits, promotes, opens, atEve };
};
