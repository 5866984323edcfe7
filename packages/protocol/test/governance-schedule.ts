/** Random histories: several devices act on what they know, hear of each other late, and some of them cheat. */
import fc from 'fast-check';
import { type Act, cutoffsFor, type GovernanceEntry, type LogHead } from '../src/index.ts';
import {
  addition,
  admission,
  channelId,
  inviteAct,
  inviteKey,
  lab,
  type Person,
  person,
  type Replica,
  removal,
  smallLab,
  twinOf,
} from './founding.ts';

const NAMES = ['ada', 'ben', 'cleo', 'dan', 'eve', 'fay'];
const PEOPLE: Person[] = [
  ...NAMES.map((name) => person(name)),
  person('ada', 1),
  person('ben', 1),
  person('cleo', 1),
];
const INVITES = ['lab', 'p', 'q'];
const KINDS: Act['type'][] = [
  'space.describe',
  'space.leave',
  'channel.create',
  'channel.describe',
  'channel.archive',
  'channel.retain',
  'relay.list',
  'relay.unlist',
  'invite.create',
  'invite.create',
  'invite.revoke',
  'member.admit',
  'member.admit',
  'member.admit',
  'member.add',
  'member.remove',
  'member.remove',
  'member.remove',
  'device.remove',
  'role.grant',
  'role.grant',
  'role.grant',
  'profile.describe',
];

interface Step {
  actor: number;
  kind: Act['type'];
  target: number;
  detail: number;
  /** Whom the actor hears first, if anybody. */
  hears: number | undefined;
  /** Cites older heads than it knows, writes twice for one place, or lists cutoffs of its own making. */
  cheats: 'heads' | 'twice' | 'cutoffs' | undefined;
}

const anybody = fc.nat(PEOPLE.length - 1);
// Who may do most acts most, or hardly any act of a random history would be allowed.
const somebody = fc.oneof({ weight: 2, arbitrary: fc.nat(1) }, { weight: 1, arbitrary: anybody });

export const steps = fc.array(
  fc.record<Step>({
    actor: somebody,
    kind: fc.constantFrom(...KINDS),
    target: anybody,
    detail: fc.nat(11),
    hears: fc.option(somebody, { nil: undefined, freq: 3 }),
    cheats: fc.oneof(
      { weight: 60, arbitrary: fc.constant(undefined) },
      { weight: 15, arbitrary: fc.constantFrom('heads', 'cutoffs') },
      { weight: 1, arbitrary: fc.constant('twice') },
    ),
  }),
  { minLength: 8, maxLength: 36, size: 'max' },
);

const actFor = (replica: Replica, step: Step): Act => {
  const { kind, detail } = step;
  const target = PEOPLE[step.target] as Person;
  const invite = INVITES[detail % INVITES.length] as string;
  const channel = channelId(String(detail % 3));
  const cheat = (head: LogHead): LogHead => ({
    ...head,
    sequence: Math.max(1, head.sequence + (detail % 5) - 2),
  });
  const heads = step.cheats === 'cutoffs' ? replica.frontier().map(cheat) : replica.frontier();
  const cutoffs = (account: Person['account'], device?: Person['device']): LogHead[] =>
    cutoffsFor(replica.governance, account, heads, device);
  switch (kind) {
    case 'space.leave':
      return { type: kind, cutoffs: cutoffs(replica.who.account) };
    case 'channel.create':
    case 'channel.describe':
    case 'channel.archive':
      return { type: kind, channel };
    case 'channel.retain':
      return { type: kind, channel, ms: detail % 3 };
    case 'relay.list':
      return { type: kind, device: target.device, addresses: [`/ip4/10.0.0.${detail}/tcp/4001`] };
    case 'relay.unlist':
      return { type: kind, device: target.device };
    case 'invite.create':
      return inviteAct(invite, {
        uses: 1 + (detail >> 2),
        // Now and then for devices of one account only: the actor's own, or somebody else's.
        ...(detail % 4 === 3 ? { account: detail === 3 ? replica.who.account : target.account } : {}),
      });
    case 'invite.revoke':
      return { type: kind, publicKey: inviteKey(invite) };
    case 'member.admit':
      return admission(replica.governance.space, target, invite, detail >> 2);
    case 'member.add':
      return addition(target);
    case 'member.remove':
      return { type: kind, account: target.account, cutoffs: cutoffs(target.account) };
    case 'device.remove':
      return { type: kind, device: target.device, cutoffs: cutoffs(target.account, target.device) };
    case 'role.grant':
      return { type: kind, account: target.account, role: detail % 2 === 0 ? 'admin' : 'member' };
    case 'genesis':
    case 'space.describe':
    case 'profile.describe':
      return { type: kind === 'genesis' ? 'space.describe' : kind };
  }
};

/** The beginning of a history; where that can be, Dan is in for the second time. */
const begin = (kind: 'channel' | 'direct' | undefined) => {
  const { dan, owner, space } = kind === undefined ? lab() : smallLab(kind);
  if (kind === 'direct') return { owner, space };
  owner.write(removal(dan.account));
  if (kind === undefined) owner.write(inviteAct('again'));
  owner.write(kind === undefined ? admission(space, dan, 'again') : addition(dan));
  return { owner, space };
};

/** In a small space people are added where they are admitted elsewhere. */
const meantFor = (kind: 'channel' | 'direct' | undefined, step: Step): Step =>
  kind !== undefined && step.kind === 'member.admit' ? { ...step, kind: 'member.add' } : step;

/** Plays a history out; gives every entry that anybody wrote. */
export const play = (
  history: readonly Step[],
  kind?: 'channel' | 'direct',
): { space: Replica['governance']['space']; entries: GovernanceEntry[] } => {
  const { owner, space } = begin(kind);
  const replicas = PEOPLE.map((who) => owner.fork(who));
  const written = [...owner.entries];
  for (const step of history.map((it) => meantFor(kind, it))) {
    const replica = replicas[step.actor] as Replica;
    const heard = step.hears === undefined ? undefined : replicas[step.hears];
    if (heard !== undefined) replica.receive(heard.entries);
    const device = replica.governance.state.members[replica.who.account]?.devices[replica.who.device];
    replica.generation = device?.generation ?? replica.generation;
    const older = replica.entries[(step.detail * 7) % replica.entries.length] as GovernanceEntry;
    const entry = replica.write(actFor(replica, step), step.cheats === 'heads' ? { heads: [older.id] } : {});
    written.push(entry);
    if (step.cheats === 'twice') written.push(twinOf(entry));
  }
  return { space, entries: written };
};
