/** Who may do what, by the rules alone: the part of the reference model that judges one act. */
import { type AccountId, type Act, hlcToMs, toHex } from '../src/index.ts';
import { forkIn } from './governance-fork-model.ts';
import { type Item, knows, type Role, type View, viewOf } from './governance-view.ts';

export const RANK = { owner: 5, admin: 4, moderator: 3, member: 2, guest: 1, ai: 0, bot: 0 };
export const SCOPED: readonly (Role | undefined)[] = ['guest', 'ai', 'bot'];

/** Whether the policy lets `account` do this in `view`, `as` a role that it has or might be left with. */
export const isPermitted = (view: View, item: Item, account: AccountId, as: Role): boolean => {
  const { act, entry } = item;
  const isAdmin = RANK[as] >= RANK.admin;
  const isAbove = (target: AccountId): boolean => {
    const role = view.role(target);
    return role !== undefined && RANK[as] > RANK[role];
  };
  const mayChange = (channel: string): boolean => {
    const creation = view.creation('channel.create', channel);
    return creation !== undefined && (isAdmin || view.author(creation) === account);
  };
  const isCreatorOr = (role: Role, channel: string): boolean => {
    const creation = view.creation('channel.create', channel);
    return creation !== undefined && (RANK[as] >= RANK[role] || view.author(creation) === account);
  };
  const isOver = (until: number): boolean => until > 0 && hlcToMs(entry.clock) > until;
  const untilOf = (taken: Item | undefined): number | undefined => {
    if (taken?.act.type === 'member.mute') return taken.act.until;
    return taken?.act.type === 'member.remove' ? taken.act.ban : undefined;
  };
  const FOR_ALL: Act['type'][] = ['space.leave', 'device.remove', 'profile.describe', 'fork.prove'];
  const needed = act.type === 'invite.create' ? 'guest' : 'member';
  if (!FOR_ALL.includes(act.type) && RANK[as] < RANK[needed]) return false;
  switch (act.type) {
    case 'genesis':
      return false;
    case 'channel.policy':
      return isCreatorOr('moderator', act.channel);
    case 'channel.admit': {
      const terms = view.terms(act.channel, act.account);
      const isSame =
        terms !== undefined && !terms.lapsed && terms.history === act.history && terms.until === act.until;
      return isCreatorOr('moderator', act.channel) && SCOPED.includes(view.role(act.account)) && !isSame;
    }
    case 'channel.dismiss':
      return isCreatorOr('moderator', act.channel) && view.terms(act.channel, act.account) !== undefined;
    case 'channel.lapse': {
      const terms = view.terms(act.channel, act.account);
      return terms !== undefined && !terms.lapsed && isOver(terms.until);
    }
    case 'member.mute':
      return (
        RANK[as] >= RANK.moderator &&
        isAbove(act.account) &&
        (act.channel === undefined || view.creation('channel.create', act.channel) !== undefined)
      );
    case 'member.unmute': {
      const until = untilOf(view.mute(act.account, act.channel));
      return until !== undefined && ((RANK[as] >= RANK.moderator && isAbove(act.account)) || isOver(until));
    }
    case 'member.unban': {
      const until = untilOf(view.ban(act.account));
      return until !== undefined && (isAdmin || isOver(until));
    }
    case 'owners.vote': {
      if (as !== 'owner' || view.kind === 'direct') return false;
      const { add, drop } = act;
      const isNew = add.every((it) => !['owner', undefined, ...SCOPED].includes(view.role(it)));
      const isOld = drop.every((it) => view.role(it) === 'owner');
      const leavesOne = add.length > 0 || view.ownersNow().some((it) => !drop.includes(it));
      const mine = view.ownership().moved.get(`${add.join()}/${drop.join()}`);
      return (
        isNew && isOld && leavesOne && add.length + drop.length > 0 && mine?.by.includes(account) !== true
      );
    }
    case 'checkpoint.sign':
    case 'owners.undo':
      return as === 'owner';
    case 'fork.prove':
      return item.place !== undefined && item.place < (forkIn(view.items, act.log)?.sequence ?? Infinity);
    case 'fork.settle': {
      const fork = forkIn(view.items, act.log);
      const whose = view.accountOf(act.log.device);
      const isIn =
        whose !== undefined && view.devicesOf(whose).some((it) => it.certificate?.device === act.log.device);
      const isSomewhere =
        view.kind !== undefined || view.creation('channel.create', act.log.channel) !== undefined;
      return (
        fork !== undefined &&
        fork.named === undefined &&
        act.sequence >= fork.sequence - 1 &&
        isSomewhere &&
        RANK[as] >= RANK.moderator &&
        (as === 'owner' || !isIn || isAbove(whose))
      );
    }
    case 'plugin.grant':
      return isAdmin;
    case 'plugin.revoke':
      return isAdmin && view.plugin(act.plugin) !== undefined;
    case 'space.describe':
      return isAdmin;
    case 'space.leave':
      return as !== 'owner' || view.kind === 'direct';
    case 'channel.create':
      return view.creation('channel.create', act.channel) === undefined;
    case 'channel.describe':
    case 'channel.archive':
    case 'channel.retain':
      return mayChange(act.channel);
    case 'relay.list':
      return isAdmin && (view.relays().has(act.device) || view.relays().size < 8);
    case 'relay.unlist':
      return isAdmin && view.relays().has(act.device);
    case 'invite.create':
      if (view.kind !== undefined) return false;
      if (act.account !== undefined && act.role !== 'member') return false;
      if (SCOPED.includes(act.role) !== (act.channels !== undefined)) return false;
      return (
        (isAdmin || act.account === account) &&
        view.creation('invite.create', toHex(act.publicKey)) === undefined
      );
    case 'invite.revoke': {
      const creation = view.creation('invite.create', toHex(act.publicKey));
      return creation !== undefined && (isAdmin || view.author(creation) === account);
    }
    case 'member.remove':
      return isAdmin && isAbove(act.account);
    case 'role.grant':
      return (
        isAbove(act.account) &&
        RANK[as] > RANK[act.role] &&
        view.role(act.account) !== act.role &&
        view.role(act.account) !== 'ai' &&
        view.role(act.account) !== 'bot' &&
        isAdmin
      );
    case 'profile.describe':
      return true;
    case 'device.remove': {
      const [own, other] = [entry.log.device, act.device].map((device) =>
        view.devicesOf(account).find((it) => it.certificate?.device === device),
      );
      if (own?.certificate === undefined || other?.certificate === undefined) return false;
      const [a, b] = [own.certificate, other.certificate];
      return a.issuedAt > b.issuedAt || (a.issuedAt === b.issuedAt && a.device >= b.device);
    }
    case 'member.add': {
      if (item.certificate === undefined || view.kind === undefined) return false;
      const { account: joiner, device } = item.certificate;
      if (view.devicesOf(joiner).some((it) => it.certificate?.device === device)) return false;
      const isIn = view.current(joiner).length > 0;
      const wasIn = view.admitsOf(joiner).length > 0;
      if (view.kind === 'direct' && (!view.owners.includes(joiner) || (wasIn && !isIn))) return false;
      if (!isIn) return isAdmin;
      const isFirstTime = view.generation(item) === 0;
      return isFirstTime || joiner === account || (isAdmin && view.kind !== 'direct');
    }
    case 'member.admit': {
      const key = toHex(act.invite);
      const invite = view.creation('invite.create', key);
      if (invite?.act.type !== 'invite.create' || item.certificate === undefined) return false;
      const { account: joiner, device } = item.certificate;
      const isIn = view.current(joiner).length > 0;
      // Of the membership that ended last: when it first ended.
      const ended = view.removals(joiner);
      const last = viewOf(view.of('genesis').concat(view.of('member.admit')))
        .current(joiner)
        .findLast((admit) => ended.some((removal) => knows(removal, admit)));
      const until = Math.min(
        ...ended
          .filter((removal) => last !== undefined && !knows(last, removal))
          .map((removal) => removal.entry.clock as number),
      );
      return (
        !view.isRevoked(key) &&
        view.ban(joiner) === undefined &&
        (invite.act.account === undefined || invite.act.account === joiner) &&
        view.used(key) < invite.act.uses &&
        hlcToMs(entry.clock) <= invite.act.expires &&
        !view
          .of('member.admit')
          .some(
            (it) =>
              it.act.type === 'member.admit' && toHex(it.act.keyPackageHash) === toHex(act.keyPackageHash),
          ) &&
        !view.devicesOf(joiner).some((it) => it.certificate?.device === device) &&
        (isIn || last === undefined || invite.entry.clock >= until)
      );
    }
  }
};
