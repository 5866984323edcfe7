/** What the network is like at the moment: between any two nodes, one direction at a time. */
import type { Random } from '../machine/random.ts';

export interface Weather {
  /** How long a frame takes, milliseconds. */
  delayMs: { low: number; high: number };
  /** The share of frames that are lost on the way. */
  loss: number;
  /** Of lost frames, the share whose loss ends the connection; the others are sent again by the stream, later. */
  cutting: number;
  /** The share of frames that come a second time, as from somebody who recorded them. */
  replay: number;
}

export const FAIR: Weather = { delayMs: { low: 1, high: 5 }, loss: 0, cutting: 0, replay: 0 };

/** Directions, `from>to`, in which nothing passes. */
export interface Cuts {
  cut(from: string, to: string): void;
  restore(from: string, to: string): void;
  isCut(from: string, to: string): boolean;
  all(): string[];
  clear(): void;
}

export const createCuts = (): Cuts => {
  const cuts = new Set<string>();
  return {
    cut: (from, to) => void cuts.add(`${from}>${to}`),
    restore: (from, to) => void cuts.delete(`${from}>${to}`),
    isCut: (from, to) => cuts.has(`${from}>${to}`),
    all: () => [...cuts],
    clear: () => cuts.clear(),
  };
};

/** How long the stream takes to notice that a packet is gone, milliseconds; twice as long each time. */
const RESEND_MS = 200;
const MOST_RESENDS = 6;

/** What becomes of one frame: it comes after so long, or the connection ends on it. */
export const fateOf = (weather: Weather, random: Random): { ms: number } | 'cut' => {
  let ms = random.between(weather.delayMs.low, weather.delayMs.high);
  for (let resend = 0; random.chance(weather.loss); resend++) {
    if (resend === MOST_RESENDS || random.chance(weather.cutting)) return 'cut';
    ms += RESEND_MS * 2 ** resend;
  }
  return { ms };
};
