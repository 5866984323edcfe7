/**
 * What documents promise about themselves: the README's length, that what is made from the code says what the code does, and
 * that what they name is there.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ERROR_TABLE } from '../../packages/protocol/src/errors.ts';
import type { Check } from './check.ts';
import { madeBlocksCheck, writeMadeBlocks } from './made-blocks.ts';
import { namedPathsChecks } from './named-paths.ts';
import { ROOT } from './run-tool.ts';

const README_LINES = 80;
const ERRORS_PAGE = join(ROOT, 'docs', 'errors.md');

/** The page of errors, as the table says them. */
export function describeErrors(): string {
  const rows = Object.entries(ERROR_TABLE)
    .toSorted(([left], [right]) => (left < right ? -1 : 1))
    .map(([code, { owner, message, next }]) => `| \`${code}\` | ${owner} | ${message} | ${next} |`);
  return [
    '# Errors',
    '',
    'Every error has a stable code, an owner (who can do something about it) and a next step. This page is made from',
    '`packages/protocol/src/errors.ts` by `npm run check -- --fix`, and checked against it.',
    '',
    '| code | owner | what happened | what to do |',
    '| --- | --- | --- | --- |',
    ...rows,
    '',
  ].join('\n');
}

/** Writes what is made from the code: the page of errors, and the parts of other pages. */
export async function writeDocuments(): Promise<void> {
  await writeFile(ERRORS_PAGE, describeErrors());
  await writeMadeBlocks();
}

const codesOf = (page: string): Set<string> =>
  new Set([...page.matchAll(/^\| `([A-Z0-9_]+)` \|/gm)].map(([, code = '']) => code));

/** What differs between the page and the table, both ways; empty where they say the same. */
export function compareErrorsPage(page: string): string {
  if (page.replaceAll('\r\n', '\n') === describeErrors()) return '';
  const written = codesOf(page);
  const known = codesOf(describeErrors());
  return [
    ...[...known].filter((code) => !written.has(code)).map((code) => `docs/errors.md lacks ${code}`),
    ...[...written]
      .filter((code) => !known.has(code))
      .map((code) => `docs/errors.md has ${code}, which no longer exists`),
    'docs/errors.md differs from packages/protocol/src/errors.ts: run `npm run check -- --fix`',
  ].join('\n');
}

async function checkReadme(): Promise<string> {
  const text = await readFile(join(ROOT, 'README.md'), 'utf8').catch(() => undefined);
  if (text === undefined) return 'there is no README.md';
  const lines = text.trimEnd().split('\n').length;
  return lines > README_LINES ? `README.md has ${lines} lines; at most ${README_LINES} are allowed` : '';
}

const checkErrorsPage = async (): Promise<string> =>
  compareErrorsPage(await readFile(ERRORS_PAGE, 'utf8').catch(() => ''));

export const documentChecks: readonly Check[] = [
  { name: 'readme', run: checkReadme },
  { name: 'error codes documented', run: checkErrorsPage },
  madeBlocksCheck,
  ...namedPathsChecks,
];
