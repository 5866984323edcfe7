/** Between a text field and a Y.Text: what one edit changed, and where a caret goes when somebody else edits. */

export interface TextChange {
  /** All in UTF-16 units, as both text fields and Y.Text count. */
  at: number;
  removed: number;
  inserted: string;
}

const isHighSurrogate = (unit: number): boolean => unit >= 0xd800 && unit <= 0xdbff;
const isLowSurrogate = (unit: number): boolean => unit >= 0xdc00 && unit <= 0xdfff;

/**
 * The smallest change that turns `before` into `after`. `caret` is where the caret stands afterwards: what follows it is
 * what followed before the edit, which tells which of several equal letters was typed.
 */
export const findChange = (before: string, after: string, caret = after.length): TextChange | undefined => {
  if (before === after) return undefined;
  const shortest = Math.min(before.length, after.length);
  const lead = Math.max(0, Math.min(caret, after.length));
  let end = 0;
  const most = Math.min(shortest, after.length - lead);
  while (
    end < most &&
    before.charCodeAt(before.length - 1 - end) === after.charCodeAt(after.length - 1 - end)
  )
    end++;
  let start = 0;
  while (start < shortest - end && before.charCodeAt(start) === after.charCodeAt(start)) start++;
  // An edit that lies elsewhere than the caret says (undo, drag): the common end may reach further.
  while (
    end < shortest - start &&
    before.charCodeAt(before.length - 1 - end) === after.charCodeAt(after.length - 1 - end)
  )
    end++;
  // Half of a letter must not be left behind: Y.Text would replace it with a question mark.
  if (start > 0 && isHighSurrogate(before.charCodeAt(start - 1))) start--;
  if (end > 0 && isLowSurrogate(after.charCodeAt(after.length - end))) end--;
  return {
    at: start,
    removed: before.length - start - end,
    inserted: after.slice(start, after.length - end),
  };
};

/** One piece of a Yjs delta: https://quilljs.com/docs/delta, without formats. */
export interface DeltaPiece {
  retain?: number;
  insert?: unknown;
  delete?: number;
}

/** Where `index` is after somebody else's change. An insertion right at the caret goes behind it. */
export const moveIndex = (index: number, delta: readonly DeltaPiece[]): number => {
  let at = 0;
  let moved = index;
  for (const piece of delta) {
    if (at > moved) break;
    if (piece.retain !== undefined) {
      at += piece.retain;
    } else if (typeof piece.insert === 'string') {
      if (at < moved) moved += piece.insert.length;
      at += piece.insert.length;
    } else if (piece.delete !== undefined) {
      if (at < moved) moved -= Math.min(piece.delete, moved - at);
    }
  }
  return moved;
};
