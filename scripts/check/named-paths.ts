/** What documents say of the checkout: every package and app has its place in the architecture, every path named exists. */
import { existsSync, globSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join, posix } from 'node:path';
import type { Check } from './check.ts';
import { withoutBlocks } from './made-blocks.ts';
import { ROOT } from './run-tool.ts';

const ARCHITECTURE = 'docs/architecture.md';
const DOCUMENTS = [
  'README.md',
  'CHANGELOG.md',
  'docs/*.md',
  'docs/decisions/*.md',
  '{packages,apps}/*/README.md',
];
const FROM_ROOT = /^(packages|apps|e2e|bench|fuzz|simulation|scripts|docs)\/[\w./-]+$/;
const FROM_PACKAGE = /^(src|test)\/[\w./-]+$/;

/** The folders of `folders` that a page does not name by itself, in code. */
export const unnamedFolders = (page: string, folders: readonly string[]): string[] =>
  folders.filter((folder) => !withoutBlocks(page).includes(`\`${folder}\``));

/** Paths that a document names in code or links to, from the checkout's root. */
export function pathsNamedIn(document: string, text: string): string[] {
  const folder = dirname(document).replaceAll('\\', '/');
  const prose = text.replaceAll(/^```.*?^```/gms, '');
  const spans = [...prose.matchAll(/`([^`\n]+)`/g)].map(([, span = '']) => span);
  const links = [...prose.matchAll(/\]\(([^)#\s]+)/g)].map(([, link = '']) => link);
  return [
    ...spans.filter((span) => FROM_ROOT.test(span)),
    ...spans
      .filter((span) => document.endsWith('/README.md') && FROM_PACKAGE.test(span))
      .map((span) => `${folder}/${span}`),
    ...links.filter((link) => !/^[a-z]+:/.test(link)).map((link) => posix.join(folder, link)),
  ];
}

export const namedPathsChecks: readonly Check[] = [
  {
    name: 'architecture names every folder',
    run: async () => {
      const folders = globSync('{packages,apps}/*/package.json', { cwd: ROOT }).map((path) =>
        dirname(path).replaceAll('\\', '/'),
      );
      const page = await readFile(join(ROOT, ARCHITECTURE), 'utf8');
      return unnamedFolders(page, [...folders, 'e2e', 'bench', 'fuzz', 'simulation', 'scripts', 'docs'])
        .map((folder) => `${ARCHITECTURE} does not name \`${folder}\``)
        .join('\n');
    },
  },
  {
    name: 'paths in documents exist',
    run: async () => {
      const problems: string[] = [];
      for (const document of globSync(DOCUMENTS, { cwd: ROOT }).toSorted()) {
        const named = pathsNamedIn(document, await readFile(join(ROOT, document), 'utf8'));
        for (const path of named)
          if (!existsSync(join(ROOT, path))) problems.push(`${document} names ${path}, which does not exist`);
      }
      return problems.join('\n');
    },
  },
];
