/** Finds whom and what a text names: `@Name`, `@here`, `@channel`, `#channel`. */

export interface Names {
  /** Account by display name, in lower case. */
  people: ReadonlyMap<string, string>;
  /** Channel id by name, in lower case. */
  channels: ReadonlyMap<string, string>;
}

export type MentionPiece =
  | { type: 'text'; text: string }
  | { type: 'person'; text: string; account: string }
  | { type: 'everyone'; text: string }
  | { type: 'channel'; text: string; channel: string };

const WORD = /[\p{L}\p{N}\p{M}_]/u;
const EVERYONE = ['here', 'channel'];
/** UTF-16 units of the longest name that is looked for. */
const LONGEST_NAME = 256;

/** The longest of the names that `text` goes on with; a name ends where a word ends. */
const longestName = (text: string, names: Iterable<string>): string | undefined => {
  let longest: string | undefined;
  for (const name of names) {
    if (name.length <= (longest?.length ?? 0) || !text.startsWith(name)) continue;
    const next = text.slice(name.length).match(/^./su)?.[0] ?? '';
    if (WORD.test(next) && WORD.test(name.at(-1) ?? '')) continue;
    longest = name;
  }
  return longest;
};

export const splitMentions = (text: string, names: Names): MentionPiece[] => {
  const pieces: MentionPiece[] = [];
  let from = 0;
  const put = (at: number, piece: Exclude<MentionPiece, { type: 'text' }>): void => {
    if (at > from) pieces.push({ type: 'text', text: text.slice(from, at) });
    pieces.push(piece);
    from = at + piece.text.length;
  };
  for (const { index } of text.matchAll(/[@#]/gu)) {
    if (index < from || WORD.test(text.slice(0, index).at(-1) ?? '')) continue;
    const rest = text.slice(index + 1, index + 1 + LONGEST_NAME).toLowerCase();
    const isPerson = text[index] === '@';
    const name = longestName(rest, isPerson ? names.people.keys() : names.channels.keys());
    const everyone = isPerson ? longestName(rest, EVERYONE) : undefined;
    if (everyone !== undefined && everyone.length > (name?.length ?? 0)) {
      put(index, { type: 'everyone', text: text.slice(index, index + 1 + everyone.length) });
      continue;
    }
    if (name === undefined) continue;
    const found = text.slice(index, index + 1 + name.length);
    if (isPerson) put(index, { type: 'person', text: found, account: names.people.get(name) ?? '' });
    else put(index, { type: 'channel', text: found, channel: names.channels.get(name) ?? '' });
  }
  if (from < text.length) pieces.push({ type: 'text', text: text.slice(from) });
  return pieces;
};
