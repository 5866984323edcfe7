/**
 * The checks that a tool does: types per runtime, lint, format, import directions, dead code.
 */
import { globSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Check } from './check.ts';
import { problemsOf, ROOT } from './run-tool.ts';

const OUR_FOLDERS = ['packages', 'apps', 'e2e', 'bench', 'scripts'];
const TYPESCRIPT_PROJECTS = '{packages,apps,e2e,bench,scripts}/**/tsconfig.json';

/** One check for each `tsconfig.json`: each is a runtime with globals of its own. */
export function typeChecks(): Check[] {
  const projects = globSync(TYPESCRIPT_PROJECTS, {
    cwd: ROOT,
    exclude: (path) => path.includes('node_modules'),
  });
  return projects.toSorted().map((project) => {
    const folder = dirname(project).replaceAll('\\', '/');
    return {
      name: `types ${folder}`,
      run: () => problemsOf('typescript', 'tsc', ['-p', folder, '--pretty', 'false']),
    };
  });
}

export const toolChecks: readonly Check[] = [
  { name: 'lint', run: () => problemsOf('oxlint', 'oxlint', ['--type-aware', '--deny-warnings']) },
  {
    name: 'format',
    run: () => problemsOf('@biomejs/biome', 'biome', ['ci', '--colors=off', '--reporter=summary', '.']),
  },
  {
    name: 'import directions',
    run: () =>
      problemsOf('dependency-cruiser', 'depcruise', [
        '--config=.dependency-cruiser.cjs',
        '--output-type=err-long',
        ...OUR_FOLDERS,
      ]),
  },
  { name: 'dead code', run: () => problemsOf('knip', 'knip', ['--no-progress', '--no-config-hints']) },
];
