/** The measured part of the model card, between two marks in it. */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const CARD = path.join(import.meta.dirname, '../../models/moderation/MODEL_CARD.md');
const BEGIN = '<!-- written by npm run train -- moderation -->';
const END = '<!-- end -->';

/** Throws where the card has lost its marks. */
export const writeCard = (lines: readonly string[]): void => {
  const card = readFileSync(CARD, 'utf8');
  const [begin, end] = [card.indexOf(BEGIN), card.indexOf(END)];
  if (begin < 0 || end < begin) throw new Error(`${CARD} has no place for figures`);
  writeFileSync(CARD, `${card.slice(0, begin)}${BEGIN}\n\n${lines.join('\n')}\n\n${card.slice(end)}`);
};
