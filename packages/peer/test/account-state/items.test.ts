import type { Hlc } from '@plexi/protocol';
import { LIMITS } from '@plexi/protocol';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { encodeMark, type Item, keyOf, mergeItems } from '../../src/account-state/item.ts';
import { packItems, SHARDS, unpackItems } from '../../src/account-state/packing.ts';
import { primitives } from '../people.ts';

const SPACE = 'ab'.repeat(32);
const clock = fc.integer({ min: 0, max: 6 }).map((value) => value as Hlc);
const mark = fc
  .record({ turn: fc.integer({ min: 0, max: 2 }), clock })
  .map((value): string => encodeMark(value));
const change = fc.oneof(
  fc.record({
    key: fc.constant(keyOf(SPACE, 'read', 'general')),
    item: fc.record({ value: mark, clock }) as fc.Arbitrary<Item>,
  }),
  fc.record({
    key: fc.constantFrom(keyOf(SPACE, 'save', 'm'), keyOf('*', 'setting', 'theme')),
    item: fc.record({ value: fc.option(fc.constantFrom('a', 'b'), { nil: undefined }), clock }),
  }),
);
type Change = { key: string; item: Item };

const after = (changes: readonly Change[]): Map<string, Item> => {
  const items = new Map<string, Item>();
  for (const { key, item } of changes) items.set(key, mergeItems(key, item, items.get(key)));
  return items;
};
const valuesOf = (items: ReadonlyMap<string, Item>) =>
  [...items].map(([key, { value }]) => `${key} ${value ?? ''}`).sort();

describe('[C4] what an account keeps for itself', () => {
  test('is the same on every device, in whatever order and however often it arrives', () => {
    fc.assert(
      fc.property(fc.array(change, { maxLength: 12 }), fc.infiniteStream(fc.nat()), (changes, order) => {
        const shuffled = [...changes, ...changes.slice(0, 3)]
          .map((one) => ({ one, at: order.next().value as number }))
          .sort((a, b) => a.at - b.at)
          .map(({ one }) => one);
        expect(valuesOf(after(shuffled))).toEqual(valuesOf(after(changes)));
      }),
    );
  });

  test('a read mark only moves forward, unless a new turn takes it back', () => {
    const key = keyOf(SPACE, 'read', 'general');
    const at = (turn: number, read: number, when: number): Change => ({
      key,
      item: { value: encodeMark({ turn, clock: read as Hlc }), clock: when as Hlc },
    });
    const end = (changes: Change[]) => after(changes).get(key)?.value;
    // Written later, but behind: somebody read on elsewhere.
    expect(end([at(0, 9, 1), at(0, 5, 2)])).toBe('0:9');
    expect(end([at(0, 9, 3), at(1, 5, 2)])).toBe('1:5');
  });

  test('travels whole, and where there is no room the least needed stays behind', () => {
    const few = new Map<string, Item>([
      [keyOf('*', 'setting', 'theme'), { value: 'dark', clock: 3 as Hlc }],
      [keyOf(SPACE, 'hide', 'm'), { value: undefined, clock: 4 as Hlc }],
    ]);
    const there = (items: ReadonlyMap<string, Item>, isSmall = false) =>
      new Map(
        packItems(primitives, { id: SPACE, isSmall }, items).flatMap((plain) => unpackItems(SPACE, plain)),
      );
    expect(there(few)).toEqual(few);
    expect([...there(few, true).keys()]).toEqual([keyOf(SPACE, 'hide', 'm')]);
    const many = new Map<string, Item>();
    for (let i = 0; i < 8000; i++)
      many.set(keyOf(SPACE, 'hide', `${i}`.padStart(64, '0')), { value: '1', clock: i as Hlc });
    many.set(keyOf('*', 'setting', 'theme'), { value: 'dark', clock: 0 as Hlc });
    const shards = packItems(primitives, { id: SPACE, isSmall: false }, many);
    expect(shards).toHaveLength(SHARDS.length);
    for (const shard of shards) expect(shard.length).toBeLessThan((LIMITS.registerBytes * 7) / 8);
    const kept = there(many);
    expect(kept.has(keyOf('*', 'setting', 'theme'))).toBe(true);
    expect(kept.size).toBeLessThan(many.size);
    expect(unpackItems(SPACE, new Uint8Array([1, 2, 3]))).toEqual([]);
  });
});
