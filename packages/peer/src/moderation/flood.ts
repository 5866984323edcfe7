/** [A3] Floods: too much of one author in one channel in too little time, as messages come. */
import { countMessage, type FloodState } from '@plexi/ai/judge';
import type { Finding } from '@plexi/protocol';

/** Authors that are followed at once, in their channels. */
const FOLLOWED = 1024;

/** A flood comes and goes as its author's allowance does: for so long it is one, and one item of those in charge. */
export const FLOOD_MS = 10 * 60_000;

interface Followed {
  state: FloodState;
  /** When a flood was last told of, ms. */
  told: number | undefined;
}

export interface Floods {
  /** Counts a message of that moment, ms; a finding for the first one of a flood, for a person to look at, and once in FLOOD_MS while it goes on. */
  count(message: { channel: string; author: string; text: string; at: number }): Finding | undefined;
}

export const createFloods = (): Floods => {
  const followed = new Map<string, Followed>();
  return {
    count: ({ channel, author, text, at }) => {
      const key = `${channel}/${author}`;
      const before = followed.get(key);
      const normalText = text.normalize('NFKC').trim().toLowerCase();
      const { state, flooding } = countMessage(before?.state, { normalText, at });
      const isToBeTold = flooding && (before?.told === undefined || Math.abs(at - before.told) >= FLOOD_MS);
      followed.delete(key);
      followed.set(key, { state, told: isToBeTold ? at : before?.told });
      for (const oldest of followed.keys()) {
        if (followed.size <= FOLLOWED) break;
        followed.delete(oldest);
      }
      if (!isToBeTold) return undefined;
      return { label: 'spam', confidence: 1000, tier: 'flood', words: [] };
    },
  };
};
