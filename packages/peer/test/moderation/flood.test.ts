/** [A3] Floods as they are noticed, message by message. */
import { expect, test } from 'vitest';
import { createFloods, FLOOD_MS } from '../../src/moderation/flood.ts';

const START = 1_700_000_000_000;

/** The numbers of those messages that somebody is told of, of so many at that pace. */
const toldOf = (count: number, paceMs: number): number[] => {
  const floods = createFloods();
  return Array.from({ length: count }, (_, number) => number).filter(
    (number) =>
      floods.count({
        channel: 'general',
        author: 'dan',
        text: `${number} sheep`,
        at: START + number * paceMs,
      }) !== undefined,
  );
};

test('a flood is one item however fast it comes, also where it is as fast as the author may at moments', () => {
  for (const pace of [0, 60, 100, 300, 1000]) expect(toldOf(60, pace)).toHaveLength(1);
  expect(toldOf(60, 2000)).toEqual([]);
});

test('one that goes on is an item again after a while', () => {
  const pace = 1000;
  expect(toldOf((2.5 * FLOOD_MS) / pace, pace)).toHaveLength(3);
});
