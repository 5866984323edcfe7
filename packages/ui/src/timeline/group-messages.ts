/** Messages of one author in a row, days between them, and the line where the unread ones start. */
import type { Message } from '@plexi/operations';

export interface MessageGroup {
  type: 'group';
  key: string;
  kind: Message['kind'];
  author: string;
  authorId: string;
  importedBy?: string;
  own: boolean;
  /** As the first message has it; of imported lines any text at all. */
  time: string;
  messages: Message[];
}

export type TimelineRow =
  | { type: 'day'; key: string; date: Date }
  | { type: 'new'; key: string }
  | MessageGroup;

/** Milliseconds after which the same author's next message starts a new group. */
const PAUSE_MS = 5 * 60_000;

/** The time as a date, or `undefined`: an imported line may carry anything. */
export const readTime = (time: string): Date | undefined => {
  const date = new Date(time);
  return Number.isNaN(date.getTime()) ? undefined : date;
};

const dayOf = (date: Date): string => `${date.getFullYear()}-${date.getMonth()}-${date.getDate()}`;

const continues = (group: MessageGroup, message: Message): boolean => {
  const last = group.messages.at(-1);
  if (
    last === undefined ||
    group.kind !== message.kind ||
    group.author !== message.author ||
    group.authorId !== message.authorId
  )
    return false;
  const from = readTime(last.time);
  const to = readTime(message.time);
  if (from === undefined || to === undefined) return last.time === message.time;
  return Math.abs(to.getTime() - from.getTime()) < PAUSE_MS;
};

/** `unreadFrom` is the id of the first unread message. */
export const groupMessages = (messages: readonly Message[], unreadFrom?: string): TimelineRow[] => {
  const rows: TimelineRow[] = [];
  let day = '';
  for (const message of messages) {
    const date = readTime(message.time);
    // Times of imported lines may jump back and forth: days are told apart by their own label only.
    if (date !== undefined && dayOf(date) !== day) {
      day = dayOf(date);
      rows.push({ type: 'day', key: `day-${message.id}`, date });
    }
    if (message.id === unreadFrom) rows.push({ type: 'new', key: 'new' });
    const last = rows.at(-1);
    if (last?.type === 'group' && continues(last, message)) {
      last.messages.push(message);
      continue;
    }
    rows.push({
      type: 'group',
      key: message.id,
      kind: message.kind,
      author: message.author,
      authorId: message.authorId,
      ...(message.importedBy === undefined ? {} : { importedBy: message.importedBy }),
      own: message.own,
      time: message.time,
      messages: [message],
    });
  }
  return rows;
};

/** The first message past `clock` that somebody else wrote. */
export const findUnread = (messages: readonly Message[], clock: number | undefined): string | undefined =>
  clock === undefined ? undefined : messages.find((message) => message.clock > clock && !message.own)?.id;
