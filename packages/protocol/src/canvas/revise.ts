/**
 * Makes a canvas say something else by changing no more than differs: blocks that stay are not touched, a block that was
 * reworded keeps what others write in it meanwhile.
 */
import type { Node } from 'prosemirror-model';
import * as Y from 'yjs';
import { matchAlike, matchEqual } from './align.ts';
import {
  isRun,
  type Marks,
  marksOf,
  type Part,
  partsOf,
  readElement,
  readText,
  toShared,
} from './elements.ts';

const words = new Intl.Segmenter(undefined, { granularity: 'word' });
const wordsOf = (text: string): string[] => Array.from(words.segment(text), ({ segment }) => segment);

/** Runs of text that share less are told as one replaced by the other: single words they share mean nothing. */
const REWORDED = 0.2;
/** Two of a kind became each other sooner than one went and another came. */
const OF_A_KIND = 0.01;

/** What is there; `part` is none where it makes no sense. */
interface Present {
  part: Part | undefined;
  shared: unknown;
}

const textOf = (part: Part): string =>
  isRun(part) ? part.map(({ text }) => text).join('') : part.textContent;

const count = (list: readonly string[]): Map<string, number> => {
  const counted = new Map<string, number>();
  for (const one of list) if (/\S/u.test(one)) counted.set(one, (counted.get(one) ?? 0) + 1);
  return counted;
};

const sum = (counted: ReadonlyMap<string, number>): number =>
  [...counted.values()].reduce((all, one) => all + one, 0);

/** From 0, nothing in common, to 1. https://en.wikipedia.org/wiki/Dice-S%C3%B8rensen_coefficient */
const shareOf = (a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>): number => {
  const all = sum(a) + sum(b);
  if (all === 0) return 1;
  let common = 0;
  for (const [word, times] of a) common += Math.min(times, b.get(word) ?? 0);
  return (2 * common) / all;
};

const isSame = (a: Part | undefined, b: Part | undefined): boolean => {
  if (a === undefined || b === undefined) return false;
  if (isRun(a) || isRun(b))
    return isRun(a) && isRun(b) && a.length === b.length && a.every((node, i) => node.eq(b[i] as Node));
  return a.eq(b);
};

const isOfAKind = (a: Part | undefined, b: Part): boolean =>
  a !== undefined && (isRun(a) || isRun(b) ? isRun(a) && isRun(b) : a.type === b.type);

const read = (shared: unknown): Part | undefined => {
  if (shared instanceof Y.XmlText) return readText(shared);
  return shared instanceof Y.XmlElement ? readElement(shared as Y.XmlElement) : undefined;
};
const presentIn = (parent: Y.XmlFragment): Present[] =>
  (parent.toArray() as unknown[]).map((shared) => ({ shared, part: read(shared) }));

type Step =
  | { retain: number; attributes?: Marks }
  | { insert: string; attributes: Marks }
  | { delete: number };

/** Stretches of a text with their marks, by where they end. */
const stretches = (nodes: readonly Node[]): { end: number; marks: Marks }[] => {
  let end = 0;
  return nodes.map((node) => {
    end += node.nodeSize;
    return { end, marks: marksOf(node) };
  });
};

/** Cuts `from` to `to` where the marks change. */
const cut = (all: readonly { end: number; marks: Marks }[], from: number, to: number) => {
  const pieces: { length: number; marks: Marks }[] = [];
  let at = from;
  for (const { end, marks } of all) {
    if (end <= at) continue;
    pieces.push({ length: Math.min(end, to) - at, marks });
    at = Math.min(end, to);
    if (at === to) break;
  }
  return pieces;
};

/** What marks have to be set, and taken away. */
const remark = (was: Marks, is: Marks): Marks => ({
  ...Object.fromEntries(Object.keys(was).flatMap((name) => (name in is ? [] : [[name, null]]))),
  ...Object.fromEntries(
    Object.entries(is).filter(([name, value]) => JSON.stringify(was[name]) !== JSON.stringify(value)),
  ),
});

