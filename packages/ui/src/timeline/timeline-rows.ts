/** The rows of a timeline: one for each message, with the day or the line of the unread ones over it. */
import type { Message, TrustChange } from '@plexi/operations';
import type { Outgoing } from './timeline-state.ts';

interface MessageRowData {
  type: 'message';
  key: string;
  message: Message;
  /** Whether it begins what its author wrote in one go: with picture and name. */
  head: boolean;
  /** Milliseconds since 1970, where a day begins with it. */
  day: number | undefined;
  /** Whether it is the first unread one. */
  isNew: boolean;
}

/** Something that happened between messages: nobody wrote it, and nothing can be done with it. */
interface ChangeRowData {
  type: 'change';
  key: string;
  passive: true;
  change: TrustChange;
  day: number | undefined;
}

export type TimelineRow =
  | MessageRowData
  | ChangeRowData
  | { type: 'outgoing'; key: string; outgoing: Outgoing; head: boolean };

/** Milliseconds after which the same author's next message stands on its own. */
const PAUSE_MS = 5 * 60_000;

/** The time as a date, or `undefined`: an imported line may carry anything. */
export const readTime = (time: string): Date | undefined => {
  const date = new Date(time);
  return Number.isNaN(date.getTime()) ? undefined : date;
};

const dayOf = (date: Date): string => `${date.getFullYear()}-${date.getMonth()}-${date.getDate()}`;

const continues = (last: Message, message: Message): boolean => {
  if (
    last.kind !== message.kind ||
    last.author !== message.author ||
    last.authorId !== message.authorId ||
    message.replyTo !== undefined
  )
    return false;
  const from = readTime(last.time);
  const to = readTime(message.time);
  if (from === undefined || to === undefined) return last.time === message.time;
  return Math.abs(to.getTime() - from.getTime()) < PAUSE_MS;
};

/** `unreadFrom` is the id of the first unread message; `changes` are in the order of their clocks. */
export const toRows = (
  messages: readonly Message[],
  unreadFrom?: string,
  outgoing: readonly Outgoing[] = [],
  changes: readonly TrustChange[] = [],
): TimelineRow[] => {
  const rows: TimelineRow[] = [];
  let day = '';
  let last: Message | undefined;
  /** Times of imported lines may jump back and forth: days are told apart by their own label only. */
  const startDay = (date: Date | undefined): number | undefined => {
    if (date === undefined || dayOf(date) === day) return undefined;
    day = dayOf(date);
    return date.getTime();
  };
  let next = 0;
  const putChanges = (before: number): void => {
    for (let change = changes[next]; change !== undefined && change.clock < before; change = changes[next]) {
      const key = `change-${change.id}`;
      rows.push({ type: 'change', key, passive: true, change, day: startDay(readTime(change.time)) });
      last = undefined;
      next += 1;
    }
  };
  for (const message of messages) {
    // Taken away for this reader alone.
    if (message.hidden === true) continue;
    putChanges(message.clock);
    const begun = startDay(readTime(message.time));
    const isNew = message.id === unreadFrom;
    rows.push({
      type: 'message',
      key: message.id,
      message,
      head:
        last === undefined ||
        begun !== undefined ||
        isNew ||
        message.earlierComing === true ||
        !continues(last, message),
      day: begun,
      isNew,
    });
    last = message;
  }
  putChanges(Infinity);
  for (const [index, one] of outgoing.entries())
    rows.push({
      type: 'outgoing',
      key: one.key,
      outgoing: one,
      head: index === 0 || one.answers !== undefined,
    });
  return rows;
};
