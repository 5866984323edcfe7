import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { GONE_MS, type HeardWord, type NodeWord, TURN_MS, turnOf } from '../../src/scheduler/index.ts';

const idle: NodeWord = { loaded: true, busy: 0, averageMs: 1_000, working: [], gaveUp: [] };
const heard = (words: Record<string, Partial<HeardWord>>): Map<string, HeardWord> =>
  new Map(Object.entries(words).map(([id, word]) => [id, { ...idle, at: 0, ...word }]));
const question = { id: 'q', nodes: ['a', 'b', 'c'], since: 0 };
const turn = (
  self: string,
  words: Record<string, Partial<HeardWord>>,
  now = 0,
  { said = {}, takenAt }: { said?: Partial<NodeWord>; takenAt?: number } = {},
) => turnOf({ ...question, takenAt }, { id: self, said: { ...idle, ...said } }, heard(words), now);

describe('[A2] a question that names several nodes', () => {
  test('is for the one that is least busy; each of the others waits longer for the one before it', () => {
    expect(turn('a', { b: {}, c: {} })).toBe('answer');
    expect(turn('b', { a: {}, c: {} })).toBe('wait');
    expect(turn('b', { a: { busy: 2 }, c: {} })).toBe('answer');
    expect(turn('a', { b: { averageMs: 100 } })).toBe('wait');
    expect(turn('b', { a: { loaded: false } })).toBe('answer');
    const soon = { a: { at: TURN_MS }, b: { at: TURN_MS }, c: { at: TURN_MS } };
    expect(turn('b', { a: soon.a, c: soon.c }, TURN_MS)).toBe('answer');
    expect(turn('c', { a: soon.a, b: soon.b }, TURN_MS)).toBe('wait');
  });

  test('is left to whoever has begun, until that one is gone or gives up; what it wrote has the time to arrive', () => {
    expect(turn('a', { b: { working: ['q'] } })).toBe('wait');
    expect(turn('a', { b: { working: ['another'] } })).toBe('answer');
    const gone = { b: { working: ['q'] }, c: { at: GONE_MS } };
    expect(turn('a', gone, GONE_MS - 1)).toBe('wait');
    expect(turn('a', gone, GONE_MS, { takenAt: 0 })).toBe('answer');
    expect(turn('c', { ...gone, a: { at: GONE_MS } }, GONE_MS, { takenAt: 0 })).toBe('wait');
    expect(turn('a', { b: {} }, 1, { takenAt: 0 })).toBe('wait');
    expect(turn('a', { b: { at: TURN_MS } }, TURN_MS, { takenAt: 0 })).toBe('answer');
    expect(turn('b', { a: { gaveUp: ['q'] } })).toBe('answer');
  });

  test('that no node could answer is said to be so by one of them', () => {
    const said = { gaveUp: ['q'] };
    expect(turn('a', { b: said }, 0, { said })).toBe('fail');
    expect(turn('b', { a: said }, 0, { said })).toBe('wait');
    expect(turn('a', { b: {} }, 0, { said })).toBe('wait');
    expect(turn('b', { a: said }, GONE_MS, { said })).toBe('fail');
  });

  test('is answered by exactly one of those that hear each other, whatever they say of themselves', () => {
    const word = fc.record({
      loaded: fc.boolean(),
      busy: fc.nat(5),
      averageMs: fc.nat(10_000),
      gaveUp: fc.constantFrom([], ['q']),
      working: fc.constantFrom([], ['q']),
    });
    fc.assert(
      fc.property(fc.tuple(word, word, word), fc.nat(GONE_MS * 3), (words, now) => {
        const all: [string, NodeWord][] = words.map((one, i) => [question.nodes[i] as string, one]);
        const turns = all.map(([id, said]) => {
          const others = new Map(
            all.filter(([other]) => other !== id).map(([other, one]) => [other, { ...one, at: now }]),
          );
          return turnOf({ ...question, since: now }, { id, said }, others, now);
        });
        expect(turns.filter((one) => one !== 'wait')).toHaveLength(1);
      }),
    );
  });
});
