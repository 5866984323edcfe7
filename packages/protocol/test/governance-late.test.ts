import { expect, test } from 'vitest';
import { extendGovernance, foldGovernance, type GovernanceEntry } from '../src/index.ts';
import { admission, found, inviteAct, person, primitives } from './founding.ts';

const PEOPLE = 120;
/** Of the processor, milliseconds. */
const spentMs = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

/** Many come at once, and each says their name before they have heard of the others. */
const crowd = () => {
  const ada = found(person('ada'));
  const { space } = ada.governance;
  ada.write(inviteAct('open', { uses: PEOPLE }));
  const words: GovernanceEntry[] = [];
  const people = Array.from({ length: PEOPLE }, (_, i) => person(`someone ${i}`));
  for (const someone of people) ada.write(admission(space, someone, 'open'));
  const before = [...ada.entries];
  for (const someone of people) words.push(ada.fork(someone).write({ type: 'profile.describe' }));
  return { space, before, words };
};

test('[G7] acts that come late are judged, and nothing else again', () => {
  const { space, before, words } = crowd();
  const start = spentMs();
  const whole = foldGovernance(primitives, space, [...before, ...words]);
  const once = spentMs() - start;
  let grown = foldGovernance(primitives, space, before);
  const late = spentMs();
  for (const word of words.toReversed()) grown = extendGovernance(primitives, grown, [word]);
  const oneByOne = spentMs() - late;
  expect(grown.state).toEqual(whole.state);
  expect(grown.accepted).toEqual(whole.accepted);
  expect(grown.accepted).toHaveLength(2 + 2 * PEOPLE);
  // Judging all of it each time would be thirty times as much.
  expect(oneByOne).toBeLessThan(once * 10);
});
