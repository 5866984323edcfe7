import { describe, expect, test } from 'vitest';
import { type Entry, type EntryId, judgeBackwards, LIMITS } from '../src/index.ts';
import { primitives, START_MS } from './founding.ts';
import { adasEntries, adasKey, entryAfter, eve, unsigned } from './logs.ts';

const LATER = START_MS + 3_600_000;
const log = adasEntries(8);
const run = log.slice(4);
const last = log.at(-1) as Entry;

const judge = (entries: readonly Entry[], previous?: EntryId, nowMs = LATER) =>
  judgeBackwards(primitives, entries, { devicePublicKey: adasKey, previous, nowMs });

/** The run with one entry in another's place. */
const withAt = (at: number, entry: Entry): Entry[] => run.map((one, i) => (i === at ? entry : one));

describe('[L5] a run is accepted backwards from what vouches for its end', () => {
  test('a signed end vouches for all that leads to it, whatever their own signatures say [L3]', () => {
    expect(judge(run)).toBeUndefined();
    expect(judge([...run.slice(0, -1).map(unsigned), last])).toBeUndefined();
    expect(judge([])).toBeUndefined();
  });

  test('an end that is not signed is refused, unless an accepted entry names it', () => {
    const spoiled = [...run.slice(0, -1), unsigned(last)];
    expect(judge(spoiled)).toBe('ENTRY_FORGED');
    expect(judge(spoiled, entryAfter(last, 'next').parsed.previous)).toBeUndefined();
    expect(judge(spoiled, run[0]?.id)).toBe('ENTRY_FORGED');
  });

  test("another device's signature is not its own", () => {
    const devicePublicKey = primitives.publicKeyOf(eve.deviceSeed);
    expect(judgeBackwards(primitives, run, { devicePublicKey, previous: undefined, nowMs: LATER })).toBe(
      'ENTRY_FORGED',
    );
  });

  test('a link that is broken, or a place that is left out, is refused', () => {
    const other = entryAfter(log[4], 'something else');
    expect(other.id).not.toBe(run[1]?.id);
    expect(judge(withAt(1, other))).toBe('ENTRY_OUT_OF_ORDER');
    expect(judge([run[0], run[2], run[3]] as Entry[])).toBe('ENTRY_OUT_OF_ORDER');
    expect(judge([...run].reverse())).toBe('ENTRY_OUT_OF_ORDER');
  });

  test('so is a clock that does not rise', () => {
    const before = run[1] as Entry;
    const back = entryAfter(before, 'back', { clock: before.parsed.clock });
    expect(judge([run[0], before, back] as Entry[])).toBe('ENTRY_MALFORMED');
  });

  test('LIMITS.clockSkewMs: what comes from the future is not shown', () => {
    const atMs = START_MS + last.parsed.sequence * 1000;
    expect(judge(run, undefined, atMs - LIMITS.clockSkewMs)).toBeUndefined();
    expect(judge(run, undefined, atMs - LIMITS.clockSkewMs - 1)).toBe('ENTRY_FROM_FUTURE');
  });
});
