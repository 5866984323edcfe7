/** A log of which others have more than is here: who offers how much of it, and what of that was asked for. */
import type { LogRef } from '../entry/log.ts';

/** A stretch of a log, both ends included. */
export interface LogRange {
  log: LogRef;
  from: number;
  to: number;
}

/** A stretch that a source was asked for. */
export interface AskedRange<Source> extends LogRange {
  source: Source;
  wanted: WantedLog<Source>;
  /** Another source was asked for what lies before it. */
  isAhead: boolean;
  /** The last of it that came. */
  got: number;
  /** When all of it came, milliseconds; it waits for what lies before it. */
  cameAt: number | undefined;
}

export interface WantedLog<Source> {
  log: LogRef;
  isLasting: boolean;
  /** How far each source has it, and from when on it is to be asked: never, while what it brought was refused. */
  offers: Map<Source, { sequence: number; notBefore: number }>;
  /** How far any source has it. */
  end: number;
  asked: AskedRange<Source>[];
  /** Whether something came to nothing. */
  failed: boolean;
  /** Whether a source was not asked because others are better or first. */
  spared: boolean;
}

export const sizeOf = ({ from, to }: LogRange): number => to - from + 1;

/** The first entry behind what is here that nobody was asked for. */
export const firstFree = <Source>({ asked }: WantedLog<Source>, here: number): number => {
  let free = here + 1;
  for (const range of asked.toSorted((a, b) => a.from - b.from))
    if (range.from <= free) free = Math.max(free, range.to + 1);
  return free;
};

/** The first entry behind `free` that somebody was asked for. */
export const nextAsked = <Source>({ asked }: WantedLog<Source>, free: number): number =>
  Math.min(Number.POSITIVE_INFINITY, ...asked.filter(({ from }) => from > free).map(({ from }) => from));

export const endOf = <Source>({ offers }: WantedLog<Source>): number => {
  let end = 0;
  for (const { sequence } of offers.values()) end = Math.max(end, sequence);
  return end;
};
