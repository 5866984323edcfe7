/**
 * Parts of documents that are made from the code. Each stands between two markers; `npm run check -- --fix` writes them anew,
 * and the check fails where one says something else than the code does.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Check } from './check.ts';
import { describeImports } from './import-diagram.ts';
import { describeActs } from './policy-table.ts';
import { ROOT } from './run-tool.ts';

interface MadeBlock {
  file: string;
  name: string;
  make: () => string;
}

const BLOCKS: readonly MadeBlock[] = [
  { file: 'docs/architecture.md', name: 'imports', make: describeImports },
  { file: 'docs/protocol.md', name: 'acts', make: describeActs },
];

const begin = (name: string): string => `<!-- made from the code: ${name} -->`;
const end = (name: string): string => `<!-- end of ${name} -->`;

/** `text` with the block's content replaced, or `undefined` where its markers are not there. */
export function replaceBlock(text: string, name: string, content: string): string | undefined {
  const from = text.indexOf(begin(name));
  const to = text.indexOf(end(name));
  if (from < 0 || to < from) return undefined;
  return `${text.slice(0, from)}${begin(name)}\n\n${content}\n\n${text.slice(to)}`;
}

/** The document without what is made: what people wrote. */
export const withoutBlocks = (text: string): string =>
  text.replaceAll(/<!-- made from the code: (\S+) -->.*?<!-- end of \1 -->/gs, '');

/** Writes every block anew. */
export async function writeMadeBlocks(): Promise<void> {
  for (const { file, name, make } of BLOCKS) {
    const path = join(ROOT, file);
    const text = await readFile(path, 'utf8');
    const renewed = replaceBlock(text, name, make());
    if (renewed !== undefined && renewed !== text) await writeFile(path, renewed);
  }
}

export const madeBlocksCheck: Check = {
  name: 'documents made from the code',
  run: async () => {
    const problems: string[] = [];
    for (const { file, name, make } of BLOCKS) {
      const text = (await readFile(join(ROOT, file), 'utf8')).replaceAll('\r\n', '\n');
      const renewed = replaceBlock(text, name, make());
      if (renewed === undefined) problems.push(`${file} lacks the markers of ${name}`);
      else if (renewed !== text)
        problems.push(`${file}: ${name} is out of date: run \`npm run check -- --fix\``);
    }
    return problems.join('\n');
  },
};
