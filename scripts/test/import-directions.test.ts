import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { ROOT, toolScript } from '../check/run-tool.ts';

/** What the checked-in table says of a checkout with just these files. */
function findViolations(files: Record<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), 'plexi-directions-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  cpSync(join(ROOT, '.dependency-cruiser.cjs'), join(folder, '.dependency-cruiser.cjs'));
  writeFileSync(join(folder, 'package.json'), '{}');
  const folders = [...new Set(Object.keys(files).map((path) => path.split('/')[0] ?? ''))];
  const args = ['--config=.dependency-cruiser.cjs', '--output-type=err', ...folders];
  return spawnSync(process.execPath, [toolScript('dependency-cruiser', 'depcruise'), ...args], {
    cwd: folder,
    encoding: 'utf8',
  }).stdout;
}

const FORBIDDEN = [
  ['directions:packages/protocol', 'packages/protocol/src/a.ts', 'packages/crypto/src/b.ts'],
  ['directions:packages/ui', 'packages/ui/src/a.ts', 'packages/peer/src/b.ts'],
  ['no-app-imports-an-app', 'apps/cli/src/a.ts', 'apps/relay/src/b.ts'],
  ['nothing-imports-apps-or-tests', 'packages/peer/src/a.ts', 'packages/peer/test/b.ts'],
  ['folder-without-a-row', 'packages/novel/src/a.ts', 'packages/protocol/src/c.ts'],
] as const;

test('each import that the table does not allow is found, and so are Node in portable code and a cycle of types', () => {
  const files: Record<string, string> = {};
  for (const [, from, to] of FORBIDDEN) {
    files[from] = `import '${'../'.repeat(from.split('/').length - 1)}${to}';\n`;
    files[to] = 'export {};\n';
  }
  const found = findViolations({
    ...files,
    'packages/operations/src/a.ts': `import 'node:fs';\n`,
    'packages/storage/src/a.ts': `import type { B } from './b.ts';\nexport type A = B;\n`,
    'packages/storage/src/b.ts': `import type { A } from './a.ts';\nexport type B = A;\n`,
  });
  for (const [rule, from, to] of FORBIDDEN) expect(found).toContain(`${rule}: ${from} → ${to}`);
  expect(found).toContain('portable-code-has-no-node: packages/operations/src/a.ts → fs');
  expect(found).toContain('no-cycles: packages/storage/src/a.ts');
});

test('[N4] the relay cannot reach what opens bodies, however indirectly', () => {
  const files = {
    'apps/relay/src/relay.ts': `import '../../../packages/crypto/src/a.ts';\n`,
    'packages/crypto/src/a.ts': `import './sealing/open.ts';\n`,
    'packages/crypto/src/sealing/open.ts': 'export {};\n',
  };
  expect(findViolations(files)).toContain('relay-cannot-open-bodies');
  expect(findViolations({ ...files, 'packages/crypto/src/a.ts': 'export {};\n' })).not.toContain('error');
});

test('[N4] what makes a daemon an AI node is loaded where that is its role, and not beside a relay', () => {
  const role = { 'apps/relay/src/ai/run.ts': 'export {};\n' };
  const loads = (how: string): string => findViolations({ ...role, 'apps/relay/src/main.ts': how });
  expect(loads(`import './ai/run.ts';\n`)).toContain('ai-role-loads-where-chosen');
  expect(loads(`await import('./ai/run.ts');\n`)).not.toContain('error');
});
