/** The rows of a timeline: one for each message, with the day or the line of the unread ones over it. */
import type { Message } from '@plexi/operations';
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

export type TimelineRow =
  | MessageRowData
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

/** `unreadFrom` is the id of the first unread message. */
export const toRows = (
  messages: readonly Message[],
  unreadFrom?: string,
  outgoing: readonly Outgoing[] = [],
): TimelineRow[] => {
  const rows: TimelineRow[] = [];
  let day = '';
  let last: Message | undefined;
  for (const message of messages) {
    // Taken away for this reader alone.
    if (message.hidden === true) continue;
    const date = readTime(message.time);
    // Times of imported lines may jump back and forth: days are told apart by their own label only.
    const startsDay = date !== undefined && dayOf(date) !== day;
    if (startsDay) day = dayOf(date);
    const isNew = message.id === unreadFrom;
    rows.push({
      type: 'message',
      key: message.id,
      message,
      head: last === undefined || startsDay || isNew || !continues(last, message),
      day: startsDay ? date.getTime() : undefined,
      isNew,
    });
    last = message;
  }
  for (const [index, one] of outgoing.entries())
    rows.push({
      type: 'outgoing',
      key: one.key,
      outgoing: one,
      head: index === 0 || one.answers !== undefined,
    });
  return rows;
};

/** The first message past `clock` that somebody else wrote. */
export const findUnread = (messages: readonly Message[], clock: number | undefined): string | undefined =>
  clock === undefined ? undefined : messages.find((message) => message.clock > clock && !message.own)?.id;
