import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { chooseNode, type NodeState } from '../../src/scheduler/index.ts';

const node = (id: string, more: Partial<NodeState> = {}): NodeState => ({
  id,
  loaded: true,
  busy: 0,
  averageMs: 1_000,
  latencyMs: 1,
  failures: 0,
  failedAt: 0,
  ...more,
});
const chosen = (nodes: readonly NodeState[], now = 0) => chooseNode(nodes, now)?.id;

describe('[A2] of several nodes', () => {
  test('the one that is likely to have answered first is asked', () => {
    expect(chosen([])).toBeUndefined();
    expect(chosen([node('b'), node('a')])).toBe('a');
    expect(chosen([node('a', { busy: 1 }), node('b')])).toBe('b');
    expect(chosen([node('a', { loaded: false }), node('b', { busy: 3 })])).toBe('b');
    expect(chosen([node('a', { loaded: false }), node('b', { busy: 9 })])).toBe('a');
    expect(chosen([node('a', { averageMs: 9_000 }), node('b', { busy: 3 })])).toBe('b');
    expect(chosen([node('a', { latencyMs: 5_000 }), node('b', { busy: 1 })])).toBe('b');
    expect(chosen([node('a', { averageMs: 0 }), node('b')])).toBe('b');
  });

  test('one that failed rests, longer each time, and is asked where there is no other', () => {
    const failed = node('a', { failures: 1, failedAt: 10_000 });
    const busy = node('b', { busy: 50 });
    expect(chosen([failed, busy], 10_999)).toBe('b');
    expect(chosen([failed, busy], 11_000)).toBe('a');
    expect(chosen([{ ...failed, failures: 4 }, busy], 17_999)).toBe('b');
    expect(chosen([{ ...failed, failures: 4 }, busy], 18_000)).toBe('a');
    expect(chosen([{ ...failed, failures: 99 }, busy], 70_000)).toBe('a');
    expect(chosen([failed], 10_000)).toBe('a');
    expect(chosen([failed, { ...busy, failures: 1, failedAt: 10_000 }], 10_000)).toBe('a');
  });

  test('the choice does not hang on their order', () => {
    const any = fc.record({
      id: fc.constantFrom('a', 'b', 'c', 'd'),
      loaded: fc.boolean(),
      busy: fc.nat(5),
      averageMs: fc.nat(5_000),
      latencyMs: fc.nat(500),
      failures: fc.nat(3),
      failedAt: fc.nat(5_000),
    });
    const some = fc.uniqueArray(any, { selector: ({ id }) => id, maxLength: 4 });
    fc.assert(
      fc.property(some, fc.nat(10_000), (nodes, now) => {
        expect(chosen(nodes.toReversed(), now)).toBe(chosen(nodes, now));
      }),
    );
  });
});
