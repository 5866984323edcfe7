/** Which characters look alike (UTS #39). An entry point of its own: the table is large and most code does without it. */
import { CONFUSABLES } from './table.ts';

/** From a character to what it looks like. What compatibility decomposition (NFKD) leads to by itself is not in it. */
export const readConfusables = (): ReadonlyMap<string, string> => {
  const found = new Map<string, string>();
  for (const row of CONFUSABLES.split('\u0002')) {
    const [prototype = '', signs = ''] = row.split('\u0001');
    for (const sign of signs) found.set(sign, prototype);
  }
  return found;
};
