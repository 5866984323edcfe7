/**
 * What an account keeps for itself, one item a key: the last writer wins, but for read marks, which only move forward within
 * one turn. "Unread from here" begins a new turn. Merging is commutative, associative and idempotent, so that a person's
 * devices agree whatever reaches them in whatever order.
 */
import type { Hlc } from '@plexi/protocol';

export interface Item {
  /** Undefined: taken away. */
  value: string | undefined;
  clock: Hlc;
}

/** How far a channel was read: everything up to a clock. */
export interface ReadMark {
  turn: number;
  clock: Hlc;
}

const MARK = /^(\d{1,9}):(\d{1,16})$/;
const READ = '/read/';

export const encodeMark = ({ turn, clock }: ReadMark): string => `${turn}:${clock}`;

export const decodeMark = (value: string | undefined): ReadMark | undefined => {
  const parts = MARK.exec(value ?? '');
  return parts === null ? undefined : { turn: Number(parts[1]), clock: Number(parts[2]) as Hlc };
};

export const isAhead = (a: ReadMark, b: ReadMark | undefined): boolean =>
  b === undefined || a.turn > b.turn || (a.turn === b.turn && a.clock > b.clock);

const isNewer = (a: Item, b: Item): boolean =>
  a.clock > b.clock || (a.clock === b.clock && (a.value ?? '') > (b.value ?? ''));

/** The one of two items for a key that stays. */
export const mergeItems = (key: string, a: Item, b: Item | undefined): Item => {
  if (b === undefined) return a;
  if (key.includes(READ)) {
    const [markA, markB] = [decodeMark(a.value), decodeMark(b.value)];
    if (markA !== undefined && markB !== undefined && (isAhead(markA, markB) || isAhead(markB, markA)))
      return isAhead(markA, markB) ? a : b;
  }
  return isNewer(a, b) ? a : b;
};

/** Everywhere: settings, who is blocked. */
export const EVERYWHERE = '*';

/** `place/kind/name`: of one space, or of all. */
export const keyOf = (place: string, kind: ItemKind, name: string): string => `${place}/${kind}/${name}`;

/** The kinds of items, the least dispensable first: where there is no room for all, those at the end are left out. */
export const ITEM_KINDS = [
  'setting',
  'block',
  'verify',
  'device',
  'read',
  'mute',
  'direct',
  'save',
  'late',
  'hide',
] as const;
export type ItemKind = (typeof ITEM_KINDS)[number];

export const kindOf = (key: string): string => key.split('/')[1] ?? '';
