/** Help texts, made from the catalogue. */
import { ERROR_TABLE } from '@plexi/protocol';
import type { AnyOperation } from '../catalogue.ts';
import { type Field, fieldsOf, setsPassphrase } from './field.ts';
import { quote, type WrongUsage, wrong } from './parsed.ts';
import { alignRows } from './table.ts';
import { commandsUnder, findCommand, listCommands, wordsOf } from './words.ts';

const COMMON_ROWS = [
  ['--profile NAME_OR_PATH', 'Which profile: a name, or a path with / or a leading dot (default: default)'],
  ['--json', 'Print exactly one JSON document'],
  ['--help', 'Print help'],
];

const indent = (lines: readonly string[]): string[] => lines.map((line) => `  ${line}`);

const callOf = (operation: AnyOperation): string => ['plexi', ...wordsOf(operation)].join(' ');

const placeholder = (field: Field): string =>
  field.kind === 'choice'
    ? field.choices.join('|')
    : field.kind === 'number'
      ? 'N'
      : field.option.toUpperCase();

const optionOf = (field: Field): string => {
  if (field.kind === 'switch') return `--[no-]${field.option}`;
  return `--${field.option} ${placeholder(field)}`;
};

const isPlaced = (operation: AnyOperation, field: Field): boolean =>
  operation.command?.positional?.includes(field.name) === true;

const usageOf = (operation: AnyOperation): string => {
  const fields = fieldsOf(operation);
  const bracket = (field: Field, text: string): string =>
    `${field.required ? text : `[${text}]`}${field.kind === 'list' ? '…' : ''}`;
  const options = fields
    .filter((field) => !isPlaced(operation, field))
    .map((field) => bracket(field, optionOf(field)));
  const places = fields
    .filter((field) => isPlaced(operation, field))
    .map((field) => bracket(field, placeholder(field)));
  return [
    callOf(operation),
    ...options,
    ...(setsPassphrase(operation) ? ['[--no-passphrase]'] : []),
    ...places,
  ].join(' ');
};

const describe = (operation: AnyOperation, field: Field): string => {
  const { stdin, file } = operation.command ?? {};
  const notes = [
    ...(field.fallback === undefined ? [] : [`default: ${field.fallback}`]),
    ...(field.kind === 'list' ? ['may be repeated'] : []),
    ...(stdin === field.name && !field.description.includes('standard input')
      ? ['- reads standard input']
      : []),
    ...(file === field.name ? ['- reads standard input'] : []),
  ];
  return [field.description, notes.length === 0 ? '' : `(${notes.join('; ')})`]
    .filter((part) => part !== '')
    .join(' ');
};

const renderCommand = (operation: AnyOperation): string => {
  const rows = fieldsOf(operation).map((field) => [
    isPlaced(operation, field) ? placeholder(field) : optionOf(field),
    describe(operation, field),
  ]);
  if (setsPassphrase(operation))
    rows.push([
      '--no-passphrase',
      'Keep the key in a file that only you can read. Else a terminal is asked, or PLEXI_PASSPHRASE taken',
    ]);
  const errors = operation.errors.map((code) => [code, ERROR_TABLE[code].message]);
  return [
    `${operation.summary}.`,
    '',
    `Usage: ${usageOf(operation)}`,
    ...(rows.length === 0 ? [] : ['', ...indent(alignRows(rows))]),
    '',
    'Options of every command:',
    ...indent(alignRows(COMMON_ROWS)),
    ...(errors.length === 0 ? [] : ['', 'Errors:', ...indent(alignRows(errors))]),
    ...(operation.examples.length === 0 ? [] : ['', 'Examples:', ...indent(operation.examples)]),
  ].join('\n');
};

const renderList = (operations: readonly AnyOperation[]): string[] =>
  indent(alignRows(operations.map((operation) => [callOf(operation), operation.summary])));

const renderEverything = (): string =>
  [
    'PlexiChat from the command line: team chat with no server to trust.',
    '',
    'Usage: plexi COMMAND [options]',
    '',
    ...renderList(listCommands()),
    '',
    'Options of every command:',
    ...indent(alignRows([...COMMON_ROWS, ['--version', 'Print the version']])),
    '',
    'A value that begins with -- is written --option=VALUE; behind a bare -- everything is taken by place.',
    'Exit status: 0 done, 1 an error (its code is on standard error), 2 wrong usage.',
    'plexi COMMAND --help says more about a command.',
  ].join('\n');

/** The help on `words`: a command, a group of commands, or everything. */
export const renderHelp = (words: readonly string[]): string | WrongUsage => {
  if (words.length === 0) return renderEverything();
  const operation = findCommand(words);
  if (operation !== undefined) return renderCommand(operation);
  const group = commandsUnder(words);
  if (group.length === 0) return wrong(`There is no command ${quote(words.join(' '))}.`);
  return [`Commands of ${words.join(' ')}:`, '', ...renderList(group)].join('\n');
};
