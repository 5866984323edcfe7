/** Random histories: several devices act on what they know, hear of each other late, and some of them cheat. */
import { type GovernanceEntry } from '../src/index.ts';
import { signTwice } from './forking.ts';
import {
  addition,
  admission,
  inviteAct,
  lab,
  type Person,
  type Replica,
  removal,
  smallLab,
  twinOf,
} from './founding.ts';

import { actFor } from './governance-deeds.ts';
import { PEOPLE, type Step } from './governance-steps.ts';

/** Ada, Ben and Dan are owners, as a checkpoint has it: what they undo takes two of them. */
const shareOwnership = (owner: Replica, dan: Person): void => {
  const { account } = PEOPLE[1] as Person;
  const atBen = owner.fork(PEOPLE[1]);
  owner.write({ type: 'owners.vote', add: [account], drop: [] });
  owner.write({ type: 'owners.vote', add: [dan.account], drop: [] });
  atBen.receive(owner.entries);
  atBen.write({ type: 'owners.vote', add: [dan.account], drop: [] });
  owner.receive(atBen.entries);
  owner.write({ type: 'checkpoint.sign', covers: [...owner.governance.heads], state: new Uint8Array(32) });
};

/** Where a history begins: a space, one that three people own, or a small space. */
type Beginning = 'owned' | 'channel' | 'direct' | undefined;

/** The beginning of a history; where that can be, Dan is in for the second time. */
const begin = (kind: Beginning, isTorn: boolean) => {
  const isSmall = kind === 'channel' || kind === 'direct';
  const { dan, owner, space } = isSmall ? smallLab(kind) : lab();
  if (kind === 'direct') return { owner, space };
  owner.write(removal(dan.account));
  if (!isSmall) owner.write(inviteAct('again'));
  owner.write(isSmall ? addition(dan) : admission(space, dan, 'again'));
  if (kind === 'owned') shareOwnership(owner, dan);
  else if (isTorn) signTwice(owner, PEOPLE[1] as Person);
  return { owner, space };
};

const OWNERS = [0, 1, 3];

/** In a small space people are added where they are admitted elsewhere; where three own it, those vote. */
const meantFor = (kind: Beginning, step: Step): Step => {
  if (kind === 'owned' && (step.kind === 'owners.undo' || step.kind === 'checkpoint.sign')) {
    const [actor, hears] = [step.actor, step.detail].map((it) => OWNERS[it % OWNERS.length] ?? 0);
    return { ...step, actor: actor ?? 0, hears };
  }
  return kind !== undefined && step.kind === 'member.admit' ? { ...step, kind: 'member.add' } : step;
};

/** Plays a history out; gives every entry that anybody wrote. */
export const play = (
  history: readonly Step[],
  kind?: Beginning,
): { space: Replica['governance']['space']; entries: GovernanceEntry[] } => {
  const { owner, space } = begin(kind, (history[0]?.detail ?? 0) % 4 === 0);
  const replicas = PEOPLE.map((who) => owner.fork(who));
  const written = [...owner.entries];
  for (const step of history.map((it) => meantFor(kind, it))) {
    const replica = replicas[step.actor] as Replica;
    const heard = step.hears === undefined ? undefined : replicas[step.hears];
    if (heard !== undefined) replica.receive(heard.entries);
    const device = replica.governance.state.members[replica.who.account]?.devices[replica.who.device];
    replica.generation = device?.generation ?? replica.generation;
    const older = replica.entries[(step.detail * 7) % replica.entries.length] as GovernanceEntry;
    const entry = replica.write(
      actFor(replica, step, older),
      step.cheats === 'heads' ? { heads: [older.id] } : {},
    );
    written.push(entry);
    if (step.cheats === 'twice') written.push(twinOf(entry));
  }
  return { space, entries: written };
};
