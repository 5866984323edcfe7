/**
 * Makes the names and words of emoji in a language that emojibase-data lacks, from Unicode's CLDR as npm has it:
 *     npm pack cldr-annotations-full@48.2.0 cldr-annotations-derived-full@48.2.0, unpacked over one another, then
 *     node scripts/make-emoji-names.ts ar FOLDER/package
 */
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';

const [language, folder] = process.argv.slice(2);
if (language === undefined || folder === undefined)
  throw new Error('usage: node scripts/make-emoji-names.ts LANGUAGE FOLDER');
const ui = path.join(import.meta.dirname, '../packages/ui');

interface Annotation {
  default?: string[];
  tts?: string[];
}
const read = async (file: string): Promise<unknown> => JSON.parse(await readFile(file, 'utf8'));
const annotations = async (kind: 'annotations' | 'annotationsDerived') => {
  const file = path.join(folder, kind, language, 'annotations.json');
  const held = (await read(file)) as Record<string, { annotations: Record<string, Annotation> }>;
  return Object.entries(held[kind]?.annotations ?? {});
};
const all = new Map([...(await annotations('annotationsDerived')), ...(await annotations('annotations'))]);
const picked = (await read(path.join(ui, 'node_modules/emojibase-data/en/compact.json'))) as {
  unicode: string;
}[];
const rows = picked.flatMap(({ unicode }) => {
  const sign = unicode.replaceAll('\u{fe0f}', '');
  const found = all.get(sign);
  const [name] = found?.tts ?? [];
  if (name === undefined) return [];
  const words = (found?.default ?? []).filter((word) => word !== name);
  return [[sign, [name, ...words].join('|')]];
});
const text = `${JSON.stringify(Object.fromEntries(rows), undefined, 2)}\n`;
await writeFile(path.join(ui, `src/emoji/names-${language}.json`), text);
process.stdout.write(`${rows.length} of ${picked.length} emoji, ${Buffer.byteLength(text)} bytes\n`);
