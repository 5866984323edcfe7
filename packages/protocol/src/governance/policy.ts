/**
 * [G2] [G3] Who may do what: for every act the rank that it needs, and what stands against it. An act is judged by this
 * table in the state at the heads that it cites.
 */
import { toHex } from '../bytes.ts';
import { hlcToMs } from '../clock.ts';
import { logKey, MAX_VOICE } from '../entry/log.ts';
import { LIMITS } from '../limits.ts';
import type { ActOf, ActType } from './act.ts';
import {
  accountOfJoiner,
  addedBy,
  admissionOf,
  channelIsUnknown,
  inviteOf,
  isBelowAdmin,
  isCertifiedLater,
  isDirect,
  isNeitherCreatorNor,
  isOwnDevice,
  isPast,
  muteOf,
  ofChannel,
  roleOfDevice,
  type Situation,
  targetIsNoMember,
  targetIsNotBelowAuthor,
  targetIsNotScoped,
  wasPutOutTooOften,
} from './objection.ts';
import { isInCharge, isScoped, outranks, type Role } from './role.ts';
import { type GovernanceState, type Member, motionKey, ownersIn, type Ruling } from './state.ts';

type Objection<Type extends ActType> = (situation: Situation<Type>) => boolean;

interface Rule<Type extends ActType> {
  needs: Role;
  /** Each, where it holds, forbids the act. The key is the reason, as people read it. */
  unless?: Record<string, Objection<Type>>;
}

type Policy = { readonly [Type in ActType]: Rule<Type> };

