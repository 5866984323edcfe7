/** [L6] Messages of the key log that can't be judged yet, within bounds. */
import { type EntryId, type EpochId, LIMITS } from '@plexi/protocol';
import { encodeHeld, type HeldMessage } from './epoch.ts';
import type { KeyMessage } from './message.ts';
import { welcomedRefs } from './mls.ts';
import type { Records } from './records.ts';

export type EpochMessage = Exclude<KeyMessage, { type: 'key-packages' }>;

export interface Held {
  held: HeldMessage;
  parsed: EpochMessage;
  /** The KeyPackages that its Welcome is for. */
  refs: string[];
  /** The Welcome did not let this device in: it isn't tried again until governance has changed. */
  unwelcome: boolean;
}

export interface HeldBook {
  has(entry: EntryId): boolean;
  /** Throws KEY_GROUP_INVALID where its Welcome is malformed. */
  add(held: HeldMessage, parsed: EpochMessage): Held;
  drop(entry: EntryId): void;
  /** In an order that doesn't depend on how they came. */
  all(): Held[];
}

/** Holds messages; of too many, those go first whose epochs are known anyway, then the oldest. */
export const createHeldBook = (records: Records, isKnown: (epoch: EpochId) => boolean): HeldBook => {
  const waiting = new Map<EntryId, Held>();
  let bytes = 0;

  const drop = (entry: EntryId): void => {
    const one = waiting.get(entry);
    if (one === undefined) return;
    waiting.delete(entry);
    bytes -= one.held.body.length;
    records.touch(`held/${entry}`, () => undefined);
  };

  const evict = (): void => {
    while (waiting.size > LIMITS.heldKeyMessages || bytes > LIMITS.heldKeyBytes) {
      const all = [...waiting.values()];
      const victim = all.find(({ parsed }) => isKnown(parsed.epoch)) ?? all[0];
      if (victim === undefined) return;
      drop(victim.held.entry);
    }
  };

  return {
    has: (entry) => waiting.has(entry),
    add: (held, parsed) => {
      const refs = parsed.type === 'commit' ? welcomedRefs(parsed.welcome) : [];
      const one = { held, parsed, refs, unwelcome: false };
      waiting.set(held.entry, one);
      bytes += held.body.length;
      records.touch(`held/${held.entry}`, () => encodeHeld(held));
      evict();
      return one;
    },
    drop,
    all: () => [...waiting.values()].sort((a, b) => (a.held.entry < b.held.entry ? -1 : 1)),
  };
};
