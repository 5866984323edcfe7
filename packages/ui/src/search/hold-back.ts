/** How results that are being read take what arrives: nothing moves away under the reader. */
import type { SearchHit } from '@plexi/operations';

const idOf = ({ message }: SearchHit): string => message.id;

/**
 * Of newer results, those to hold back for now: the ones that would stand before or between what is shown. What comes
 * after all of it may follow at once, and so may everything where nothing of what was shown is left.
 */
export const holdBack = (shown: readonly SearchHit[], newest: readonly SearchHit[]): ReadonlySet<string> => {
  const known = new Set(shown.map(idOf));
  const last = newest.findLastIndex((hit) => known.has(idOf(hit)));
  return new Set(
    newest
      .slice(0, Math.max(0, last))
      .map(idOf)
      .filter((id) => !known.has(id)),
  );
};
