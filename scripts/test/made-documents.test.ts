import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { describeImports, importsIn, readImports } from '../check/import-diagram.ts';
import { replaceBlock, withoutBlocks } from '../check/made-blocks.ts';
import { pathsNamedIn, unnamedFolders } from '../check/named-paths.ts';
import { describeActs } from '../check/policy-table.ts';
import { ROOT } from '../check/run-tool.ts';

const PAGE = 'before\n<!-- made from the code: x -->\nold\n<!-- end of x -->\nafter\n';

test('a block is replaced between its markers, and what people wrote stays', () => {
  const renewed = replaceBlock(PAGE, 'x', 'new') ?? '';
  expect(renewed).toBe('before\n<!-- made from the code: x -->\n\nnew\n\n<!-- end of x -->\nafter\n');
  expect(replaceBlock(renewed, 'x', 'new')).toBe(renewed);
  expect(replaceBlock(PAGE, 'y', 'new')).toBeUndefined();
  expect(withoutBlocks(PAGE)).toBe('before\n\nafter\n');
});

test('imports are found in whatever form, and the diagram has an arrow for each', () => {
  const source = `import type { A } from '@plexi/peer/host';
export * from '@plexi/ui';
const later = () => import('@plexi/crypto/sealing');
import '@plexi/storage';
const text = '@plexi/none';`;
  expect(importsIn(source)).toEqual(['peer', 'ui', 'crypto', 'storage']);
  expect(readImports().get('packages/ui')).toEqual(new Set(['packages/operations']));
  expect(readImports().get('packages/protocol')).toEqual(new Set());
  expect(describeImports()).toContain('packages_peer --> packages_storage');
});

test('the policy table has a line for each act, with who may and what stands against it', () => {
  expect(describeActs()).toContain('| `relay.unlist` | admin | the relay is not listed |');
});

test('a folder that a page names only in what is made counts as unnamed', () => {
  const page = '`packages/a`\n<!-- made from the code: x -->\n`packages/b`\n<!-- end of x -->\n';
  expect(unnamedFolders(page, ['packages/a', 'packages/b'])).toEqual(['packages/b']);
});

test('paths are taken from code and links, from where the document stands', () => {
  const text = [
    'See `packages/a/src/b.ts`, `src/c.ts`, [this](../x.md#y) and [that](https://example.org).',
    '```sh\ncat `docs/none.md`\n```',
  ].join('\n');
  expect(pathsNamedIn('packages/a/README.md', text)).toEqual([
    'packages/a/src/b.ts',
    'packages/a/src/c.ts',
    'packages/x.md',
  ]);
  expect(pathsNamedIn('docs/a.md', text)).toEqual(['packages/a/src/b.ts', 'x.md']);
});

test('the page of the protocol numbers the frames as the wire does', () => {
  const source = readFileSync(join(ROOT, 'packages/protocol/src/sync/sync-frame.ts'), 'utf8');
  const [, list = ''] = /const KINDS = \[(.*?)\]/s.exec(source) ?? [];
  const kinds = [...list.matchAll(/'([a-z-]+)'/g)].map(([, kind], number) => `| ${number} | \`${kind}\` |`);
  const page = readFileSync(join(ROOT, 'docs/protocol.md'), 'utf8');
  expect(kinds.length).toBeGreaterThan(10);
  expect([...page.matchAll(/^\| \d+ \| `[a-z-]+` \|/gm)].map(([row]) => row)).toEqual(kinds);
});
