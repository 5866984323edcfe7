/** The part of a text that shows why it was found. */
import { type Mark, markMatches, type Phrase } from '@plexi/storage';

export interface Snippet {
  text: string;
  marks: [number, number][];
}

const LENGTH = 240;
/** Of these, before the first thing found. */
const LEAD = 60;
const MARKS = 32;
const CUT = '…';

/** The nearest place at or after `at` where nothing is torn: behind a space if there is one near, never in a character. */
const placeToCut = (text: string, at: number): number => {
  if (at <= 0) return 0;
  if (at >= text.length) return text.length;
  const space = text.slice(at, at + LEAD / 2).search(/\s/u);
  const place = space < 0 ? at : at + space + 1;
  const unit = text.charCodeAt(place);
  return unit >= 0xdc00 && unit <= 0xdfff ? place + 1 : place;
};

/** About 240 signs around the first match, its lines run together. */
export const makeSnippet = (text: string, phrases: readonly Phrase[]): Snippet => {
  const found = markMatches(text, phrases);
  const first = found[0]?.[0] ?? 0;
  const start = text.length <= LENGTH || first <= LEAD ? 0 : placeToCut(text, first - LEAD);
  const end = placeToCut(text, start + LENGTH);
  const head = start > 0 ? CUT : '';
  const shown = `${head}${text.slice(start, end).replace(/\s/gu, ' ')}${end < text.length ? CUT : ''}`;
  const shift = head.length - start;
  const inside = ([from, to]: Mark): boolean => from >= start && to <= end;
  const marks = found.filter(inside).slice(0, MARKS);
  return { text: shown, marks: marks.map(([from, to]) => [from + shift, to + shift]) };
};
