import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type ChainTip,
  type ChainVerdict,
  EMPTY_TIP,
  type Entry,
  type EntryId,
  hlcFromMs,
  hlcToMs,
  judgeRun,
  LIMITS,
} from '../src/index.ts';
import { primitives, START_MS } from './founding.ts';
import { adasEntries, adasKey, entryAfter, unsigned } from './logs.ts';

const LATER = START_MS + 3_600_000;

const judge = (tip: ChainTip, run: readonly Entry[], nowMs = LATER): ChainVerdict =>
  judgeRun(primitives, tip, run, adasKey, nowMs);

const tipAt = (entry: Entry | undefined): ChainTip =>
  entry === undefined
    ? EMPTY_TIP
    : { sequence: entry.parsed.sequence, id: entry.id, clock: entry.parsed.clock };

const ids = (entries: readonly Entry[]): EntryId[] => entries.map((entry) => entry.id);

/** Judges `run` in pieces that end at `cuts`, each with what the piece before left held. */
const judgeInPieces = (run: readonly Entry[], cuts: ReadonlySet<number>, nowMs = LATER): Entry[] => {
  const accepted: Entry[] = [];
  let held: Entry[] = [];
  let piece: Entry[] = [];
  run.forEach((entry, i) => {
    piece.push(entry);
    if (!cuts.has(i) && i < run.length - 1) return;
    const verdict = judge(tipAt(accepted.at(-1)), [...held, ...piece], nowMs);
    accepted.push(...verdict.accepted);
    held = verdict.held;
    piece = [];
  });
  return accepted;
};

const LENGTH = 12;
const log = adasEntries(LENGTH);

/** What may have happened to an entry on its way here, or been done to it by its author. */
type Spoil = 'sound' | 'unsigned' | 'missing' | 'backwards' | 'early';

const spoils = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: fc.constant<Spoil>('sound') },
    { weight: 6, arbitrary: fc.constant<Spoil>('unsigned') },
    { weight: 1, arbitrary: fc.constantFrom<Spoil>('missing', 'backwards', 'early') },
  ),
  { minLength: 1, maxLength: LENGTH },
);

/** A log written as `how` says: later entries build on the spoiled ones. */
const spoiledLog = (how: readonly Spoil[]): Entry[] => {
  const run: Entry[] = [];
  let last: Entry | undefined;
  for (const [i, spoil] of how.entries()) {
    const backwards = spoil === 'backwards' && last !== undefined;
    const entry = entryAfter(last, `message ${i}`, {
      ...(backwards && last !== undefined ? { clock: last.parsed.clock } : {}),
      ...(spoil === 'early' ? { clock: hlcFromMs(LATER + LIMITS.clockSkewMs + 1 + i) } : {}),
    });
    last = entry;
    if (spoil !== 'missing') run.push(spoil === 'unsigned' ? unsigned(entry) : entry);
  }
  return run;
};

describe('[L3] judging a run of entries', () => {
  test('accepts all that a validly signed entry is built on, whatever the signatures before it say', () => {
    const run = log.map((entry, i) => (i === LENGTH - 1 ? entry : unsigned(entry)));
    const verdict = judge(EMPTY_TIP, run);
    expect(ids(verdict.accepted)).toEqual(ids(log));
    expect(verdict.held).toEqual([]);
    expect(verdict.refused).toBeUndefined();
  });

  test('holds what no signature vouches for, and does not refuse it', () => {
    const run = [...log.slice(0, 3), ...log.slice(3, 6).map(unsigned)];
    const verdict = judge(EMPTY_TIP, run);
    expect(ids(verdict.accepted)).toEqual(ids(log.slice(0, 3)));
    expect(ids(verdict.held)).toEqual(ids(log.slice(3, 6)));
    expect(verdict.refused).toBeUndefined();
    expect(judge(EMPTY_TIP, [unsigned(log[0] as Entry)]).accepted).toEqual([]);
  });

  test('checks one signature where all are valid', () => {
    let checked = 0;
    const counting = {
      ...primitives,
      verify: (...question: Parameters<typeof primitives.verify>) => {
        checked++;
        return primitives.verify(...question);
      },
    };
    expect(judgeRun(counting, EMPTY_TIP, adasEntries(LENGTH), adasKey, LATER).accepted).toHaveLength(LENGTH);
    expect(checked).toBe(1);
  });

  test('the batch path and the live path accept exactly the same set', () => {
    fc.assert(
      fc.property(spoils, fc.array(fc.nat(LENGTH * 2)), (how, cuts) => {
        const run = spoiledLog(how);
        const oneByOne = judgeInPieces(run, new Set(run.keys()));
        const inPieces = judgeInPieces(run, new Set(cuts));
        expect(ids(inPieces)).toEqual(ids(oneByOne));
        expect(ids(judge(EMPTY_TIP, run).accepted)).toEqual(ids(oneByOne));
      }),
      { numRuns: 300 },
    );
  });

  test('what it accepts is a chain that ends in a validly signed entry of now', () => {
    fc.assert(
      fc.property(spoils, (how) => {
        const { accepted } = judge(EMPTY_TIP, spoiledLog(how));
        let tip = EMPTY_TIP;
        for (const entry of accepted) {
          expect([entry.parsed.sequence, entry.parsed.previous]).toEqual([tip.sequence + 1, tip.id]);
          expect(entry.parsed.clock).toBeGreaterThan(tip.clock);
          tip = tipAt(entry);
        }
        const last = accepted.at(-1);
        if (last === undefined) return;
        expect(judge(tipAt(accepted.at(-2)), [last]).accepted).toHaveLength(1);
        expect(hlcToMs(last.parsed.clock)).toBeLessThanOrEqual(LATER + LIMITS.clockSkewMs);
      }),
      { numRuns: 200 },
    );
  });
});

