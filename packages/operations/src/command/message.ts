/** A message in words: how its id begins, when, who, what, and in lines of their own what belongs to it. */
import { ID_SHOWN_DIGITS, type Message } from '../shapes.ts';
import { harmlessLine, harmlessText } from './harmless.ts';

const CONTINUED = '    ';

const notesOn = (message: Message): string => {
  const notes = [
    ...(message.kind === 'import' ? [`imported by ${message.importedBy ?? 'a member'}`] : []),
    ...(message.own && message.state === 'pending' ? ['pending'] : []),
    ...(message.edited === undefined ? [] : ['edited']),
    ...(message.pinned === true ? ['pinned'] : []),
  ];
  return notes.length === 0 ? '' : ` [${harmlessLine(notes.join(', '))}]`;
};

const counted = (count: number, one: string, several: string): string =>
  `${count} ${count === 1 ? one : several}`;

/** Of a list, what waits to be reviewed says why, and how to read it. */
const wordsOf = ({ id, text, deleted, hidden, withheld, own }: Message, alone: boolean): string => {
  if (deleted === true) return '(deleted)';
  if (withheld !== undefined && !own && !alone)
    return `(waits to be reviewed: ${withheld.label}; plexi message show ${id.slice(0, ID_SHOWN_DIGITS)})`;
  return hidden === true ? '(hidden)' : harmlessText(text, CONTINUED);
};

/** What belongs to the message beside its words, a line each. */
const linesUnder = ({ files = [], poll, reactions = [], replies, deleted, hidden }: Message): string[] => {
  if (deleted === true || hidden === true) return [];
  return [
    ...files.map(({ name, size }) => `file: ${harmlessLine(name)} (${counted(size, 'byte', 'bytes')})`),
    ...(poll?.options ?? []).map(
      ({ text, votes }) => `option: ${harmlessLine(text)} (${counted(votes, 'vote', 'votes')})`,
    ),
    ...(reactions.length === 0
      ? []
      : [reactions.map(({ emoji, count }) => `${harmlessLine(emoji)} ${count}`).join('  ')]),
    ...(replies === undefined ? [] : [counted(replies.count, 'reply', 'replies')]),
  ];
};

/** Several lines; all but the first are indented. `alone`: it was asked for by itself. */
export const renderMessage = (
  message: Message,
  formatTime: (iso: string) => string,
  alone = false,
): string => {
  const { id, author, kind, time } = message;
  const when = harmlessLine(kind === 'import' ? time : formatTime(time));
  const head = `${id.slice(0, ID_SHOWN_DIGITS)} ${when} ${harmlessLine(author)}${notesOn(message)}: ${wordsOf(message, alone)}`;
  return [head.trimEnd(), ...linesUnder(message)].join(`\n${CONTINUED}`);
};
