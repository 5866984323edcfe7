/**
 * [G2] [G3] Who may do what: for every act the rank that it needs, and what stands against it. An act is judged by this
 * table in the state at the heads that it cites.
 */
import { toHex } from '../bytes.ts';
import { hlcToMs } from '../clock.ts';
import type { AccountId, ChannelId } from '../ids.ts';
import { LIMITS } from '../limits.ts';
import type { ActOf, ActType, Role } from './act.ts';
import type { GovernanceState, Member, Ruling } from './state.ts';

const RANK: Record<Role, number> = { owner: 2, admin: 1, member: 0 };

/** Whether the first role is strictly above the second. */
export const outranks = (a: Role, b: Role): boolean => RANK[a] > RANK[b];

interface Situation<Type extends ActType> {
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

type Objection<Type extends ActType> = (situation: Situation<Type>) => boolean;

interface Rule<Type extends ActType> {
  needs: Role;
  /** Each, where it holds, forbids the act. The key is the reason, as people read it. */
  unless?: Record<string, Objection<Type>>;
}

type Policy = { readonly [Type in ActType]: Rule<Type> };

const channelIsUnknown = ({ state, act }: OnChannel): boolean => state.channels[act.channel] === undefined;

const isNeitherCreatorNorAdmin = ({ state, act, author }: OnChannel) =>
  author.role === 'member' && state.channels[act.channel]?.createdBy !== author.account;

const targetIsNoMember = ({ state, act }: OnAccount): boolean => state.members[act.account] === undefined;

const targetIsNotBelowAuthor = ({ state, act, author }: OnAccount): boolean =>
  !outranks(author.role, state.members[act.account]?.role ?? 'owner');

const inviteOf = ({ state, act }: Situation<'member.admit'>) => state.invites[toHex(act.invite)];

const accountOfJoiner = ({ ruling }: Situation<'member.admit'>) => ruling.certificate?.account;

const isDirect = ({ state }: Pick<OnAccount, 'state'>): boolean => state.kind === 'direct';

/** Whose device is added, and whether that account is in already. */
const addedBy = ({ state, ruling }: Situation<'member.add'>) => {
  const account = ruling.certificate?.account ?? ruling.author;
  return { account, isIn: state.members[account] !== undefined };
};

const isOwnDevice = (it: Situation<'member.add'>): boolean => addedBy(it).account === it.author.account;

/** A later certificate took the recovery phrase more recently: the device that outranks its siblings [G8]. */
const isCertifiedLater = ({ author, act, ruling }: Situation<'device.remove'>): boolean => {
  const own = author.devices[ruling.device]?.certificate;
  const other = author.devices[act.device]?.certificate;
  if (own === undefined || other === undefined) return true;
  return other.issuedAt === own.issuedAt ? other.device > own.device : other.issuedAt > own.issuedAt;
};

export const POLICY: Policy = {
  genesis: { needs: 'owner', unless: { 'the space is founded already': () => true } },
  'space.describe': { needs: 'admin' },
  'space.leave': {
    needs: 'member',
    unless: { 'the owner cannot leave': (it) => it.author.role === 'owner' && !isDirect(it) },
  },
  'channel.create': {
    needs: 'member',
    unless: { 'the channel exists already': ({ state, act }) => state.channels[act.channel] !== undefined },
  },
  'channel.describe': {
    needs: 'member',
    unless: {
      'there is no such channel': channelIsUnknown,
      'only its creator or an admin may': isNeitherCreatorNorAdmin,
    },
  },
  'channel.archive': {
    needs: 'member',
    unless: {
      'there is no such channel': channelIsUnknown,
      'only its creator or an admin may': isNeitherCreatorNorAdmin,
    },
  },
  'channel.retain': {
    needs: 'member',
    unless: {
      'there is no such channel': channelIsUnknown,
      'only its creator or an admin may': isNeitherCreatorNorAdmin,
    },
  },
  'relay.list': {
    needs: 'admin',
    unless: {
      'the space lists as many relays as it may': ({ state, act }) =>
        state.relays[act.device] === undefined && Object.keys(state.relays).length >= LIMITS.relays,
    },
  },
  'relay.unlist': {
    needs: 'admin',
    unless: { 'the relay is not listed': ({ state, act }) => state.relays[act.device] === undefined },
  },
  'invite.create': {
    needs: 'member',
    unless: {
      'a small space has no invites': ({ state }) => state.kind !== undefined,
      'only an admin may invite others': ({ author, act }) =>
        author.role === 'member' && act.account !== author.account,
      'the invite exists already': ({ state, act }) => state.invites[toHex(act.publicKey)] !== undefined,
    },
  },
  'invite.revoke': {
    needs: 'member',
    unless: {
      'there is no such invite': ({ state, act }) => state.invites[toHex(act.publicKey)] === undefined,
      'only who made it or an admin may': ({ state, act, author }) =>
        author.role === 'member' && state.invites[toHex(act.publicKey)]?.by !== author.account,
    },
  },
  'member.admit': {
    needs: 'member',
    unless: {
      'there is no such invite': (it) => inviteOf(it) === undefined,
      'the invite is revoked': (it) => inviteOf(it)?.revoked === true,
      'the invite is used up': (it) => (inviteOf(it)?.used ?? 0) >= (inviteOf(it)?.uses ?? 0),
      'the invite is for another account': (it) =>
        (inviteOf(it)?.account ?? accountOfJoiner(it)) !== accountOfJoiner(it),
      'the invite has expired': (it) => hlcToMs(it.ruling.clock) > (inviteOf(it)?.expires ?? 0),
      'the join request was acted on already': ({ state, act }) =>
        state.joins[toHex(act.keyPackageHash)] !== undefined,
      'the device is a member already': ({ state, ruling }) =>
        ruling.certificate === undefined || state.devices[ruling.certificate.device] !== undefined,
      // Whoever was removed still has the links that were about then.
      'the invite is older than the removal': (it) => {
        const account = accountOfJoiner(it);
        const former = account === undefined ? undefined : it.state.formerMembers[account];
        return former !== undefined && (inviteOf(it)?.since ?? 0) < former.until;
      },
      'the device was put out too often': ({ ruling }) => ruling.generation > 0xffff,
    },
  },
  'member.add': {
    needs: 'member',
    unless: {
      'only small spaces add by certificate alone': ({ state }) => state.kind === undefined,
      'the device is a member already': ({ state, ruling }) =>
        ruling.certificate === undefined || state.devices[ruling.certificate.device] !== undefined,
      'only an admin may add others': (it) => it.author.role === 'member' && !addedBy(it).isIn,
      'the direct message is not with that account': (it) =>
        isDirect(it) && it.state.owners?.includes(addedBy(it).account) !== true,
      'the account left the direct message': (it) =>
        isDirect(it) && it.state.formerMembers[addedBy(it).account] !== undefined,
      // Whoever put a device of their own out may have lost it: nobody brings it back for them by mistake.
      'the device was put out before': (it) =>
        it.ruling.generation > 0 &&
        addedBy(it).isIn &&
        !isOwnDevice(it) &&
        (isDirect(it) || it.author.role === 'member'),
      'the device was put out too often': ({ ruling }) => ruling.generation > 0xffff,
    },
  },
  'member.remove': {
    needs: 'admin',
    unless: {
      'the account is no member': targetIsNoMember,
      'only a higher rank may remove': targetIsNotBelowAuthor,
    },
  },
  'device.remove': {
    needs: 'member',
    unless: {
      'the device is not one of the account': ({ author, act }) => author.devices[act.device] === undefined,
      'the device was certified later': isCertifiedLater,
    },
  },
  'role.grant': {
    needs: 'admin',
    unless: {
      'the account is no member': targetIsNoMember,
      'only a higher rank may change a rank': targetIsNotBelowAuthor,
      'only a higher rank may grant a rank': ({ author, act }) => !outranks(author.role, act.role),
      'the account has that role already': ({ state, act }) => state.members[act.account]?.role === act.role,
    },
  },
  'profile.describe': { needs: 'member' },
};

/** What stands against an act of `author` in `state`, or `undefined` where it is allowed. */
export const objectionTo = <Type extends ActType>(
  state: GovernanceState,
  author: Member,
  ruling: Ruling & { act: ActOf<Type> },
): string | undefined => {
  const rule: Rule<Type> = POLICY[ruling.act.type];
  if (outranks(rule.needs, author.role)) return `only the rank of ${rule.needs} or above may`;
  const situation = { state, author, act: ruling.act, ruling };
  for (const [reason, holds] of Object.entries<Objection<Type>>(rule.unless ?? {}))
    if (holds(situation)) return reason;
  return undefined;
};
