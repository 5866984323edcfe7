/** What an account looks like without a picture: derived from its id, so that lookalike names look different. */

export interface Pattern {
  /** Degrees on the OKLCH hue circle. */
  hue: number;
  /** For each cell of a 3 by 3 grid, which corner its quarter circle hangs from (0 to 3), or nothing. */
  cells: readonly (0 | 1 | 2 | 3 | undefined)[];
}

const byteAt = (id: string, index: number): number =>
  Number.parseInt(id.slice(index * 2, index * 2 + 2), 16) || 0;

/** `id` is hexadecimal, at least 20 digits. */
export const derivePattern = (id: string): Pattern => ({
  hue: Math.round((byteAt(id, 0) / 256) * 360),
  cells: Array.from({ length: 9 }, (_, cell) => {
    const byte = byteAt(id, cell + 1);
    return byte % 5 === 4 ? undefined : (((byte >> 3) % 4) as 0 | 1 | 2 | 3);
  }),
});

/** Which of the eight accents a space has. */
export const deriveAccent = (id: string): number => byteAt(id, 3) % 8;

const LETTERS = new Intl.Segmenter();

/** Up to two letters that stand for a name. */
export const takeInitials = (name: string): string => {
  const words = name
    .trim()
    .split(/[\s._-]+/u)
    .filter((word) => /[\p{L}\p{N}]/u.test(word));
  const letters = (words.length > 1 ? [words[0], words.at(-1)] : [words[0]]).map(
    (word) => [...LETTERS.segment(word ?? '')][0]?.segment ?? '',
  );
  return letters.join('').toLocaleUpperCase() || '·';
};
