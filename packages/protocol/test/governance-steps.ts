/** What random histories are made of: who does what, whom they heard before, and how some of them cheat. */
import fc from 'fast-check';
import { type Act } from '../src/index.ts';
import { type Person, person } from './founding.ts';

const NAMES = ['ada', 'ben', 'cleo', 'dan', 'eve', 'fay'];
export const PEOPLE: Person[] = [
  ...NAMES.map((name) => person(name)),
  person('ada', 1),
  person('ben', 1),
  person('cleo', 1),
];
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
  'member.add',
  'member.add',
  'member.remove',
  'member.remove',
  'member.remove',
  'device.remove',
  'role.grant',
  'role.grant',
  'role.grant',
  'profile.describe',
  'channel.policy',
  'channel.admit',
  'channel.admit',
  'channel.dismiss',
  'channel.lapse',
  'member.mute',
  'member.mute',
  'member.unmute',
  'member.unban',
  'plugin.grant',
  'plugin.revoke',
  'owners.vote',
  'owners.vote',
  'checkpoint.sign',
  'checkpoint.sign',
  'checkpoint.sign',
  'fork.prove',
  'fork.settle',
  'owners.undo',
  'owners.undo',
  'owners.undo',
];
const UNDOING: Act['type'][] = [
  'owners.undo',
  'owners.undo',
  'owners.undo',
  'owners.undo',
  'invite.create',
  'member.admit',
  'member.admit',
  'member.remove',
  'member.unban',
  'device.remove',
  'role.grant',
  'role.grant',
  'owners.vote',
  'checkpoint.sign',
  'channel.create',
  'channel.describe',
  'fork.prove',
];

export interface Step {
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

const stepsOf = (kinds: readonly Act['type'][]) =>
  fc.array(
    fc.record<Step>({
      actor: somebody,
      kind: fc.constantFrom(...kinds),
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
export const steps = stepsOf(KINDS);
/** Mostly what owners undo, and what may rest on that. */
export const undoingSteps = stepsOf(UNDOING);
