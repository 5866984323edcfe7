/** Finding the words of many lists in a text, however they are disguised. */
import { bareText, leetReadings, speltRows } from '../text/disguise.ts';
import { FREE, signKind, WORD } from '../text/sign-kind.ts';
import { type Entry, isSevere, SECTIONS } from './entry.ts';
import { type Signs, SPACE, toSigns } from './signs.ts';
import { bareSpellings, plainSpellings } from './spellings.ts';
import { buildTrie, type Match, matchSpelt, matchWords, type Trie } from './trie.ts';

export interface Lexicon {
  /** Words as they are written. */
  readonly plain: Trie;
  /** Words without accents and lookalikes. */
  readonly bare: Trie;
}

/** A word found: units `from` to before `to` of the normalised text. */
export interface WordHit {
  readonly entry: Entry;
  readonly from: number;
  readonly to: number;
}

/** Letters that a word needs to be looked for in a row of single ones; of scripts without spaces two will do. */
const LEAST_SPELT = 3;
const LEAST_SPELT_FREE = 2;

export const buildLexicon = (entries: readonly Entry[]): Lexicon => {
  const plain: { text: string; entry: Entry }[] = [];
  const bare: { text: string; entry: Entry }[] = [];
  for (const entry of entries) {
    for (const text of plainSpellings(entry)) plain.push({ text, entry });
    for (const text of bareSpellings(entry)) bare.push({ text, entry });
  }
  return { plain: buildTrie(plain), bare: buildTrie(bare) };
};

const KINDS: readonly Entry['section'][] = ['block', 'allow', ...SECTIONS];
const MOST_UNITS = 2 ** 21;
/** Of one text: nobody reads more. */
const MOST_HITS = 4096;

/** Where the word goes on to that an open entry is the beginning of. */
const wordEnd = (signs: Signs, after: number): number => {
  let end = after;
  while (end < signs.length && signKind(signs.codes[end] ?? 0) === WORD) end += 1;
  return end;
};

const createCollector = () => {
  const hits: WordHit[] = [];
  const seen = new Set<number>();
  return {
    hits,
    add: (signs: Signs, { entry, first, after }: Match): void => {
      const from = signs.from[first] ?? 0;
      const to = signs.to[(entry.open ? wordEnd(signs, after) : after) - 1] ?? 0;
      const key = (from * MOST_UNITS + to) * KINDS.length + KINDS.indexOf(entry.section);
      if (seen.has(key) || hits.length === MOST_HITS) return;
      seen.add(key);
      hits.push({ entry, from, to });
    },
  };
};

const unitsOf = (signs: Signs, { first, after }: Match): number =>
  signs.runs.subarray(first, after).reduce((sum, run) => sum + run, 0);

const findSpelt = (
  lexicon: Lexicon,
  bare: string,
  places: Uint32Array | undefined,
  add: (signs: Signs, match: Match) => void,
): void => {
  const rows = speltRows(bare);
  if (rows === undefined) return;
  const signs = toSigns(
    rows.text,
    rows.places.map((place) => places?.[place] ?? place),
  );
  for (let first = 0; first < signs.length; ) {
    let after = first;
    while (after < signs.length && signs.codes[after] !== SPACE) after += 1;
    matchSpelt(lexicon.bare, signs, first, after, (match) => {
      if (
        isSevere(match.entry.section) &&
        unitsOf(signs, match) >=
          (signKind(signs.codes[match.first] ?? 0) === FREE ? LEAST_SPELT_FREE : LEAST_SPELT)
      )
        add(signs, match);
    });
    first = after + 1;
  }
};

/** Every word of the lexicon in a normalised text, the ones behind disguises too where they are severe. */
export const findWords = (lexicon: Lexicon, text: string): WordHit[] => {
  const { hits, add } = createCollector();
  const bare = bareText(text);
  if (bare !== undefined) {
    const plain = toSigns(text);
    matchWords(lexicon.plain, plain, (match) => add(plain, match));
  }
  const signs = toSigns(bare?.text ?? text, bare?.places);
  matchWords(lexicon.bare, signs, (match) => add(signs, match));
  for (const reading of leetReadings(bare?.text ?? text)) {
    const read = toSigns(reading, bare?.places);
    matchWords(lexicon.bare, read, (match) => {
      if (isSevere(match.entry.section)) add(read, match);
    });
  }
  findSpelt(lexicon, bare?.text ?? text, bare?.places, add);
  return hits;
};
