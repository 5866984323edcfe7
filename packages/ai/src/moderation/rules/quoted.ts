/** Words that somebody quotes are not their own. */

const PAIRS: readonly (readonly [string, string])[] = [
  ['“', '”'],
  ['„', '“'],
  ['„', '”'],
  ['«', '»'],
  ['‹', '›'],
  ['「', '」'],
  ['『', '』'],
  ['‘', '’'],
  ['"', '"'],
  ['`', '`'],
];
/** Longer than that, somebody speaks in quotes. */
const LONGEST = 160;
/** More of the message than that is no quotation within it. */
const MOST_SHARE = 0.6;
const APOSTROPHES = "'´";
const LETTER = /[\p{L}\p{N}]/u;

interface Span {
  readonly from: number;
  readonly to: number;
}

const spansOf = (text: string, open: string, close: string): Span[] => {
  const spans: Span[] = [];
  for (let from = text.indexOf(open); from >= 0; ) {
    const end = text.indexOf(close, from + 1);
    if (end < 0) break;
    if (end - from <= LONGEST) spans.push({ from, to: end + 1 });
    from = text.indexOf(open, end + 1);
  }
  return spans;
};

/** `'word'`: an apostrophe opens only before a word and closes only after one. */
const apostropheSpans = (text: string): Span[] => {
  const spans: Span[] = [];
  let open = -1;
  for (let at = 0; at < text.length; at++) {
    if (!APOSTROPHES.includes(text.charAt(at))) continue;
    const isAfterWord = LETTER.test(text.charAt(at - 1));
    const isBeforeWord = LETTER.test(text.charAt(at + 1));
    if (!isAfterWord && isBeforeWord) open = at;
    else if (isAfterWord && !isBeforeWord && open >= 0) {
      if (at - open <= LONGEST) spans.push({ from: open, to: at + 1 });
      open = -1;
    }
  }
  return spans;
};

/**
 * Says of units `from` to before `to` of the normalised text whether somebody is quoted there. What is most of the message
 * is no quotation within it.
 */
export const quotedIn = (text: string): ((from: number, to: number) => boolean) => {
  const spans = [
    ...PAIRS.flatMap(([open, close]) => spansOf(text, open, close)),
    ...apostropheSpans(text),
  ].filter(({ from, to }) => to - from <= text.length * MOST_SHARE);
  if (spans.length === 0) return () => false;
  const marked = new Uint8Array(text.length);
  for (const { from, to } of spans) marked.fill(1, from, to);
  return (from, to) => marked[from] === 1 && marked[to - 1] === 1;
};
