/**
 * What the classifier looks at in a normalised text: words, pairs of words and pieces of words, hashed; which sections of
 * the word lists it touches and in which order, in whatever language; and a few traits of style. A long text is looked at
 * in windows, so that one sentence in it is not drowned.
 */
import type { WordHit } from '../lexicon/lexicon.ts';
import { quotedIn } from '../rules/quoted.ts';
import { FREE, SEPARATOR, signKind, TRAILING } from '../text/sign-kind.ts';

/** Buckets that features are hashed into: a power of two. */
export const BUCKETS = 2 ** 18;

interface Token {
  readonly from: number;
  readonly to: number;
  readonly kind: number;
}

/** A feature: its bucket, its group, and the units of the text that it is of. */
export type Emit = (bucket: number, group: number, from: number, to: number) => void;

/** Features of one group share one length; how many there are says how long the text is, not what it says. */
const GROUP_WORDS = 0;
export const GROUP_PIECES = 1;
const GROUP_SECTIONS = 2;
const GROUP_STYLE = 3;
export const GROUPS = 4;

const WINDOW_TOKENS = 80;
const WINDOW_STEP = 60;
/** Ten thousand words and more; the rules look at all of them. */
const MOST_WINDOWS = 200;
const NEAR_TOKENS = 4;
const FAR_TOKENS = 12;
const DENIAL_TOKENS = 3;
const MOST_SECTIONS = 40;
/** Sections that colour all the others, however far away. */
const COMPANIONS = ['group', 'counter', 'praise', 'you', 'not group'];
const SHORTEST_PIECE = 3;
const LONGEST_PIECE = 5;
const LONGEST_FREE = 3;
const LONGEST_TOKEN = 40;
const FNV_START = 0x811c9dc5;
const FNV_PRIME = 0x01000193;
const BEGIN = 2;
const END = 3;
const DIGIT_0 = 48;
const DIGIT_9 = 57;

const mix = (hash: number, code: number): number => Math.imul(hash ^ code, FNV_PRIME);
/** The last step of Murmur 3: FNV's low bits alone are weak. */
const toBucket = (hash: number): number => {
  let h = hash ^ (hash >>> 16);
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  return (h ^ (h >>> 16)) & (BUCKETS - 1);
};
const hashOf = (text: string): number => {
  let hash = FNV_START;
  for (let i = 0; i < text.length; i++) hash = mix(hash, text.charCodeAt(i));
  return hash;
};

/** Digits are alike. */
const signOf = (text: string, at: number): number => {
  const code = text.charCodeAt(at);
  return code >= DIGIT_0 && code <= DIGIT_9 ? DIGIT_0 : code;
};

const tokensOf = (text: string): Token[] => {
  const tokens: Token[] = [];
  for (let from = 0; from < text.length; ) {
    const code = text.charCodeAt(from);
    const kind = signKind(code);
    let to = from + 1;
    if (kind === FREE) {
      if (code >= 0xd800 && code < 0xdc00 && to < text.length) to += 1;
    } else if (kind !== SEPARATOR)
      while (to < text.length && to - from < LONGEST_TOKEN && signKind(text.charCodeAt(to)) === kind) to += 1;
    if (kind !== SEPARATOR) tokens.push({ from, to, kind });
    from = to;
  }
  return tokens;
};

/** A word; the same letter more than twice in a row is twice. */
const hashWord = (text: string, { from, to }: Token): number => {
  let hash = FNV_START;
  let run = 0;
  for (let at = from; at < to; at++) {
    const code = signOf(text, at);
    run = at > from && code === signOf(text, at - 1) ? run + 1 : 1;
    if (run <= 2) hash = mix(hash, code);
  }
  return hash;
};

const WORD_SALT = hashOf('word');
const PAIR_SALT = hashOf('pair');
const PIECE_SALT = hashOf('piece');
const FREE_SALT = hashOf('free');

const emitPieces = (text: string, { from, to, kind }: Token, emit: Emit): void => {
  const shortest = kind === TRAILING ? 1 : SHORTEST_PIECE;
  const longest = kind === TRAILING ? LONGEST_FREE : LONGEST_PIECE;
  for (let start = from - 1; start < to; start++) {
    let hash = PIECE_SALT;
    for (let at = start; at <= to && at - start < longest; at++) {
      hash = mix(hash, at < from ? BEGIN : at === to ? END : signOf(text, at));
      if (at - start + 1 >= shortest) emit(toBucket(hash), GROUP_PIECES, from, to);
    }
  }
};

const emitFree = (text: string, tokens: readonly Token[], i: number, emit: Emit): void => {
  const first = tokens[i];
  if (first === undefined) return;
  let hash = FREE_SALT;
  let end = first.from;
  for (let n = 0; n < LONGEST_FREE; n++) {
    const token = tokens[i + n];
    if (token?.kind !== FREE || token.from !== end) break;
    end = token.to;
    for (let at = token.from; at < token.to; at++) hash = mix(hash, text.charCodeAt(at));
    emit(toBucket(hash), n === 1 ? GROUP_WORDS : GROUP_PIECES, first.from, token.to);
  }
};