export const POLICY: Policy = {
  genesis: { needs: 'owner', unless: { 'the space is founded already': () => true } },
  'space.describe': { needs: 'admin' },
  'space.leave': {
    needs: 'bot',
    unless: { 'the owner cannot leave': (it) => it.author.role === 'owner' && !isDirect(it) },
  },
  'channel.create': {
    needs: 'member',
    unless: { 'the channel exists already': ({ state, act }) => state.channels[act.channel] !== undefined },
  },
  'channel.describe': { needs: 'member', unless: ofChannel },
  'channel.archive': { needs: 'member', unless: ofChannel },
  'channel.retain': { needs: 'member', unless: ofChannel },
  'channel.policy': {
    needs: 'member',
    unless: {
      'there is no such channel': channelIsUnknown,
      'only its creator or a moderator may': isNeitherCreatorNor('moderator'),
    },
  },
  'channel.admit': {
    needs: 'member',
    unless: {
      'there is no such channel': channelIsUnknown,
      'only its creator or a moderator may': isNeitherCreatorNor('moderator'),
      'the account is no guest, AI node or bot': targetIsNotScoped,
      'the account is admitted on these terms already': ({ state, act }) => {
        const admission = admissionOf({ state, act });
        const isSame = admission?.history === act.history && admission.until === act.until;
        return isSame && !admission.lapsed;
      },
    },
  },
  'channel.dismiss': {
    needs: 'member',
    unless: {
      'only its creator or a moderator may': isNeitherCreatorNor('moderator'),
      'the channel does not admit the account': (it) => admissionOf(it) === undefined,
      'its voice was taken too often': ({ ruling }) => ruling.generation >= MAX_VOICE,
    },
  },
  'channel.lapse': {
    needs: 'member',
    unless: {
      'the channel does not admit the account': (it) => admissionOf(it)?.lapsed !== false,
      'the time is not past': (it) => !isPast(admissionOf(it)?.until, it.ruling),
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
    needs: 'guest',
    unless: {
      'a small space has no invites': ({ state }) => state.kind !== undefined,
      'only an admin may invite others': (it) => isBelowAdmin(it) && it.act.account !== it.author.account,
      'a device of a member is no guest': ({ act }) => act.account !== undefined && act.role !== 'member',
      'only guests, AI nodes and bots are admitted to channels': ({ act }) =>
        (act.channels !== undefined) !== isScoped(act.role),
      'the invite exists already': ({ state, act }) => state.invites[toHex(act.publicKey)] !== undefined,
    },
  },
  'invite.revoke': {
    needs: 'member',
    unless: {
      'there is no such invite': ({ state, act }) => state.invites[toHex(act.publicKey)] === undefined,
      'only who made it or an admin may': ({ state, act, author }) =>
        isBelowAdmin({ author }) && state.invites[toHex(act.publicKey)]?.by !== author.account,
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
      'the account is banned': (it) =>
        it.state.banned[accountOfJoiner(it) ?? it.author.account] !== undefined,
      // Whoever was removed still has the links that were about then.
      'the invite is older than the removal': (it) => {
        const account = accountOfJoiner(it);
        const former = account === undefined ? undefined : it.state.formerMembers[account];
        return former !== undefined && (inviteOf(it)?.since ?? 0) < former.until;
      },
      'the device was put out too often': wasPutOutTooOften,
    },
  },
  'member.add': {
    needs: 'member',
    unless: {
      'only small spaces add by certificate alone': ({ state }) => state.kind === undefined,
      'the device is a member already': ({ state, ruling }) =>
        ruling.certificate === undefined || state.devices[ruling.certificate.device] !== undefined,
      'only an admin may add others': (it) => isBelowAdmin(it) && !addedBy(it).isIn,
      'the direct message is not with that account': (it) =>
        isDirect(it) && it.state.owners?.includes(addedBy(it).account) !== true,
      'the account left the direct message': (it) =>
        isDirect(it) && it.state.formerMembers[addedBy(it).account] !== undefined,
      // Whoever put a device of their own out may have lost it: nobody brings it back for them by mistake.
      'the device was put out before': (it) =>
        it.ruling.generation > 0 &&
        addedBy(it).isIn &&
        !isOwnDevice(it) &&
        (isDirect(it) || isBelowAdmin(it)),
      'the device was put out too often': wasPutOutTooOften,
    },
  },
  'member.remove': {
    needs: 'admin',
    unless: {
      'the account is no member': targetIsNoMember,
      'only a higher rank may remove': targetIsNotBelowAuthor,
    },
  },
  'member.unban': {
    needs: 'member',
    unless: {
      'the account is not banned': ({ state, act }) => state.banned[act.account] === undefined,
      'only an admin may before the time is past': (it) =>
        isBelowAdmin(it) && !isPast(it.state.banned[it.act.account]?.until, it.ruling),
    },
  },
  'member.mute': {
    needs: 'moderator',
    unless: {
      'the account is no member': targetIsNoMember,
      'only a higher rank may mute': targetIsNotBelowAuthor,
      'there is no such channel': ({ state, act }) =>
        act.channel !== undefined && state.channels[act.channel] === undefined,
      'its voice was taken too often': ({ ruling }) => ruling.generation >= MAX_VOICE,
    },
  },
  'member.unmute': {
    needs: 'member',
    unless: {
      'the account is not muted': (it) => muteOf(it) === undefined,
      'only a moderator of a higher rank may before the time is past': (it) =>
        (!isInCharge(it.author.role) || targetIsNotBelowAuthor(it)) && !isPast(muteOf(it)?.until, it.ruling),
    },
  },
  'device.remove': {
    needs: 'bot',
    unless: {
      'the device is not one of the account': ({ author, act }) => author.devices[act.device] === undefined,
      'the device was certified later': isCertifiedLater,
    },
  },
  'owners.vote': {
    needs: 'owner',
    unless: {
      'a direct message is everybody’s': isDirect,
      'only members become owners': ({ state, act }) =>
        act.add.some((it) => {
          const role = state.members[it]?.role;
          return role === undefined || role === 'owner' || isScoped(role);
        }),
      'only owners go back to being admins': ({ state, act }) =>
        act.drop.some((it) => state.members[it]?.role !== 'owner'),
      'it changes nothing': ({ act }) => act.add.length + act.drop.length === 0,
      'a space needs an owner': ({ state, act }) =>
        act.add.length === 0 && ownersIn(state).every((it) => act.drop.includes(it)),
      'the author voted for it already': ({ state, act, author }) =>
        state.motions[motionKey(act)]?.by.includes(author.account) === true,
    },
  },
  // Whose votes count here the newest checkpoint says: `undo.ts`.
  'owners.undo': { needs: 'owner' },
  'checkpoint.sign': { needs: 'owner' },
  'fork.prove': {
    needs: 'bot',
    unless: {
      'that is proved already': ({ state, act, ruling }) =>
        (state.forks[logKey(act.log)]?.sequence ?? Infinity) <= (ruling.fork?.sequence ?? 0),
    },
  },
  'fork.settle': {
    needs: 'moderator',
    unless: {
      'there is no such channel': ({ state, act }) =>
        state.kind === undefined && state.channels[act.log.channel] === undefined,
      'nobody has proved two histories of it': ({ state, act }) => state.forks[logKey(act.log)] === undefined,
      'it ends before the histories part': ({ state, act }) =>
        act.sequence < (state.forks[logKey(act.log)]?.sequence ?? 0) - 1,
      'only a higher rank or an owner may name it': ({ state, act, author }) =>
        author.role !== 'owner' && !outranks(author.role, roleOfDevice(state, act.log.device) ?? 'bot'),
      'a branch is named already': ({ state, act }) => state.forks[logKey(act.log)]?.named !== undefined,
    },
  },
  'role.grant': {
    needs: 'admin',
    unless: {
      'the account is no member': targetIsNoMember,
      'only a higher rank may change a rank': targetIsNotBelowAuthor,
      'an AI node or a bot has no rank': ({ state, act }) => {
        const role = state.members[act.account]?.role;
        return role === 'ai' || role === 'bot';
      },
      'only a higher rank may grant a rank': ({ author, act }) => !outranks(author.role, act.role),
      'the account has that role already': ({ state, act }) => state.members[act.account]?.role === act.role,
    },
  },
  'plugin.grant': {
    needs: 'admin',
    unless: {
      'the space has as many plugins as it may': ({ state, act }) =>
        state.plugins[act.plugin] === undefined && Object.keys(state.plugins).length >= LIMITS.plugins,
    },
  },
  'plugin.revoke': {
    needs: 'admin',
    unless: { 'the plugin may do nothing here': ({ state, act }) => state.plugins[act.plugin] === undefined },
  },
  'profile.describe': { needs: 'bot' },
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
