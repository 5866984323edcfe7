/** Many words at once: a trie over signs, in one flat table. Looking from one place takes at most as long as the longest word. */
import { FREE, SEPARATOR, signKind, TRAILING, WORD } from '../text/sign-kind.ts';
import type { Entry } from './entry.ts';
import { type Signs, toSigns } from './signs.ts';

export interface Match {
  readonly entry: Entry;
  /** Signs: first, and after the last. */
  readonly first: number;
  readonly after: number;
}

interface Ending {
  entry: Entry;
  runs: Uint8Array;
  open: boolean;
}

export interface Trie {
  /** Steps from a node over a sign to the next, in an open hash table: from, sign, to. */
  readonly steps: Int32Array;
  readonly endings: readonly (readonly Ending[] | undefined)[];
}

const ROOT = 0;
const NONE = -1;
const STAR = 42;
const STEP = 3;
const CODES = 0x1_00_00;
/** So often in a row a letter is stretched, not doubled. */
const STRETCHED = 3;

const placeOf = (node: number, code: number, mask: number): number => {
  const mixed = Math.imul(node, 0x9e3779b1) ^ Math.imul(code, 0x85ebca6b);
  return (mixed ^ (mixed >>> 15)) & mask;
};

/** At most half full, so that looking for what is not there ends soon. */
const tableOf = (steps: ReadonlyMap<number, number>): Int32Array => {
  const mask = 2 ** Math.ceil(Math.log2(steps.size * 2 + 2)) - 1;
  const table = new Int32Array((mask + 1) * STEP).fill(NONE);
  for (const [key, to] of steps) {
    const [node, code] = [Math.floor(key / CODES), key % CODES];
    let place = placeOf(node, code, mask);
    while (table[place * STEP] !== NONE) place = (place + 1) & mask;
    table.set([node, code, to], place * STEP);
  }
  return table;
};

const follow = (steps: Int32Array, node: number, code: number): number => {
  const mask = steps.length / STEP - 1;
  for (let place = placeOf(node, code, mask); ; place = (place + 1) & mask) {
    const at = place * STEP;
    if (steps[at] === NONE) return NONE;
    if (steps[at] === node && steps[at + 1] === code) return steps[at + 2] ?? NONE;
  }
};

/** `words`: each way of writing an entry, as a normalised text. */
export const buildTrie = (words: readonly { text: string; entry: Entry }[]): Trie => {
  const steps = new Map<number, number>();
  const endings: (Ending[] | undefined)[] = [undefined];
  for (const { text, entry } of words) {
    const signs = toSigns(text);
    if (signs.length === 0) continue;
    let node = ROOT;
    for (let i = 0; i < signs.length; i++) {
      const key = node * CODES + (signs.codes[i] ?? 0);
      let next = steps.get(key);
      if (next === undefined) {
        next = endings.length;
        endings.push(undefined);
        steps.set(key, next);
      }
      node = next;
    }
    const open = entry.open || signKind(signs.codes[signs.length - 1] ?? 0) === TRAILING;
    const ending = { entry, runs: signs.runs.slice(0, signs.length), open };
    const here = endings[node];
    if (here === undefined) endings[node] = [ending];
    else here.push(ending);
  }
  return { steps: tableOf(steps), endings };
};

const fitsRuns = (runs: Uint8Array, signs: Signs, first: number): boolean => {
  for (let i = 0; i < runs.length; i++) {
    const wanted = runs[i] ?? 1;
    const run = signs.runs[first + i] ?? 0;
    const code = signs.codes[first + i] ?? 0;
    if (run === wanted || signKind(code) === SEPARATOR) {
      if (code === STAR && run !== wanted) return false;
      continue;
    }
    if (run < wanted || run < STRETCHED) return false;
  }
  return true;
};

/** Whether a word can begin with the sign at `first`, or end with the one before it. */
const isBoundary = (signs: Signs, first: number): boolean => {
  if (first === 0 || first === signs.length) return true;
  const before = signKind(signs.codes[first - 1] ?? 0);
  const after = signKind(signs.codes[first] ?? 0);
  if (after === FREE || before === FREE) return true;
  return !(before === after && (after === WORD || after === TRAILING));
};

/** Every word that begins at `first`. `isEnd` says where one may end; at a boundary, unless told. */
const matchAt = (
  trie: Trie,
  signs: Signs,
  first: number,
  found: (match: Match) => void,
  isEnd: (after: number) => boolean,
): void => {
  let node = follow(trie.steps, ROOT, signs.codes[first] ?? 0);
  for (let at = first; node !== NONE; ) {
    const endings = trie.endings[node];
    if (endings !== undefined)
      for (const { entry, runs, open } of endings)
        if ((open || isEnd(at + 1)) && fitsRuns(runs, signs, first)) found({ entry, first, after: at + 1 });
    at += 1;
    if (at >= signs.length) return;
    node = follow(trie.steps, node, signs.codes[at] ?? 0);
  }
};

/** Every whole word of the trie in the text. */
export const matchWords = (trie: Trie, signs: Signs, found: (match: Match) => void): void => {
  const isEnd = (after: number): boolean => isBoundary(signs, after);
  for (let first = 0; first < signs.length; first++)
    if (signKind(signs.codes[first] ?? 0) !== SEPARATOR && isBoundary(signs, first))
      matchAt(trie, signs, first, found, isEnd);
};

/** Words within `first` to before `after`, a row of letters without spaces: such as begin where it begins or end where it ends. */
export const matchSpelt = (
  trie: Trie,
  signs: Signs,
  first: number,
  after: number,
  found: (match: Match) => void,
): void => {
  for (let at = first; at < after; at++)
    matchAt(
      trie,
      signs,
      at,
      (match) => {
        if (match.after <= after && (at === first || match.after === after)) found(match);
      },
      (end) => at === first || end === after,
    );
};
