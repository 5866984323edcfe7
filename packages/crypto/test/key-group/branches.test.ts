import { type DeviceId, type EntryId, type EpochId, toHex } from '@plexi/protocol';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type BranchRules, chooseSibling, chooseTip } from '../../src/key-group/branches.ts';
import type { EpochNode } from '../../src/key-group/epoch.ts';
import { nativePrimitives as primitives } from '../../src/native/native.ts';

const id = <Id extends string>(byte: number): Id => toHex(new Uint8Array(32).fill(byte)) as Id;
const FOUNDER = id<DeviceId>(0xf0);

/** Heads are numbers here, and the larger one lies behind all smaller ones. */
const rules: BranchRules = {
  primitives,
  founder: FOUNDER,
  isInPast: ([a = ''], [b = '']) => a !== '' && b !== '' && a < b,
};

const node = (epoch: number, parent: number | null, committer: DeviceId, head?: number): EpochNode => ({
  id: id<EpochId>(epoch),
  parent: parent === null ? null : { epoch: id<EpochId>(parent), entry: id<EntryId>(parent) },
  committer,
  entry: id<EntryId>(epoch),
  heads: head === undefined ? [] : [id<EntryId>(head)],
  historyHash: new Uint8Array(32),
  wraps: [],
  secret: null,
  roster: [],
  number: epoch,
});

const tipOf = (nodes: EpochNode[], ours?: number[]): EpochId | undefined => {
  const mine = new Set((ours ?? nodes.map((one) => one.number ?? 0)).map((epoch) => id<EpochId>(epoch)));
  return chooseTip(rules, new Map(nodes.map((one) => [one.id, one])), (epoch) => mine.has(epoch))?.id;
};

describe('[K3] the choice between branches', () => {
  it("whoever draws lower wins, unless its heads lie in the other's past", () => {
    for (const [first, second] of [
      [1, 2],
      [2, 1],
    ] as const) {
      const draw = chooseSibling(rules, [node(10, 1, id(first)), node(11, 1, id(second))]);
      const other = draw?.committer === id(first) ? second : first;
      const lower = first + second - other;
      const winner = chooseSibling(rules, [node(10, 1, id(lower), 5), node(11, 1, id(other), 6)]);
      expect(winner?.committer).toBe(id(other));
    }
  });

  it('of three, those in the past of any go first; the rest draw', () => {
    const free = [node(11, 1, id(2), 7), node(12, 1, id(3), 7)];
    const expected = chooseSibling(rules, free);
    for (let committer = 4; committer < 20; committer++) {
      expect(chooseSibling(rules, [node(10, 1, id(committer), 6), ...free])).toBe(expected);
    }
  });

  it('property: the order of what is known does not matter, two commits of one device included', () => {
    const tree = [
      node(1, null, FOUNDER),
      node(2, 1, id(7)),
      node(3, 1, id(8)),
      node(4, 1, id(8)),
      node(5, 4, id(9)),
      node(6, 2, id(9)),
      node(7, 3, id(7), 2),
      node(8, 3, id(9), 1),
    ];
    const expected = tipOf(tree);
    fc.assert(
      fc.property(fc.shuffledSubarray(tree, { minLength: tree.length }), (shuffled) => {
        expect(tipOf(shuffled)).toBe(expected);
      }),
    );
  });

  it('a longer branch wins nothing by its length', () => {
    const short = chooseSibling(rules, [node(2, 1, id(7)), node(3, 1, id(8))]) as EpochNode;
    const loser = short.number === 2 ? 3 : 2;
    const nodes = [node(1, null, FOUNDER), node(2, 1, id(7)), node(3, 1, id(8))];
    const long = [...nodes, node(4, loser, id(5)), node(5, 4, id(5)), node(6, 5, id(5))];
    expect(tipOf(long)).toBe(short.id);
  });

  it("only branches with an epoch of ours are followed, and only the founder's beginning counts", () => {
    const nodes = [
      node(1, null, FOUNDER),
      node(2, 1, id(7)),
      node(3, 1, id(8)),
      node(4, null, id(9)),
      node(5, 4, id(9)),
    ];
    expect(tipOf(nodes, [3])).toBe(id(3));
    expect(tipOf(nodes, [2])).toBe(id(2));
    expect(tipOf(nodes, [2, 5])).toBe(id(2));
    expect(tipOf(nodes, [5])).toBeUndefined();
    expect(tipOf([], [])).toBeUndefined();
    // A newcomer may not know yet where its branch began.
    expect(tipOf([node(6, 99, id(7)), node(7, 6, id(8))], [7])).toBe(id(7));
  });
});
