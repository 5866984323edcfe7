import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseCommand, renderHelp } from '../../src/command/index.ts';
import { listOperations } from '../../src/index.ts';
import { call, parse } from './parsing.ts';

test.each([
  '--profile ben --json space list',
  'space --profile ben list --json',
  'space list --json --profile=ben',
])('options of every command stand anywhere: %s', (line) => {
  expect(call(line)).toMatchObject({ operation: 'space.list', json: true, profile: 'ben' });
});

test('- stands for standard input where the operation says so', () => {
  expect(call('message send --space L --channel g -')).toMatchObject({
    stdin: 'text',
    input: { space: 'L', channel: 'g' },
  });
  expect(call('account restore --name Ada --phrase -').stdin).toBe('phrase');
  expect(call('channel create --space L -')).toMatchObject({ stdin: undefined, input: { name: '-' } });
});

test('a file is named, not read', () => {
  expect(call('message import --space L --channel g chat.ndjson')).toMatchObject({
    file: { field: 'lines', path: 'chat.ndjson' },
    input: { space: 'L', channel: 'g' },
  });
});

test('a passphrase never comes from the command line', () => {
  expect(call('account create --name Ada --no-passphrase').noPassphrase).toBe(true);
  expect(call('account create --name Ada').noPassphrase).toBe(false);
  expect(parse('account create --name Ada --passphrase x').kind).toBe('wrong');
  expect(parse('space list --no-passphrase').kind).toBe('wrong');
});

test.each([
  ['', /No command/],
  ['--json', /No command/],
  ['space', /space needs a verb: create, join, list, relay, rename, show/],
  ['ai', /ai needs a verb: ask, key, list, log, model, start, status, stop/],
  ['ai key', /ai key needs a verb: create, list, revoke/],
  ['ai key crate', /Did you mean plexi ai key create\?/],
  ['spce list', /Did you mean plexi space list\?/],
  ['space lits', /Did you mean plexi space list\?/],
  ['list space', /Did you mean plexi space list\?/],
  ['relya', /Did you mean plexi relay/],
  ['frobnicate now', /There is no command "frobnicate now"\.$/],
  ['draft key', /There is no command/],
  ['app quit', /There is no command/],
  ['space list extra', /"extra" is one word too many/],
  ['space list --limit 5', /There is no option "--limit" here/],
  ['space list --jsn', /Did you mean --json\?/],
  ['space list --json=1', /--json takes no value/],
  ['space list --profile', /--profile needs a value/],
  ['space list --profile --json', /--profile needs a value/],
  ['space list --profile a --profile b', /given twice/],
  ['space create', /Missing: --name\./],
  ['dm open', /Missing: NAMES\./],
  ['message send --space L', /Missing: TEXT, --channel\./],
  ['message send --space L --channel g a b', /"b" is one word too many/],
  ['message send --space L --channel g a --text b', /text is given twice/],
  ['message send --space L --channel g - --text -', /text is given twice/],
  ['message send --space L --space M --channel g a', /space is given twice/],
  ['message import --space L --channel g', /Missing: LINES/],
  ['message import --space L --channel g a --lines b', /lines is given twice/],
  ['message list --space L --channel g --limit many', /--limit takes a number, not "many"/],
  ["message list --space L --channel g --limit ''", /--limit takes a number/],
  ['message list --space L --channel g --limit 1e3', /--limit takes a number/],
  ['message list --space L --channel g --limit 0x10', /--limit takes a number/],
  ['member role Ben --space L --role owner', /--role takes admin or moderator or member/],
  ['account create --name Ada --phrase words', /There is no option "--phrase"/],
  ['account create --name Ada --no-passphrase=1', /takes no value/],
  ['space list --__proto__ x', /There is no option/],
  ['constructor', /There is no command/],
])('plexi %s is wrong usage', (line, message) => {
  expect(parse(line)).toMatchObject({ kind: 'wrong', message: expect.stringMatching(message) });
});

test('wrong usage names the help that says more', () => {
  expect(parse('message send --space L')).toMatchObject({ hint: 'See plexi message send --help.' });
  expect(parse('message')).toMatchObject({ hint: 'See plexi message --help.' });
  expect(parse('nonsense')).toMatchObject({ hint: 'See plexi --help.' });
});

test.each([
  ['--help', []],
  ['-h', []],
  ['help', []],
  ['help message send', ['message', 'send']],
  ['message --help', ['message']],
  ['message send --help', ['message', 'send']],
  ['message send --nonsense --help', ['message', 'send']],
  ['--json message send -h', ['message', 'send']],
])('plexi %s asks for help', (line, words) => {
  expect(parse(line)).toEqual({ kind: 'help', words });
});

test('--version asks for the version', () => {
  expect(parse('--version')).toEqual({ kind: 'version' });
});

test('every example in the catalogue is a command', () => {
  const examples = listOperations().flatMap((operation) =>
    operation.examples.map((line) => ({ line, id: operation.id })),
  );
  expect(examples.length).toBeGreaterThan(20);
  for (const { line, id } of examples) {
    const command = line.replaceAll('"', "'").replace(/^.*\| /, '');
    expect(command.startsWith('plexi ')).toBe(true);
    expect(call(command.slice('plexi '.length)).operation).toBe(id);
  }
});

test('whatever is typed, parsing ends in a command, help or a sentence', () => {
  const vocabulary = fc.constantFrom(
    ...listOperations().flatMap((operation) => operation.id.split('.')),
    '--version',
    '--json',
    '--profile',
    '--help',
    '-h',
    '--',
    '-',
    '--space',
    '--name=x',
    '--limit',
    '--no-passphrase',
    'help',
    '--=',
    '--=x',
    '__proto__',
    '--__proto__',
    'toString',
    '--constructor=1',
  );
  const command = fc.constantFrom(...listOperations().map((operation) => operation.id.split('.')));
  const kinds = new Set<string>();
  fc.assert(
    fc.property(
      fc.array(
        fc.oneof(
          { weight: 2, arbitrary: command },
          { weight: 3, arbitrary: fc.tuple(vocabulary) },
          { weight: 1, arbitrary: fc.tuple(fc.string({ unit: 'binary' })) },
          { weight: 1, arbitrary: fc.constant(['--version']) },
        ),
        { maxLength: 8 },
      ),
      (words) => {
        const parsed = parseCommand(words.flat());
        kinds.add(parsed.kind);
        const said = parsed.kind === 'wrong' ? parsed.message.length : 100;
        expect(said).toBeGreaterThan(5);
        expect(said).toBeLessThan(400);
        if (parsed.kind === 'help') renderHelp(parsed.words);
        if (parsed.kind === 'call') parsed.operation.input.safeParse(parsed.input);
      },
    ),
    { numRuns: 3000 },
  );
  expect([...kinds].sort()).toEqual(['call', 'help', 'version', 'wrong']);
});
