/** Which of several matches is the better one. */
import { markMatches, type Phrase, wordsOf } from '@plexi/storage';

/** Whole words count more than beginnings, words that stand together more than scattered ones, short texts more than long. */
export const rankText = (text: string, phrases: readonly Phrase[]): number => {
  const words = wordsOf(text);
  const tokens = new Set(words.map(({ token }) => token));
  const whole = phrases.filter(({ tokens: wanted }) => wanted.every((token) => tokens.has(token))).length;
  const marks = markMatches(text, phrases);
  const spread = (marks.at(-1)?.[1] ?? 0) - (marks[0]?.[0] ?? 0);
  const covered = marks.reduce((sum, [from, to]) => sum + to - from, 0);
  return whole + covered / Math.max(1, spread) + 1 / Math.sqrt(1 + words.length);
};