describe('[L2] places are contiguous', () => {
  test('[N3] what was received before is skipped', () => {
    const tip = tipAt(log[4]);
    expect(judge(tip, log.slice(0, 5))).toEqual({ accepted: [], held: [], refused: undefined });
    expect(ids(judge(tip, log).accepted)).toEqual(ids(log.slice(5)));
    const twice = log.slice(0, 3).flatMap((entry) => [entry, entry]);
    expect(ids(judge(EMPTY_TIP, twice).accepted)).toEqual(ids(log.slice(0, 3)));
  });

  test('a run stops at a gap, and says so', () => {
    const [first, second, , fourth, fifth] = log as [Entry, Entry, Entry, Entry, Entry];
    const verdict = judge(EMPTY_TIP, [first, second, fourth, fifth]);
    expect(ids(verdict.accepted)).toEqual(ids([first, second]));
    expect(verdict.refused).toEqual({ code: 'ENTRY_OUT_OF_ORDER', entry: fourth });
    expect(judge(EMPTY_TIP, [second]).refused?.code).toBe('ENTRY_OUT_OF_ORDER');
  });

  test('an entry behind another one than is here is out of order', () => {
    const [first, second] = log as [Entry, Entry];
    const stranger = entryAfter(second, 'on another branch', { previous: 'f'.repeat(64) as EntryId });
    const verdict = judge(tipAt(second), [stranger]);
    expect(verdict.refused?.code).toBe('ENTRY_OUT_OF_ORDER');
    expect(verdict.held).toEqual([]);
    const again = entryAfter(undefined, 'another beginning');
    expect(judge(tipAt(first), [entryAfter(again, 'behind it')]).refused?.code).toBe('ENTRY_OUT_OF_ORDER');
  });

  test('a clock that stands still or goes back is malformed, and ends the run', () => {
    const first = log[0] as Entry;
    for (const back of [0, 1, 5000]) {
      const clock = hlcFromMs(hlcToMs(first.parsed.clock) - back);
      const wrong = entryAfter(first, 'earlier', { clock });
      const verdict = judge(EMPTY_TIP, [first, wrong, entryAfter(wrong, 'on top')]);
      expect(ids(verdict.accepted)).toEqual([first.id]);
      expect(verdict.refused).toEqual({ code: 'ENTRY_MALFORMED', entry: wrong });
    }
  });
});

describe('[L6] an entry from the future', () => {
  const now = START_MS;
  const at = (ms: number, before?: Entry): Entry => entryAfter(before, `at ${ms}`, { clock: hlcFromMs(ms) });

  test('is held from LIMITS.clockSkewMs on, to the millisecond', () => {
    const drifted = at(now + LIMITS.clockSkewMs);
    expect(judge(EMPTY_TIP, [drifted], now).accepted).toHaveLength(1);
    const early = at(now + LIMITS.clockSkewMs + 1);
    const verdict = judge(EMPTY_TIP, [early], now);
    expect(verdict.accepted).toEqual([]);
    expect(ids(verdict.held)).toEqual([early.id]);
    expect(verdict.refused).toBeUndefined();
    expect(judge(EMPTY_TIP, [early], now + 1).accepted).toHaveLength(1);
  });

  test('is not let in by a later one, does not vouch for those before it, and takes nothing along', () => {
    const present = unsigned(at(now));
    const early = at(now + 3_600_000, present);
    const behind = at(now + 3_600_001, early);
    const verdict = judge(EMPTY_TIP, [present, early, behind], now);
    expect(verdict.accepted).toEqual([]);
    expect(ids(verdict.held)).toEqual(ids([present, early, behind]));
    expect(ids(judge(EMPTY_TIP, verdict.held, now + 3_600_001).accepted)).toEqual(ids(verdict.held));
  });
});
