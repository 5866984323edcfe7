/**
 * The checks that a tool does: types per runtime, lint, format, import directions, dead code.
 */
import { existsSync, globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Check } from './check.ts';
import { problemsOf, ROOT } from './run-tool.ts';

const OUR_FOLDERS = ['packages', 'apps', 'plugins', 'e2e', 'bench', 'fuzz', 'simulation', 'scripts'];
const TYPESCRIPT_PROJECTS = `{${OUR_FOLDERS.join(',')}}/**/tsconfig.json`;
/** Where checks keep what they make for themselves. */
const MADE = join(ROOT, '.plexi', 'types');

interface Project {
  folder: string;
  include: string[];
  exclude: string[];
  compilerOptions: { types?: string[] };
}

const readProject = (file: string): Project => {
  const folder = dirname(file).replaceAll('\\', '/');
  const config = JSON.parse(readFileSync(join(ROOT, file), 'utf8')) as Partial<Project>;
  const from = (patterns: string[] = []): string[] => patterns.map((it) => join(ROOT, folder, it));
  const { compilerOptions = {} } = config;
  return { folder, include: from(config.include), exclude: from(config.exclude), compilerOptions };
};

/** Types that only the project's own dependencies hold can be found from its folder alone. */
const standsAlone = ({ compilerOptions: { types = [] } }: Project): boolean =>
  types.some((name) => !existsSync(join(ROOT, 'node_modules', '@types', name)));

const checkAt = (name: string, config: string): Check => ({
  name: `types ${name}`,
  run: () => problemsOf('typescript', 'tsc', ['-p', config, '--pretty', 'false']),
});

/** Checks projects as one program: what they share is read and judged once, instead of once for each. */
const checkTogether = (projects: readonly Project[], place: number): Check => {
  const config = join(MADE, `${place}.json`);
  const program = {
    extends: join(ROOT, 'tsconfig.base.json'),
    compilerOptions: projects[0]?.compilerOptions,
    include: projects.flatMap(({ include }) => include),
    exclude: projects.flatMap(({ exclude }) => exclude),
  };
  mkdirSync(MADE, { recursive: true });
  writeFileSync(config, JSON.stringify(program, undefined, 2));
  return checkAt(`${projects[0]?.folder} and ${projects.length - 1} alike`, config);
};

/** One check for each runtime with globals of its own: the projects that say the same of it. */
export function typeChecks(): Check[] {
  const files = globSync(TYPESCRIPT_PROJECTS, {
    cwd: ROOT,
    exclude: (path) => path.includes('node_modules'),
  });
  const projects = files.toSorted().map(readProject);
  const alike = Map.groupBy(projects, (project) =>
    standsAlone(project) ? project.folder : JSON.stringify(project.compilerOptions),
  );
  return [...alike.values()].map((group, place) => {
    const [first] = group;
    return group.length === 1 && first !== undefined
      ? checkAt(first.folder, first.folder)
      : checkTogether(group, place);
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
