/** What is being named at the caret: the beginning of `@someone`, `#channel`, `:emoji:`, or of a `/command` that begins the text. */

export interface Completion {
  sign: '@' | '#' | ':' | '/';
  /** What was typed after the sign. */
  query: string;
  /** Where the sign stands, and where the query ends, in UTF-16 units. */
  from: number;
  to: number;
}

/** UTF-16 units of the longest beginning that is looked up. */
const LONGEST = 40;
const START = /(?:^|[\s([{"'“‘>*_~])([@#:])([^\s@#:]*(?: [^\s@#:]+)?)$/u;
const COMMAND = /^\/([a-z0-9-]{0,32})$/u;
/** A colon begins an emoji only from here on: `:` alone ends many a sentence, and `:3` is a face of its own. */
const EMOJI_FROM = 2;

export const findCompletion = (text: string, caret: number): Completion | undefined => {
  const [, command] = COMMAND.exec(text.slice(0, caret)) ?? [];
  if (command !== undefined) return { sign: '/', query: command, from: 0, to: caret };
  const before = text.slice(Math.max(0, caret - LONGEST), caret);
  const found = START.exec(before);
  const [, sign, query = ''] = found ?? [];
  if (sign !== '@' && sign !== '#' && sign !== ':') return undefined;
  if (sign !== '@' && query.includes(' ')) return undefined;
  if (sign === ':' && query.length < EMOJI_FROM) return undefined;
  return { sign, query, from: caret - query.length - 1, to: caret };
};

/** The text with the beginning replaced, and where the caret is then. */
export const complete = (
  text: string,
  { from, to }: Completion,
  insert: string,
): { text: string; caret: number } => {
  const rest = text.slice(to);
  const gap = /^[\s.,;:!?)]/u.test(rest) ? '' : ' ';
  return {
    text: text.slice(0, from) + insert + gap + rest,
    caret: from + insert.length + Math.max(1, gap.length),
  };
};
