/** Who imports whom, read from the sources, as a Mermaid diagram. */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './run-tool.ts';

const SOURCES = '{packages,apps}/*/src/**/*.{ts,tsx,mjs}';
const IMPORTED = /(?:from|import)\s*\(?\s*'@plexi\/([a-z-]+)/g;

/** Our packages that a source imports, by name. */
export const importsIn = (source: string): string[] =>
  [...source.matchAll(IMPORTED)].map(([, name = '']) => name);

/** Which of our packages each folder under `packages` and `apps` imports. */
export function readImports(): Map<string, Set<string>> {
  const imports = new Map<string, Set<string>>();
  for (const path of globSync(SOURCES, { cwd: ROOT }).toSorted()) {
    const [kind, name] = path.split(/[\\/]/);
    const folder = `${kind}/${name}`;
    const found = imports.get(folder) ?? new Set();
    imports.set(folder, found);
    for (const imported of importsIn(readFileSync(join(ROOT, path), 'utf8')))
      if (imported !== name) found.add(`packages/${imported}`);
  }
  return imports;
}

const nodeOf = (folder: string): string => folder.replaceAll(/\W/g, '_');

/** The diagram: an arrow from each folder to those that it imports. */
export function describeImports(): string {
  const imports = readImports();
  const lines = [...imports.keys()].map((folder) => `  ${nodeOf(folder)}["${folder}"]`);
  for (const [folder, found] of imports)
    for (const imported of [...found].toSorted()) lines.push(`  ${nodeOf(folder)} --> ${nodeOf(imported)}`);
  return ['```mermaid', 'flowchart TD', ...lines, '```'].join('\n');
}