const emitWords = (text: string, tokens: readonly Token[], emit: Emit): void => {
  let before: number | undefined;
  for (const [i, token] of tokens.entries()) {
    if (token.kind === FREE) {
      emitFree(text, tokens, i, emit);
      before = undefined;
      continue;
    }
    const word = hashWord(text, token);
    emit(toBucket(mix(WORD_SALT, word)), GROUP_WORDS, token.from, token.to);
    if (before !== undefined)
      emit(
        toBucket(mix(mix(PAIR_SALT, before), word)),
        GROUP_WORDS,
        tokens[i - 1]?.from ?? token.from,
        token.to,
      );
    before = word;
    emitPieces(text, token, emit);
  }
};

interface Place {
  name: string;
  index: number;
  from: number;
  to: number;
}

/** Which token a unit is in or after: the windows' tokens are in order. */
const indexOf = (tokens: readonly Token[], unit: number): number => {
  let low = 0;
  let high = tokens.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((tokens[middle]?.to ?? 0) <= unit) low = middle + 1;
    else high = middle;
  }
  return low;
};

/** A word that is denied close by says something else. Which side the denial stands on is each language's own affair. */
const deny = (places: readonly Place[]): Place[] => {
  const denials = places.filter(({ name }) => name === 'negation');
  if (denials.length === 0) return [...places];
  return places.map((place) =>
    place.name !== 'negation' && denials.some(({ index }) => Math.abs(index - place.index) <= DENIAL_TOKENS)
      ? { ...place, name: `not ${place.name}` }
      : place,
  );
};

const emitSections = (places: readonly Place[], emit: Emit): void => {
  const seen = new Set<string>();
  const once = (name: string, from: number, to: number): void => {
    if (seen.has(name)) return;
    seen.add(name);
    emit(toBucket(hashOf(name)), GROUP_SECTIONS, from, to);
  };
  const anywhere = COMPANIONS.filter((companion) => places.some(({ name }) => name === companion));
  for (const [i, first] of places.entries()) {
    once(`section ${first.name}`, first.from, first.to);
    for (const companion of anywhere)
      if (companion !== first.name) once(`${first.name} with ${companion}`, first.from, first.to);
    for (const second of places.slice(i + 1)) {
      const gap = second.index - first.index;
      if (gap > FAR_TOKENS) break;
      const from = Math.min(first.from, second.from);
      const to = Math.max(first.to, second.to);
      once(`${first.name} ${second.name}`, from, to);
      if (gap <= NEAR_TOKENS) once(`${first.name} by ${second.name}`, from, to);
    }
  }
  if (places.length === 0) once('no section', 0, 0);
};

const LENGTHS = [2, 5, 10, 20, 40];
const LONG_NUMBER = /\d{5}/u;
const CURRENCY = /\p{Sc}/u;

const emitStyle = (part: string, tokens: number, emit: Emit): void => {
  const trait = (name: string): void => emit(toBucket(hashOf(name)), GROUP_STYLE, 0, 0);
  trait(`length ${LENGTHS.findIndex((length) => tokens <= length)}`);
  if (part.includes('!')) trait(part.includes('!!') ? 'exclaims much' : 'exclaims');
  if (part.includes('?')) trait('asks');
  if (part.includes('http') || part.includes('www.')) trait('link');
  if (part.includes('@')) trait('names');
  if (part.includes('#')) trait('tags');
  if (LONG_NUMBER.test(part)) trait('long number');
  if (CURRENCY.test(part)) trait('currency');
  if (part.includes('%')) trait('percent');
};

const placesOf = (text: string, tokens: readonly Token[], hits: readonly WordHit[]): Place[] => {
  if (hits.length === 0) return [];
  const isQuotedIn = quotedIn(text);
  const places = hits.map(({ entry, from, to }) => {
    const isQuoted = isQuotedIn(from, to);
    return {
      name: isQuoted ? `${entry.section} quoted` : entry.section,
      index: indexOf(tokens, from),
      from,
      to,
    };
  });
  return places.sort((a, b) => a.from - b.from || a.to - b.to || (a.name < b.name ? -1 : 1));
};

/** Emits the features of each window; `begin` is called before each. */
export const eachWindow = (text: string, hits: readonly WordHit[], begin: () => void, emit: Emit): void => {
  const tokens = tokensOf(text);
  const places = placesOf(text, tokens, hits);
  let passed = 0;
  const last = Math.min(tokens.length - (WINDOW_TOKENS - WINDOW_STEP) - 1, WINDOW_STEP * (MOST_WINDOWS - 1));
  for (let first = 0; first === 0 || first <= last; first += WINDOW_STEP) {
    const after = Math.min(tokens.length, first + WINDOW_TOKENS);
    while ((places[passed]?.index ?? first) < first) passed += 1;
    let end = passed;
    while (end < places.length && end - passed < MOST_SECTIONS && (places[end]?.index ?? 0) <= after)
      end += 1;
    begin();
    emitWords(text, tokens.slice(first, after), emit);
    emitSections(deny(places.slice(passed, end)), emit);
    emitStyle(text.slice(tokens[first]?.from ?? 0, tokens[after]?.from ?? text.length), after - first, emit);
  }
};
