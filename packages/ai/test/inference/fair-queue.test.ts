import { LIMITS } from '@plexi/protocol';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createFairQueue } from '../../src/inference/index.ts';

const emptied = <Item>(queue: { next(): Item | undefined }): Item[] => {
  const items: Item[] = [];
  for (let item = queue.next(); item !== undefined; item = queue.next()) items.push(item);
  return items;
};

describe('[A2] who waits for a model', () => {
  test('has a turn before anybody has a second one', () => {
    const queue = createFairQueue<string>({ items: 10, itemsOfOne: 10 });
    for (const item of ['a1', 'a2', 'a3', 'b1', 'c1', 'c2']) queue.add(item.slice(0, 1), item);
    expect(queue.next()).toBe('a1');
    queue.add('d', 'd1');
    queue.add('b', 'b2');
    expect(emptied(queue)).toEqual(['b1', 'c1', 'a2', 'd1', 'b2', 'c2', 'a3']);
  });

  test('who does not wait any more loses no turn of the others', () => {
    const queue = createFairQueue<string>({ items: 10, itemsOfOne: 10 });
    for (const item of ['a1', 'b1', 'c1']) queue.add(item.slice(0, 1), item);
    expect(queue.remove('b1')).toBe(true);
    expect(queue.remove('b1')).toBe(false);
    expect(emptied(queue)).toEqual(['a1', 'c1']);
    expect(queue.size()).toBe(0);
  });

  test('[L6] is held to limits, of all and of one', () => {
    const queue = createFairQueue<number>({
      items: LIMITS.inferencesWaiting,
      itemsOfOne: LIMITS.inferencesWaitingOfOne,
    });
    for (let i = 0; i < LIMITS.inferencesWaitingOfOne; i++) expect(queue.add('a', i)).toBe(true);
    expect(queue.add('a', -1)).toBe(false);
    for (let i = queue.size(); i < LIMITS.inferencesWaiting; i++)
      expect(queue.add(`other ${i}`, i)).toBe(true);
    expect(queue.add('one more', -1)).toBe(false);
    expect(queue.size()).toBe(LIMITS.inferencesWaiting);
    expect(emptied(queue)).not.toContain(-1);
  });

  test('nobody waits for more turns of the others than there are others', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 60 }), (askers) => {
        const queue = createFairQueue<number>({ items: 100, itemsOfOne: 100 });
        for (const asker of askers) queue.add(String(asker), asker);
        const turns = emptied(queue);
        expect(turns.toSorted((a, b) => a - b)).toEqual(askers.toSorted((a, b) => a - b));
        turns.forEach((asker, i) => {
          const before = turns.slice(0, i).lastIndexOf(asker);
          const between = turns.slice(before + 1, i);
          expect(new Set(between).size).toBe(between.length);
        });
      }),
    );
  });
});
