/** Aligned columns. */

/** East Asian wide and emoji blocks take two columns (Unicode TR 11, roughly); marks and joiners none. */
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u;
const WIDTHLESS = /[\p{Mn}\p{Me}\u200b-\u200d]/u;

const columnsOf = (text: string): number => {
  let columns = 0;
  for (const character of text) columns += WIDTHLESS.test(character) ? 0 : WIDE.test(character) ? 2 : 1;
  return columns;
};

/** `text` filled up with spaces to `columns`. */
const pad = (text: string, columns: number): string =>
  text + ' '.repeat(Math.max(0, columns - columnsOf(text)));

/** Rows with their columns aligned, two spaces apart, without trailing spaces. */
export const alignRows = (rows: readonly (readonly string[])[]): string[] => {
  const widths: number[] = [];
  for (const row of rows)
    row.forEach((cell, i) => {
      widths[i] = Math.max(widths[i] ?? 0, columnsOf(cell));
    });
  return rows.map((row) =>
    row
      .map((cell, i) => (i === row.length - 1 ? cell : pad(cell, widths[i] ?? 0)))
      .join('  ')
      .trimEnd(),
  );
};
