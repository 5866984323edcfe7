/** What somebody in a random history writes, by what they know. */
import {
  type Act,
  type ActOf,
  type ChannelId,
  cutoffsFor,
  type EntryId,
  type GovernanceEntry,
  generationIn,
  governanceChannel,
  isFinal,
  type LogHead,
} from '../src/index.ts';
import { forkProof } from './forking.ts';
import {
  actOf,
  addition,
  admission,
  channelId,
  inviteAct,
  inviteKey,
  type Person,
  primitives,
  type Replica,
  START_MS,
} from './founding.ts';

import { PEOPLE, type Step } from './governance-steps.ts';

const INVITES = ['lab', 'p', 'q'];
/** An end that is past soon, one that is far, and none. */
const UNTIL = [0, START_MS, START_MS + 86_400_000];
const RANKS = ['admin', 'moderator', 'member'] as const;
const COMING_AS = ['member', 'guest', 'ai', 'member', 'bot'] as const;
const comingAs = ({ target, detail }: Step, channel: ChannelId): Partial<ActOf<'invite.create'>> => {
  const role = detail % 4 === 3 ? 'member' : (COMING_AS[(target + detail) % COMING_AS.length] ?? 'member');
  return role === 'member' ? {} : { role, channels: [channel] };
};

/** Of a log in a channel, or now and then of governance itself; some of them show nothing. */
const proofFor = ({ governance: { space } }: Replica, target: Person, { detail }: Step): Act => {
  const ofGovernance = detail % 6 === 5;
  const channel = ofGovernance ? governanceChannel(primitives, space) : channelId(String(detail % 2));
  const log = { channel, device: target.device, generation: 0 };
  const sequence = ofGovernance ? 3 + (detail % 4) : 1 + (detail % 3);
  const { branches, ...proof } = forkProof(space, log, sequence, target);
  if (detail === 4) return { ...proof, branches: [branches[0], branches[0]] };
  return detail === 7 ? forkProof(space, log, sequence, PEOPLE[0] as Person) : { ...proof, branches };
};

/** From one of the target's last decisions on, and now and then from a place in a channel; some name what is not there. */
const undoing = (replica: Replica, target: Person, { detail, cheats }: Step, older: GovernanceEntry): Act => {
  // What others voted for already, more often than something of one's own.
  const moved = replica.governance.record.undone.undoings.find(
    ({ isCarried, by, from }) =>
      !isCarried &&
      !by.includes(replica.who.account) &&
      from.every((place) => place.log.device !== replica.who.device),
  );
  if (moved !== undefined && detail % 3 !== 1) return { type: 'owners.undo', from: [...moved.from] };
  const { accepted } = replica.governance;
  const open = replica.entries.filter(
    ({ log: { device }, id }) =>
      device !== replica.who.device && accepted.includes(id) && !isFinal(replica.governance, id),
  );
  const theirs = open.filter((entry) => entry.log.device === target.device);
  const { log, sequence, id } = theirs.at(-1 - (detail % 4)) ?? open.at(-1 - (detail % 4)) ?? older;
  const named = { log, sequence: cheats === 'cutoffs' ? sequence + 1 : sequence, id };
  const spoken = { channel: channelId(String(detail % 2)), device: target.device, generation: 0 };
  const beside = detail % 3 === 0 ? [{ log: spoken, sequence: 1 + (detail % 4), id }] : [];
  return {
    type: 'owners.undo',
    from: detail === 11 ? [{ log: spoken, sequence: 2, id }] : [named, ...beside],
  };
};

