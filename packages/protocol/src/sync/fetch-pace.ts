/** How much one source is asked for at once, and how soon it answers: measured by what it brings [N2]. */
import { LIMITS } from '../limits.ts';

/** What a source was asked for and has brought, as time went. */
export interface Pace {
  /** Entries that it was asked for and has not brought. */
  load: number;
  /** Entries that it is asked for at once: more where it brings them fast. */
  window: number;
  /** How long it takes to answer, milliseconds; nothing known before it has. */
  answerMs: number | undefined;
  /** Since when it owes what it was asked for first. */
  owesSince: number;
  /** When it was asked last while it owed nothing, until it answers. */
  askedAt: number | undefined;
  /** When it was last asked for more, until it brought half of it. */
  filledAt: number | undefined;
}

const FIRST_WINDOW = 1024;
const SMALLEST_WINDOW = 64;
/** Half a window within the first is fast, over the second slow, milliseconds. */
const FAST_MS = 250;
const SLOW_MS = 1_000;
/** A source is passed by that takes so many times as long as another to answer, and at least so much longer. */
const SLOW_FACTOR = 4;
const SLOW_MARGIN_MS = 50;

export const createPace = (): Pace => ({
  load: 0,
  window: FIRST_WINDOW,
  answerMs: undefined,
  owesSince: 0,
  askedAt: undefined,
  filledAt: undefined,
});

/** Whether it is to be asked for more. */
export const isThirsty = ({ load, window }: Pace): boolean => load <= window / 2;

/** It was asked for so many entries. */
export const paceAsked = (pace: Pace, entries: number, now: number): void => {
  if (pace.load === 0) {
    pace.askedAt ??= now;
    pace.owesSince = now;
  }
  pace.filledAt = now;
  pace.load += entries;
};

/** It answered after so many milliseconds. */
export const paceAnswered = (pace: Pace, answerMs: number): void => {
  pace.answerMs = pace.answerMs === undefined ? answerMs : (pace.answerMs * 3 + answerMs) / 4;
};

/** It brought something of what it was asked for first. */
export const paceMoved = (pace: Pace, now: number): void => {
  pace.owesSince = now;
  if (pace.askedAt === undefined) return;
  paceAnswered(pace, now - pace.askedAt);
  pace.askedAt = undefined;
};

/** It brought all of what it was asked for, or that is asked of it no more. */
export const paceSettled = (pace: Pace, entries: number, now: number): void => {
  pace.load -= entries;
  if (pace.filledAt === undefined || !isThirsty(pace)) return;
  const tookMs = now - pace.filledAt;
  pace.filledAt = undefined;
  if (tookMs < FAST_MS) pace.window = Math.min(LIMITS.fetchEntries, pace.window * 2);
  else if (tookMs > SLOW_MS) pace.window = Math.max(SMALLEST_WINDOW, pace.window / 2);
};

/** It brought nothing for long. */
export const paceStalled = (pace: Pace): void => {
  pace.answerMs = Math.max(pace.answerMs ?? 0, LIMITS.fetchPatienceMs);
  pace.window = SMALLEST_WINDOW;
  pace.askedAt = undefined;
};

/** Whether something is better asked of another that has it too. */
export const isSlowBeside = (pace: Pace, other: Pace): boolean =>
  pace.answerMs !== undefined &&
  other.answerMs !== undefined &&
  pace.answerMs > other.answerMs * SLOW_FACTOR + SLOW_MARGIN_MS;
