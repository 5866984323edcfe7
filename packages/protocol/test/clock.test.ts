import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type Hlc,
  hlcFromMs,
  hlcToMs,
  isFromTheFuture,
  isHlc,
  LIMITS,
  tickHlc,
  ZERO_HLC,
} from '../src/index.ts';
import { START_MS } from './founding.ts';

const wall = fc.integer({ min: 0, max: 2 ** 42 });

describe('the hybrid clock', () => {
  test('rises with every event, whatever the wall clock does, and never lags behind it', () => {
    fc.assert(
      fc.property(fc.array(wall, { minLength: 1, maxLength: 40 }), (times) => {
        let last = ZERO_HLC;
        for (const now of times) {
          const next = tickHlc(last, now);
          expect(next).toBeGreaterThan(last);
          expect(hlcToMs(next)).toBeGreaterThanOrEqual(now);
          last = next;
        }
      }),
    );
  });

  test('lies after everything that its writer saw', () => {
    fc.assert(
      fc.property(wall, wall, (seen, now) => {
        expect(tickHlc(hlcFromMs(seen), now)).toBeGreaterThan(hlcFromMs(seen));
      }),
    );
  });

  test('says its milliseconds, and carries into the next one after 1024 events', () => {
    fc.assert(
      fc.property(wall, (ms) => {
        expect(hlcToMs(hlcFromMs(ms))).toBe(ms);
      }),
    );
    let clock = hlcFromMs(START_MS);
    for (let i = 0; i < 1023; i++) clock = tickHlc(clock, START_MS);
    expect(hlcToMs(clock)).toBe(START_MS);
    expect(tickHlc(clock, START_MS)).toBe(hlcFromMs(START_MS + 1));
  });

  test('[L6] is of the future beyond LIMITS.clockSkewMs, to the millisecond', () => {
    expect(isFromTheFuture((hlcFromMs(START_MS + LIMITS.clockSkewMs) + 1023) as Hlc, START_MS)).toBe(false);
    expect(isFromTheFuture(hlcFromMs(START_MS + LIMITS.clockSkewMs + 1), START_MS)).toBe(true);
    expect(isFromTheFuture(ZERO_HLC, START_MS)).toBe(false);
  });

  test('is a whole number that a double holds exactly', () => {
    for (const value of [0, 1, Number.MAX_SAFE_INTEGER]) expect(isHlc(value)).toBe(true);
    for (const value of [-1, 0.5, Number.MAX_SAFE_INTEGER + 1, Number.NaN, Infinity])
      expect(isHlc(value)).toBe(false);
    expect(isHlc(hlcFromMs(Date.UTC(2248, 0)))).toBe(true);
  });
});