export const actFor = (replica: Replica, step: Step, older: GovernanceEntry): Act => {
  const { kind, detail } = step;
  const target = PEOPLE[step.target] as Person;
  const invite = INVITES[detail % INVITES.length] as string;
  const channel = channelId(String(detail % 3));
  const cheat = (head: LogHead): LogHead => ({
    ...head,
    sequence: Math.max(1, head.sequence + (detail % 5) - 2),
  });
  const heads = step.cheats === 'cutoffs' ? replica.frontier().map(cheat) : replica.frontier();
  // What they wrote in channels, as far as the actor has it.
  const written = (account: Person['account']): LogHead[] =>
    PEOPLE.filter((one) => one.account === account).flatMap(({ device }) =>
      ['0', '1'].flatMap((name) => {
        const generation = generationIn(replica.governance, device, channelId(name));
        if (generation === undefined) return [];
        const log = { channel: channelId(name), device, generation };
        return [{ log, sequence: 1 + (detail % 4), id: heads[0]?.id ?? (replica.entries[0]?.id as EntryId) }];
      }),
    );
  const cutoffs = (account: Person['account'], device?: Person['device']): LogHead[] =>
    cutoffsFor(replica.governance, account, [...heads, ...written(account)], device);
  switch (kind) {
    case 'space.leave':
      return { type: kind, cutoffs: cutoffs(replica.who.account) };
    case 'channel.create':
    case 'channel.describe':
    case 'channel.archive':
      return { type: kind, channel };
    case 'channel.retain':
      return { type: kind, channel, ms: detail % 3 };
    case 'channel.policy':
      return { type: kind, channel };
    case 'channel.admit':
      return {
        type: kind,
        channel,
        account: target.account,
        history: detail % 2 === 0,
        until: UNTIL[detail % UNTIL.length] ?? 0,
      };
    case 'channel.dismiss':
      return { type: kind, channel, account: target.account, cutoffs: cutoffs(target.account) };
    case 'channel.lapse':
      return { type: kind, channel, account: target.account };
    case 'member.mute':
      return {
        type: kind,
        account: target.account,
        until: UNTIL[detail % UNTIL.length] ?? 0,
        cutoffs: cutoffs(target.account),
        ...(detail % 2 === 0 ? {} : { channel }),
      };
    case 'member.unmute':
      return { type: kind, account: target.account, ...(detail % 2 === 0 ? {} : { channel }) };
    case 'member.unban':
      return { type: kind, account: target.account };
    case 'owners.vote': {
      const isOwner = replica.governance.state.members[target.account]?.role === 'owner';
      const [add, drop] = isOwner ? [[], [target.account]] : [[target.account], []];
      return { type: kind, add, drop };
    }
    case 'owners.undo':
      return undoing(replica, target, step, older);
    case 'checkpoint.sign': {
      const proposed = replica.entries.map(actOf).findLast((it) => it.type === kind);
      const state = new Uint8Array(32);
      if (step.cheats === 'cutoffs') return { type: kind, covers: [older.id], state };
      const covers = detail % 2 === 0 ? proposed?.covers : undefined;
      return { type: kind, covers: [...(covers ?? replica.governance.heads)], state };
    }
    case 'plugin.grant':
      return {
        type: kind,
        plugin: detail % 2 === 0 ? 'reminders' : 'admin',
        version: `1.${detail}`,
        hash: new Uint8Array(32).fill(detail),
        capabilities: ['message.list', 'message.send'].slice(detail % 3),
      };
    case 'plugin.revoke':
      return { type: kind, plugin: detail % 2 === 0 ? 'reminders' : 'admin' };
    case 'relay.list':
      return { type: kind, device: target.device, addresses: [`/ip4/10.0.0.${detail}/tcp/4001`] };
    case 'relay.unlist':
      return { type: kind, device: target.device };
    case 'invite.create':
      return inviteAct(invite, {
        uses: 1 + (detail >> 2),
        // Now and then for devices of one account only: the actor's own, or somebody else's.
        ...(detail % 4 === 3 ? { account: detail === 3 ? replica.who.account : target.account } : {}),
        ...comingAs(step, channel),
      });
    case 'invite.revoke':
      return { type: kind, publicKey: inviteKey(invite) };
    case 'member.admit':
      return admission(replica.governance.space, target, invite, detail >> 2);
    case 'member.add':
      return addition(target);
    case 'member.remove':
      return {
        type: kind,
        account: target.account,
        cutoffs: cutoffs(target.account),
        ...(detail % 3 === 0 ? { ban: UNTIL[detail % 2] ?? 0 } : {}),
      };
    case 'device.remove':
      return { type: kind, device: target.device, cutoffs: cutoffs(target.account, target.device) };
    case 'role.grant':
      return { type: kind, account: target.account, role: RANKS[detail % 3] ?? 'member' };
    case 'fork.prove':
      return proofFor(replica, target, step);
    case 'fork.settle': {
      const forked = Object.values(replica.governance.state.forks);
      const { log } = forked[detail % Math.max(1, forked.length)] ?? {
        log: { channel, device: target.device, generation: 0 },
      };
      return { type: kind, log, sequence: 1 + (step.target % 4), id: older.id };
    }
    case 'genesis':
    case 'space.describe':
    case 'profile.describe':
      return { type: kind === 'genesis' ? 'space.describe' : kind };
  }
};
