/** The README says what is so: each claim names tests that hold it, and each command that it shows is one. */

import { existsSync, globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { CATALOGUE } from '@plexi/operations';
import { parseCommand } from '@plexi/operations/command';
import { expect, test } from 'vitest';
import { parseStartOptions } from '../../apps/desktop/src/launch/options.ts';
import { REPOSITORY } from '../src/world.ts';

const read = (file: string): string =>
  readFileSync(path.join(REPOSITORY, file), 'utf8').replaceAll('\r\n', '\n');

const README = read('README.md');
/** As it reads, however its lines are broken. */
const README_TEXT = README.replaceAll(/\s+/g, ' ');

interface Claim {
  words: string;
  tests: { file: string; title: string }[];
}

const readClaims = (page: string): Claim[] =>
  page
    .split(/^## /m)
    .slice(1)
    .map((section) => {
      const [words = '', ...lines] = section.split('\n');
      const tests = lines.flatMap((line) => {
        const [, file, title] = /^- `([^`]+)`: (.+)$/.exec(line) ?? [];
        return file === undefined || title === undefined ? [] : [{ file, title }];
      });
      return { words, tests };
    });

/** The rows of the README's table: what it speaks of, and in which state that is. */
const readRows = (page: string): { what: string; state: string }[] =>
  [...page.matchAll(/^\| (.+) \| (works|partly|planned) \|$/gm)].map(([, what = '', state = '']) => ({
    what,
    state,
  }));

interface ShownCommand {
  command: string;
  /** It stands in a sentence, as a name; in a block it is to be typed as it is. */
  isNamed: boolean;
}

const COMMAND = /^(npm (start|test|run)|\.\/plexi|plexi)( [a-z0-9-]|$)/;

/** Command lines in a document: indented or fenced blocks, several on a line too, and code within a sentence. */
const readCommands = (page: string): ShownCommand[] => {
  const spans = [...page.matchAll(/`([^`\n]+)`/g)].map(([, command = '']) => ({ command, isNamed: true }));
  const lines = page
    .split('\n')
    .flatMap((line) => line.trim().split(/ {3,}/))
    .map((command) => ({ command, isNamed: false }));
  return [...spans, ...lines].filter(({ command }) => COMMAND.test(command));
};

/** Splits as a shell would, as far as our examples go. */
const wordsOf = (command: string): string[] =>
  [...command.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? '');

const scripts = (JSON.parse(read('package.json')) as { scripts: Record<string, string> }).scripts;

/** What is wrong with a command, if anything. */
const problemWith = ({ command, isNamed }: ShownCommand): string | undefined => {
  const [program = '', ...args] = wordsOf(command);
  if (program === 'npm') {
    const [verb = '', ...rest] = args;
    const script = verb === 'run' ? (rest.shift() ?? '') : verb;
    if (scripts[script] === undefined) return `there is no script ${script}`;
    const options = parseStartOptions(rest.slice(1));
    return script === 'start' && 'wrong' in options ? options.wrong : undefined;
  }
  if (args.length === 0) return undefined;
  const parsed = parseCommand(args);
  // A sentence may name a command without all that it needs; only what it does say must be right.
  const isWrong = parsed.kind === 'wrong' && !(isNamed && parsed.message.startsWith('Missing: '));
  return isWrong ? parsed.message : undefined;
};

test('has at most 80 lines', () => {
  expect(README.trimEnd().split('\n').length).toBeLessThanOrEqual(80);
});

test('every row that works, wholly or partly, has its claim, and every claim its words in the README', () => {
  const claims = readClaims(read('docs/claims.md'));
  const rows = readRows(README);
  expect(rows.filter(({ state }) => state === 'works').length).toBeGreaterThan(10);
  const claimed = new Set(claims.map(({ words }) => words));
  expect(rows.filter(({ what, state }) => state !== 'planned' && !claimed.has(what))).toEqual([]);
  expect(claims.filter(({ words }) => !README_TEXT.includes(words)).map(({ words }) => words)).toEqual([]);
  expect(new Set(claims.map(({ words }) => words)).size).toBe(claims.length);
});

/** Why a test that a page names is not there, if it is not. */
const missing = ({ file, title }: Claim['tests'][number]): string[] => {
  if (!existsSync(path.join(REPOSITORY, file))) return [`there is no ${file}`];
  // As the source spells it: a quote within quotes has a backslash, and what is appended to a title follows it.
  const spelled = read(file).replaceAll(/\\(['"`])/g, '$1');
  const begun = [`'${title}`, `"${title}`, `\`${title}`].some((opening) => spelled.includes(opening));
  return begun ? [] : [`${file} has no test "${title}"`];
};

test('every claim names tests, and each is there under that title', () => {
  const problems = readClaims(read('docs/claims.md')).flatMap(({ words, tests }) =>
    tests.length === 0 ? [`no test holds: ${words}`] : tests.flatMap(missing),
  );
  expect(problems).toEqual([]);
});

/** What somebody cannot do, with the tests that hold it, or the reason why none does. */
const readCannots = (section: string): { words: string; tests: Claim['tests']; unproved: boolean }[] =>
  section
    .split(/^- /m)
    .slice(1)
    .map((item) => ({
      words: item.split('\n')[0] ?? '',
      tests: [...item.matchAll(/^ {2}- `([^`]+)`: (.+)$/gm)].map(([, file = '', title = '']) => ({
        file,
        title,
      })),
      unproved: /^ {2}- unproved: .{20}/m.test(item),
    }));

test('[K7] the threat model is about everybody who could harm, and each "cannot" has its tests or is called unproved', () => {
  const sections = read('docs/security/threat-model.md').split(/^## /m).slice(1);
  const titles = sections.map((section) => section.split('\n')[0] ?? '').join('\n');
  for (const who of [
    'relay',
    'network',
    'removed member',
    'stolen',
    'malicious admin',
    'AI node',
    'dependency',
  ])
    expect(titles).toContain(who);
  const cannots = sections.flatMap(readCannots);
  expect(cannots.length).toBeGreaterThan(25);
  const problems = cannots.flatMap(({ words, tests, unproved }) =>
    tests.length > 0 === unproved ? [`either tests or "unproved": ${words}`] : tests.flatMap(missing),
  );
  expect(problems).toEqual([]);
});

test('every command in the README and in the documents is one', () => {
  const documents = globSync(['README.md', 'docs/**/*.md', '{packages,apps}/*/README.md'], {
    cwd: REPOSITORY,
  });
  const commands = documents.flatMap((file) => readCommands(read(file)).map((shown) => ({ file, ...shown })));
  expect(commands.filter(({ file }) => file === 'README.md').length).toBeGreaterThan(8);
  const problems = commands.flatMap((shown) => {
    const problem = problemWith(shown);
    return problem === undefined ? [] : [`${shown.file}: ${shown.command}: ${problem}`];
  });
  expect(problems).toEqual([]);
});

test('an invite admits as many people, for as long, as the README says', () => {
  const { uses, days } = CATALOGUE['invite.create'].input.parse({ space: 'Lab' });
  expect(README_TEXT).toContain(`by default ${uses} people within ${days} days.`);
});

test('what it links to and shows is there', () => {
  const links = [...README.matchAll(/\]\(([^)]+)\)/g)].map(([, link = '']) => link);
  expect(links.length).toBeGreaterThan(5);
  expect(links.filter((link) => !existsSync(path.join(REPOSITORY, link)))).toEqual([]);
});