const reviseText = (text: Y.XmlText, now: readonly Node[], wanted: readonly Node[]): void => {
  const [was, is] = [textOf(now), textOf(wanted)];
  const [before, after] = [wordsOf(was), wordsOf(is)];
  const kept =
    shareOf(count(before), count(after)) < REWORDED ? [] : matchEqual(before, after, (a, b) => a === b);
  const [hadMarks, haveMarks] = [stretches(now), stretches(wanted)];
  const steps: Step[] = [];
  let [i, j, old, fresh] = [0, 0, 0, 0];
  const length = (list: readonly string[], from: number, to: number): number =>
    list.slice(from, to).reduce((all, one) => all + one.length, 0);
  const replace = (toI: number, toJ: number): void => {
    const gone = length(before, i, toI);
    const come = length(after, j, toJ);
    let at = fresh;
    for (const { length: long, marks } of cut(haveMarks, fresh, fresh + come)) {
      steps.push({ insert: is.slice(at, at + long), attributes: marks });
      at += long;
    }
    if (gone > 0) steps.push({ delete: gone });
    [i, j, old, fresh] = [toI, toJ, old + gone, fresh + come];
  };
  for (const [atI, atJ] of kept) {
    replace(atI, atJ);
    const long = (before[atI] as string).length;
    let from = old;
    for (const piece of cut(hadMarks, old, old + long)) {
      for (const { length: part, marks } of cut(
        haveMarks,
        fresh + from - old,
        fresh + from - old + piece.length,
      ))
        steps.push({ retain: part, attributes: remark(piece.marks, marks) });
      from += piece.length;
    }
    [i, j, old, fresh] = [atI + 1, atJ + 1, old + long, fresh + long];
  }
  replace(before.length, after.length);
  text.applyDelta(steps);
};

const reviseElement = (element: Y.XmlElement, now: Node, wanted: Node): void => {
  for (const [name, value] of Object.entries(wanted.attrs)) {
    if (value === now.attrs[name]) continue;
    if (value === null) element.removeAttribute(name);
    else element.setAttribute(name, value as string);
  }
  reviseChildren(element, wanted);
};

const revisePart = ({ shared, part }: Present, wanted: Part): void => {
  if (part === undefined || isSame(part, wanted)) return;
  if (shared instanceof Y.XmlText && isRun(part) && isRun(wanted)) reviseText(shared, part, wanted);
  if (shared instanceof Y.XmlElement && !isRun(part) && !isRun(wanted))
    reviseElement(shared as Y.XmlElement, part, wanted);
};

/** Makes a block, or the canvas itself, hold what `target` holds. */
export const reviseChildren = (parent: Y.XmlFragment, target: Node): void => {
  const present = presentIn(parent);
  const wanted = partsOf(target);
  const kept = matchEqual<Part | undefined>(
    present.map(({ part }) => part),
    wanted,
    isSame,
  );
  // From the end, so that what comes before keeps its place.
  let [end, endWanted] = [present.length, wanted.length];
  for (const [at, atWanted] of [...kept.reverse(), [-1, -1] as const]) {
    reviseRun(parent, at + 1, present.slice(at + 1, end), wanted.slice(atWanted + 1, endWanted));
    [end, endWanted] = [at, atWanted];
  }
};

const reviseRun = (
  parent: Y.XmlFragment,
  start: number,
  present: readonly Present[],
  wanted: readonly Part[],
): void => {
  if (present.length === 0 && wanted.length === 0) return;
  const had = present.map(({ part }) => count(part === undefined ? [] : wordsOf(textOf(part))));
  const have = wanted.map((part) => count(wordsOf(textOf(part))));
  const pairs = matchAlike(present.length, wanted.length, (x, y) =>
    isOfAKind(present[x]?.part, wanted[y] as Part)
      ? OF_A_KIND + shareOf(had[x] ?? new Map(), have[y] ?? new Map())
      : 0,
  );
  let [end, endWanted] = [present.length, wanted.length];
  for (const [at, atWanted] of [...pairs.reverse(), [-1, -1] as const]) {
    const fresh = wanted.slice(atWanted + 1, endWanted).map(toShared);
    if (end - at > 1) parent.delete(start + at + 1, end - at - 1);
    if (fresh.length > 0) parent.insert(start + at + 1, fresh);
    if (at >= 0) revisePart(present[at] as Present, wanted[atWanted] as Part);
    [end, endWanted] = [at, atWanted];
  }
};
