import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LIMITS, type LogRange, logKey } from '../src/index.ts';
import { logOf, type Name, stage } from './fetch-stage.ts';

const overlaps = (a: LogRange, b: LogRange): boolean =>
  logKey(a.log) === logKey(b.log) && a.from <= b.to && b.from <= a.to;

describe('[N2] a plan of what to fetch', () => {
  test('whatever sources have, whichever broke their word, and in whatever order they bring it: all of it comes, nothing twice', () => {
    const distrusted = fc.subarray<Name>(['a', 'b', 'c']);
    const offers = fc.array(
      fc.record({
        source: fc.constantFrom<Name>('a', 'b', 'c'),
        log: fc.nat(5),
        sequence: fc.oneof(fc.nat(20), fc.nat(4000)),
      }),
      { minLength: 1, maxLength: 12 },
    );
    fc.assert(
      fc.property(offers, distrusted, fc.array(fc.nat(50), { maxLength: 60 }), (said, which, order) => {
        const { plan, here, asked, fetched, ask, bring } = stage(1, which);
        const end = new Map<string, number>();
        for (const { source, log, sequence } of said) {
          plan.offered(source, logOf(log), sequence, 0);
          end.set(logKey(logOf(log)), Math.max(end.get(logKey(logOf(log))) ?? 0, sequence));
        }
        for (let step = 0; step < 5000; step++) {
          ask();
          const both = asked.some(({ range }, i) =>
            asked.slice(i + 1).some((it) => overlaps(range, it.range)),
          );
          expect(both).toBe(false);
          if (asked.length === 0) break;
          bring((order[step % Math.max(1, order.length)] ?? 0) % asked.length);
        }
        for (const [key, sequence] of end) expect(here.get(key) ?? 0).toBe(sequence);
        expect(Math.max(0, ...fetched.values())).toBeLessThanOrEqual(1);
        expect(plan.isBusy()).toBe(false);
      }),
      { numRuns: 40 },
    );
  });

  test('whoever goes away, or brings nothing for long, is replaced by another who has it', () => {
    const { plan, here, asked, at, ask, bring } = stage();
    for (const source of ['a', 'b'] as const)
      for (const log of [1, 2, 3]) plan.offered(source, logOf(log), 10, 0);
    ask();
    expect(new Set(asked.map(({ source }) => source))).toEqual(new Set(['a', 'b']));
    plan.gone('a', at.now);
    for (const lost of asked.filter(({ source }) => source === 'a')) asked.splice(asked.indexOf(lost), 1);
    ask();
    expect(asked.map(({ source }) => source)).toEqual(['b', 'b', 'b']);
    // B brings nothing; C comes.
    plan.offered('c', logOf(2), 10, 0);
    at.now += LIMITS.fetchPatienceMs;
    plan.expire(at.now);
    asked.length = 0;
    ask();
    expect(asked.map(({ source, range }) => `${source} ${range.log.channel.at(-1)}`).sort()).toEqual([
      'b 1',
      'b 3',
      'c 2',
    ]);
    while (asked.length > 0) bring(0);
    expect([1, 2, 3].map((log) => here.get(logKey(logOf(log))))).toEqual([10, 10, 10]);
  });

  test('what cannot be judged without comes first', () => {
    const { plan, asked, ask, bring } = stage(1);
    plan.offered('b', logOf(7), 5, 0);
    plan.offered('a', logOf(0), 5, 0);
    ask();
    expect(asked.map(({ range }) => range.log)).toEqual([logOf(0)]);
    bring(0);
    ask();
    expect(asked.map(({ range }) => range.log)).toEqual([logOf(7)]);
  });

  test('what others bring by themselves is asked for only when they don’t', () => {
    const { plan, here, asked, at, ask } = stage();
    plan.offered('b', logOf(1), 1, 400);
    plan.offered('b', logOf(2), 1, 400);
    ask();
    expect(asked).toEqual([]);
    here.set(logKey(logOf(1)), 1);
    plan.advanced(logOf(1), at.now);
    at.now = 400;
    ask();
    expect(asked.map(({ range }) => range.log)).toEqual([logOf(2)]);
  });

  test('a source that has less for us than it said is not asked again for the rest', () => {
    const { plan, asked, at, ask, bring, here } = stage();
    plan.offered('a', logOf(1), 10, 0);
    ask();
    asked.length = 0;
    plan.ended('a', logOf(1), 4, at.now);
    ask();
    expect(asked.map(({ range }) => [range.from, range.to])).toEqual([[1, 4]]);
    bring(0);
    expect(here.get(logKey(logOf(1)))).toBe(4);
    expect(plan.isBusy()).toBe(false);
    plan.offered('a', logOf(1), 6, 0);
    plan.ended('a', logOf(1), 0, at.now);
    ask();
    expect(asked).toEqual([]);
    expect(plan.isBusy('a')).toBe(false);
  });

  test('LIMITS.fetchEntries: no source is asked for more at once, however fast it is', () => {
    const { plan, asked, ask, bring } = stage();
    for (let log = 0; log < 40; log++) plan.offered('a', logOf(log), 1000, 0);
    const owed = (): number => asked.reduce((sum, { range }) => sum + range.to - range.from + 1, 0);
    let most = 0;
    for (ask(); asked.length > 0; ask()) {
      most = Math.max(most, owed());
      bring(0);
    }
    expect(most).toBe(LIMITS.fetchEntries);
  });

  test('a source that answers late is passed by for one that has the same, and asked for what only it has', () => {
    const { plan, asked, at, ask, bring, here } = stage();
    plan.answered('a', 900);
    plan.answered('b', 20);
    for (let log = 1; log <= 100; log++)
      for (const source of ['a', 'b'] as const) plan.offered(source, logOf(log), 5, 0);
    plan.offered('a', logOf(200), 5, 0);
    ask();
    const of = (source: Name) => asked.filter((it) => it.source === source).map(({ range }) => range.log);
    expect(of('a')).toEqual([logOf(200)]);
    expect(of('b')).toHaveLength(100);
    // The fast one goes: the slow one has the rest.
    plan.gone('b', at.now);
    asked.splice(0, asked.length, ...asked.filter(({ source }) => source === 'a'));
    for (ask(); asked.length > 0; ask()) bring(0);
    expect(here.size).toBe(101);
  });

  test('[N4] one that broke its word is asked last: for what only it has, and once the others are gone or bring nothing', () => {
    const { plan, here, asked, at, ask, bring } = stage(0, ['a']);
    plan.answered('a', 20);
    plan.answered('b', 900);
    for (const source of ['a', 'b'] as const)
      for (let log = 1; log <= 10; log++) plan.offered(source, logOf(log), 5, 0);
    plan.offered('a', logOf(20), 5, 0);
    ask();
    const of = (source: Name) => asked.filter((it) => it.source === source).map(({ range }) => range.log);
    expect(of('a')).toEqual([logOf(20)]);
    expect(of('b')).toHaveLength(10);
    // The other brings nothing of them for long.
    at.now += LIMITS.fetchPatienceMs;
    plan.expire(at.now);
    asked.length = 0;
    ask();
    expect(of('a')).toContainEqual(logOf(1));
    plan.gone('b', at.now);
    asked.splice(0, asked.length, ...asked.filter(({ source }) => source === 'a'));
    for (ask(); asked.length > 0; ask()) bring(0);
    expect(here.size).toBe(11);
  });

  test('one that brings little at a time is asked for less at a time', () => {
    const { plan, asked, at, ask, bring } = stage();
    for (let log = 0; log < 3000; log++) plan.offered('a', logOf(log), 1, 0);
    const shares: number[] = [];
    while (shares.length < 6) {
      ask();
      shares.push(asked.length);
      at.now += 2_000;
      while (asked.length > 0) bring(0);
    }
    expect(shares).toEqual([1024, 512, 256, 128, 64, 64]);
  });

  test('what was refused is awaited from nobody, and asked for again after something changed', () => {
    const { plan, asked, at, ask } = stage();
    for (const source of ['a', 'b'] as const) plan.offered(source, logOf(1), 5, 0);
    ask();
    const [first] = asked.splice(0);
    plan.refused(first?.source ?? 'c', logOf(1), at.now);
    ask();
    const [second] = asked.splice(0);
    expect(second?.source).not.toBe(first?.source);
    plan.refused(second?.source ?? 'c', logOf(1), at.now);
    ask();
    expect(asked).toEqual([]);
    expect(plan.isBusy()).toBe(false);
    plan.reconsidered('b');
    ask();
    expect(asked.map(({ source }) => source)).toEqual(['b']);
    plan.offered('a', logOf(1), 5, 0);
    expect(plan.isBusy('a')).toBe(true);
  });

  test('what came ahead and was let go is asked for again', () => {
    const { plan, asked, here, at, ask, bring } = stage();
    for (const source of ['a', 'b'] as const) plan.offered(source, logOf(1), 2048, 0);
    ask();
    expect(asked.map(({ range }) => range.from)).toEqual([1, 1025]);
    const log = logOf(1);
    // It comes and there is no room for it.
    plan.came('b', { log, from: 1025, to: 2048 }, at.now);
    asked.splice(1);
    bring(0);
    ask();
    expect(asked.map(({ range }) => range.from)).toEqual([1025]);
    bring(0);
    expect(here.get(logKey(log))).toBe(2048);
  });

  test('and also where what lies before it came in some other way', () => {
    const { plan, asked, here, at, ask, bring } = stage();
    for (const source of ['a', 'b'] as const) plan.offered(source, logOf(1), 2048, 0);
    ask();
    const log = logOf(1);
    plan.came('b', { log, from: 1025, to: 2048 }, at.now);
    asked.splice(0);
    here.set(logKey(log), 1024);
    plan.advanced(log, at.now);
    // It may be about to be taken from where it waits.
    plan.expire(at.now + LIMITS.fetchPatienceMs - 1);
    ask();
    expect(asked).toEqual([]);
    at.now += LIMITS.fetchPatienceMs;
    plan.expire(at.now);
    ask();
    expect(asked.map(({ range }) => range.from)).toEqual([1025]);
    bring(0);
    expect(here.get(logKey(log))).toBe(2048);
    expect(plan.isBusy()).toBe(false);
  });

  test('whoever names governance and never brings it keeps others’ words back for a while only', () => {
    const { plan, asked, at, ask } = stage(1000);
    plan.offered('b', logOf(2000), 1, 0);
    for (let log = 0; log < 1000; log++) plan.offered('a', logOf(log), 1, 0);
    for (at.now = 0; at.now < 5 * LIMITS.fetchPatienceMs; at.now += 1_000) {
      plan.expire(at.now);
      ask();
    }
    expect(asked.some(({ source }) => source === 'b')).toBe(true);
  });

  test('costs the same for each of very many logs', () => {
    const { plan, asked, ask, bring } = stage();
    const started = performance.now();
    for (let log = 0; log < 20_000; log++)
      for (const source of ['a', 'b'] as const) plan.offered(source, logOf(log), 1, 0);
    for (ask(); asked.length > 0; ask()) bring(asked.length - 1);
    expect(plan.isBusy()).toBe(false);
    // Well under a second; a walk over all of them for each would take minutes.
    expect(performance.now() - started).toBeLessThan(20_000);
  });
});
