/**
 * Makes the table of lookalike characters from Unicode's confusables.txt (UTS #39), gzipped:
 *     node scripts/make-confusables.ts ../shared/data/hostile/unicode/confusables-14.0.0.txt.gz
 * What compatibility decomposition (NFKD) already leads to is left out, so that the rest is small.
 */
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';

const [source] = process.argv.slice(2);
if (source === undefined) throw new Error('usage: node scripts/make-confusables.ts FILE');
const lines = gunzipSync(await readFile(source))
  .toString('utf8')
  .split('\n');

const fromHex = (codes: string): string =>
  String.fromCodePoint(
    ...codes
      .trim()
      .split(/\s+/u)
      .map((code) => Number.parseInt(code, 16)),
  );
const all = new Map<string, string>();
for (const line of lines) {
  const match = /^([0-9A-F]+) ;\t([0-9A-F ]+) ;/u.exec(line);
  if (match !== null) all.set(fromHex(match[1] ?? ''), fromHex(match[2] ?? ''));
}
const mapEach = (text: string): string => Array.from(text, (sign) => all.get(sign) ?? sign).join('');
/** Whether a character comes to the same prototype without an entry of its own. */
const isImplied = (sign: string, target: string): boolean => {
  const parts = sign.normalize('NFKD');
  return (
    parts !== sign && mapEach(parts).normalize('NFD') === mapEach(target.normalize('NFD')).normalize('NFD')
  );
};

const byTarget = new Map<string, string[]>();
for (const [sign, target] of all)
  if (!isImplied(sign, target)) byTarget.set(target, [...(byTarget.get(target) ?? []), sign]);

const escape = (text: string): string =>
  Array.from(text, (sign) =>
    /[\p{C}\p{M}\p{Z}\\`$\p{Bidi_Control}]/u.test(sign) ? `\\u{${sign.codePointAt(0)?.toString(16)}}` : sign,
  ).join('');
const rows = [...byTarget].map(([target, signs]) => `${escape(target)}\\u{1}${escape(signs.join(''))}`);
const out = path.join(import.meta.dirname, '../packages/protocol/src/confusables/table.ts');
const text = `/**
 * Made by scripts/make-confusables.ts from confusables.txt 14.0.0 (UTS #39), © 1991-2021 Unicode, Inc., under the
 * Unicode licence (https://www.unicode.org/license.txt). A prototype, U+0001, the characters that look like it, U+0002.
 */
export const CONFUSABLES = \`${rows.join('\\u{2}')}\`;
`;
await writeFile(out, text);
process.stdout.write(
  `${all.size} pairs, ${[...byTarget.values()].flat().length} kept, ${Buffer.byteLength(text)} bytes\n`,
);
