/**
 * [L6] Messages of the key log that can't be judged yet, within bounds. Each is looked at again only when what it waits for has
 * come: a newcomer holds the whole past of a group, and going over all of it for every message would take minutes.
 */
import { type EntryId, type EpochId, LIMITS } from '@plexi/protocol';
import { encodeHeld, type HeldMessage } from './epoch.ts';
import type { KeyMessage } from './message.ts';
import { welcomedRefs } from './mls.ts';
import type { Records } from './records.ts';

export type EpochMessage = Extract<KeyMessage, { type: 'root' | 'commit' | 'history' }>;

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
  /** Holds a message, due to be judged. Throws KEY_GROUP_INVALID where its Welcome is malformed. */
  add(held: HeldMessage, parsed: EpochMessage): Held;
  drop(entry: EntryId): void;
  /** The next message that is due. */
  next(): Held | undefined;
  /** An entry was vouched for: its message is due. */
  vouched(entry: EntryId): void;
  /** An epoch's state or secret has come: due is what was committed from it or sealed under it. */
  entered(epoch: EpochId): void;
  /** Governance changed: everything is due, Welcomes included. */
  reconsider(): void;
}

/** What a message waits for: the state that it was committed from, or the secret that it is sealed under. */
const sourceOf = (parsed: EpochMessage): EpochId => (parsed.type === 'commit' ? parsed.parent : parsed.epoch);

/** Holds messages; of too many, those go first whose epochs are known anyway, then the oldest. */
export const createHeldBook = (records: Records, isKnown: (epoch: EpochId) => boolean): HeldBook => {
  const waiting = new Map<EntryId, Held>();
  const bySource = new Map<EpochId, Set<EntryId>>();
  const due = new Set<EntryId>();
  let bytes = 0;

  const drop = (entry: EntryId): void => {
    const one = waiting.get(entry);
    if (one === undefined) return;
    waiting.delete(entry);
    due.delete(entry);
    const source = sourceOf(one.parsed);
    const siblings = bySource.get(source);
    siblings?.delete(entry);
    if (siblings?.size === 0) bySource.delete(source);
    bytes -= one.held.body.length;
    records.touch(`held/${entry}`, () => undefined);
  };

  const evict = (): void => {
    while (waiting.size > LIMITS.heldKeyMessages || bytes > LIMITS.heldKeyBytes) {
      let victim: EntryId | undefined;
      for (const [entry, { parsed }] of waiting) {
        victim ??= entry;
        if (!isKnown(parsed.epoch)) continue;
        victim = entry;
        break;
      }
      if (victim === undefined) return;
      drop(victim);
    }
  };

  return {
    has: (entry) => waiting.has(entry),
    add: (held, parsed) => {
      const refs = parsed.type === 'commit' ? welcomedRefs(parsed.welcome) : [];
      const one = { held, parsed, refs, unwelcome: false };
      waiting.set(held.entry, one);
      due.add(held.entry);
      const source = sourceOf(parsed);
      bySource.set(source, (bySource.get(source) ?? new Set()).add(held.entry));
      bytes += held.body.length;
      records.touch(`held/${held.entry}`, () => encodeHeld(held));
      evict();
      return one;
    },
    drop,
    next: () => {
      for (const entry of due) {
        due.delete(entry);
        const one = waiting.get(entry);
        if (one !== undefined) return one;
      }
      return undefined;
    },
    vouched: (entry) => {
      if (waiting.has(entry)) due.add(entry);
    },
    entered: (epoch) => {
      for (const entry of bySource.get(epoch) ?? []) due.add(entry);
    },
    reconsider: () => {
      for (const [entry, one] of waiting) {
        one.unwelcome = false;
        due.add(entry);
      }
    },
  };
};
