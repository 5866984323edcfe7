import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Invocation, type ParsedCommand, parseCommand, renderHelp } from '../../src/command/index.ts';
import { listOperations } from '../../src/index.ts';

/** Splits at spaces, except within single quotes. */
const split = (line: string): string[] =>
  [...line.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? '');
const MESSAGE = 'ab'.repeat(32);
const parse = (line: string): ParsedCommand => parseCommand(split(line));
const call = (line: string): Omit<Invocation, 'operation'> & { operation: string } => {
  const parsed = parse(line);
  if (parsed.kind !== 'call') throw new Error(`${line}: ${JSON.stringify(parsed)}`);
  return { ...parsed, operation: parsed.operation.id };
};

test.each([
  ['account create --name Ada', 'account.create', { name: 'Ada' }],
  ['account show', 'account.show', {}],
  [
    'space create --name Lab --relay /ip4/1.2.3.4/tcp/1',
    'space.create',
    { name: 'Lab', relay: ['/ip4/1.2.3.4/tcp/1'] },
  ],
  ['space create --name Lab --relay a --relay=b', 'space.create', { name: 'Lab', relay: ['a', 'b'] }],
  ['space list', 'space.list', {}],
  ['invite create --space Lab --uses 3 --days 0.5', 'invite.create', { space: 'Lab', uses: 3, days: 0.5 }],
  ['space join plexi://join/abc', 'space.join', { link: 'plexi://join/abc' }],
  ['space join --timeout 0 plexi://join/abc', 'space.join', { link: 'plexi://join/abc', timeout: 0 }],
  ['channel create --space Lab plans', 'channel.create', { space: 'Lab', name: 'plans' }],
  ['channel create plans --space Lab', 'channel.create', { space: 'Lab', name: 'plans' }],
  [
    'message send --space Lab --channel general Hello',
    'message.send',
    { space: 'Lab', channel: 'general', text: 'Hello' },
  ],
  ["message send --space=Lab --channel=a=b ''", 'message.send', { space: 'Lab', channel: 'a=b', text: '' }],
  [
    'message send --space Lab --channel g -- --json',
    'message.send',
    { space: 'Lab', channel: 'g', text: '--json' },
  ],
  ['message send --space Lab --channel g -x', 'message.send', { space: 'Lab', channel: 'g', text: '-x' }],
  [
    'message send --space Lab --channel g --text=--json',
    'message.send',
    { space: 'Lab', channel: 'g', text: '--json' },
  ],
  ["message send --space '' --channel g hi", 'message.send', { space: '', channel: 'g', text: 'hi' }],
  [
    'message list --space Lab --channel general --limit 5',
    'message.list',
    { space: 'Lab', channel: 'general', limit: 5 },
  ],
  [
    'message list --space Lab --channel general --limit -5',
    'message.list',
    { space: 'Lab', channel: 'general', limit: -5 },
  ],
  [
    'message list --space Lab --channel general --no-replies --after X',
    'message.list',
    { space: 'Lab', channel: 'general', replies: false, after: 'X' },
  ],
  [
    'message list --space Lab --channel general --since 2026-03-03T00:00:00Z --limit 1',
    'message.list',
    { space: 'Lab', channel: 'general', since: '2026-03-03T00:00:00Z', limit: 1 },
  ],
  ['message reply X Yes --space Lab', 'message.reply', { space: 'Lab', id: 'X', text: 'Yes' }],
  [
    'message reply --space Lab --channel X Yes',
    'message.reply',
    { space: 'Lab', id: 'X', text: 'Yes', channel: true },
  ],
  ['message edit X No --space Lab', 'message.edit', { space: 'Lab', id: 'X', text: 'No' }],
  ['message delete X --space Lab', 'message.delete', { space: 'Lab', id: 'X' }],
  ['message react X 👍 --space Lab', 'message.react', { space: 'Lab', id: 'X', emoji: '👍' }],
  [
    'message react --remove --space Lab X 👍',
    'message.react',
    { space: 'Lab', id: 'X', emoji: '👍', remove: true },
  ],
  ['message thread X --space Lab', 'message.thread', { space: 'Lab', id: 'X' }],
  ['message history X --space Lab', 'message.history', { space: 'Lab', id: 'X' }],
  ['message show X --space Lab', 'message.show', { space: 'Lab', id: 'X' }],
  ['message pin X --remove --space Lab', 'message.pin', { space: 'Lab', id: 'X', remove: true }],
  ['message pins --channel general --space Lab', 'message.pins', { space: 'Lab', channel: 'general' }],
  [
    "message poll --space Lab --channel g 'Lunch?' --options Soup --options Salad --multiple",
    'message.poll',
    { space: 'Lab', channel: 'g', question: 'Lunch?', options: ['Soup', 'Salad'], multiple: true },
  ],
  [
    'message vote X --choices 0 --choices 2 --space Lab',
    'message.vote',
    { space: 'Lab', id: 'X', choices: ['0', '2'] },
  ],
  ['message close X --space Lab', 'message.close', { space: 'Lab', id: 'X' }],
  [
    "channel topic --space Lab --channel g 'All of it'",
    'channel.topic',
    { space: 'Lab', channel: 'g', topic: 'All of it' },
  ],
  [
    'channel retain --space Lab --channel g --seconds 60',
    'channel.retain',
    { space: 'Lab', channel: 'g', seconds: 60 },
  ],
  [
    "message search 'release notes' --space Lab --from Ben --in general --after 2026-03 --has link",
    'message.search',
    { query: 'release notes', space: 'Lab', from: 'Ben', in: 'general', after: '2026-03', has: 'link' },
  ],
  [
    "message search 'release notes' --space Lab --from Ben --in general --after 2026-03 --has link",
    'message.search',
    { query: 'release notes', space: 'Lab', from: 'Ben', in: 'general', after: '2026-03', has: 'link' },
  ],
  ['member remove --space Lab Ben', 'member.remove', { space: 'Lab', name: 'Ben' }],
  ['member role Ben --role admin --space Lab', 'member.role', { space: 'Lab', name: 'Ben', role: 'admin' }],
  [
    'report create --space Lab 3f9a --reason spam',
    'report.create',
    { space: 'Lab', id: '3f9a', reason: 'spam' },
  ],
  [
    'report close --space Lab 77c0 --outcome hidden',
    'report.close',
    { space: 'Lab', id: '77c0', outcome: 'hidden' },
  ],
  ['sync pause', 'sync.pause', {}],
  ['sync resume', 'sync.resume', {}],
  ['device link --days 0.5', 'device.link', { days: 0.5 }],
  ['device adopt plexi://device/abc', 'device.adopt', { link: 'plexi://device/abc' }],
  ['device remove 3f9a12', 'device.remove', { device: '3f9a12' }],
  ['sync wait --space Lab --timeout 1.5', 'sync.wait', { space: 'Lab', timeout: 1.5 }],
  [
    'relay start --listen /ip4/0.0.0.0/tcp/1 --data ./d',
    'relay.start',
    { listen: '/ip4/0.0.0.0/tcp/1', data: './d' },
  ],
  ['up', 'peer.up', {}],
  ['canvas show --space Lab --channel general', 'canvas.show', { space: 'Lab', channel: 'general' }],
  [
    'canvas show --space Lab --channel general --at 1835008000000001',
    'canvas.show',
    { space: 'Lab', channel: 'general', at: '1835008000000001' },
  ],
  [
    "canvas edit --space Lab --channel general --append '- [ ] cables'",
    'canvas.edit',
    { space: 'Lab', channel: 'general', text: '- [ ] cables', append: true },
  ],
  ['canvas history --space Lab --channel general', 'canvas.history', { space: 'Lab', channel: 'general' }],
  [
    'canvas compare 17 --since 3 --space Lab --channel general',
    'canvas.compare',
    { space: 'Lab', channel: 'general', at: '17', since: '3' },
  ],
  [
    'canvas restore 17 --space Lab --channel general',
    'canvas.restore',
    { space: 'Lab', channel: 'general', at: '17' },
  ],
  [
    'canvas name Agreed --space Lab --channel general',
    'canvas.name',
    { space: 'Lab', channel: 'general', name: 'Agreed' },
  ],
  [
    'file send --space Lab --channel general plan.pdf photo.jpg',
    'file.send',
    { space: 'Lab', channel: 'general', path: ['plan.pdf', 'photo.jpg'] },
  ],
  [
    'file get 4f --space Lab --out a.pdf --force',
    'file.get',
    { space: 'Lab', id: '4f', out: 'a.pdf', force: true },
  ],
  ['file show 4f --space Lab', 'file.show', { space: 'Lab', id: '4f' }],
  [
    'file list --space Lab --channel general --limit 9',
    'file.list',
    { space: 'Lab', channel: 'general', limit: 9 },
  ],
  ['file status --space Lab', 'file.status', { space: 'Lab' }],
  ['file pause --space Lab 4f', 'file.pause', { space: 'Lab', id: '4f' }],
  ['file resume --space Lab 4f', 'file.resume', { space: 'Lab', id: '4f' }],
  ['file cancel --space Lab 4f', 'file.cancel', { space: 'Lab', id: '4f' }],
  ['dm open Ben', 'dm.open', { names: ['Ben'] }],
  ['dm open Ben Cleo --space Lab', 'dm.open', { names: ['Ben', 'Cleo'], space: 'Lab' }],
  ['dm open Ben --space Lab Cleo', 'dm.open', { names: ['Ben', 'Cleo'], space: 'Lab' }],
  ['dm list', 'dm.list', {}],
  ['dm accept abc', 'dm.accept', { dm: 'abc' }],
  ['dm decline abc', 'dm.decline', { dm: 'abc' }],
  [
    'channel create budget --space Lab --private --member Ben --member Cleo',
    'channel.create',
    { space: 'Lab', name: 'budget', private: true, member: ['Ben', 'Cleo'] },
  ],
  [
    'channel add --space Lab --channel budget Ben Cleo',
    'channel.add',
    { space: 'Lab', channel: 'budget', names: ['Ben', 'Cleo'] },
  ],
  [
    'channel remove --space Lab --channel budget Ben',
    'channel.remove',
    { space: 'Lab', channel: 'budget', name: 'Ben' },
  ],
  ['channel members --space Lab --channel budget', 'channel.members', { space: 'Lab', channel: 'budget' }],
  [
    'channel rename --space Lab --channel plans roadmap',
    'channel.rename',
    { space: 'Lab', channel: 'plans', name: 'roadmap' },
  ],
  ['channel archive --space Lab --channel plans', 'channel.archive', { space: 'Lab', channel: 'plans' }],
  ['space rename --space Lab Laboratory', 'space.rename', { space: 'Lab', name: 'Laboratory' }],
  ['presence set dnd', 'presence.set', { status: 'dnd' }],
  ['presence list --space Lab', 'presence.list', { space: 'Lab' }],
  ['unread list', 'unread.list', {}],
  ['unread list --space Lab', 'unread.list', { space: 'Lab' }],
  ['unread read --space Lab --channel g', 'unread.read', { space: 'Lab', channel: 'g' }],
  [
    `unread read --space Lab --channel g --up-to ${MESSAGE}`,
    'unread.read',
    { space: 'Lab', channel: 'g', upTo: MESSAGE },
  ],
  ['unread catchup', 'unread.catchup', {}],
  ['mention list --unread', 'mention.list', { unread: true }],
  [`message save --space Lab ${MESSAGE}`, 'message.save', { space: 'Lab', id: MESSAGE }],
  ['message saved', 'message.saved', {}],
  [
    `message hide ${MESSAGE} --space Lab --remove`,
    'message.hide',
    { space: 'Lab', id: MESSAGE, remove: true },
  ],
  ['account block Mallory --space Lab', 'account.block', { space: 'Lab', name: 'Mallory' }],
  ['account unblock Mallory --space Lab', 'account.unblock', { space: 'Lab', name: 'Mallory' }],
  ['account blocked', 'account.blocked', {}],
  [
    'channel mute --space Lab --channel g --level mentions',
    'channel.mute',
    { space: 'Lab', channel: 'g', level: 'mentions' },
  ],
  ['channel notify --space Lab', 'channel.notify', { space: 'Lab' }],
  [
    "message schedule --space Lab --channel g --at 2026-12-24T18:00:00Z 'Merry Christmas'",
    'message.schedule',
    { space: 'Lab', channel: 'g', at: '2026-12-24T18:00:00Z', text: 'Merry Christmas' },
  ],
  ['scheduled list', 'scheduled.list', {}],
  [`scheduled edit ${MESSAGE} --text later`, 'scheduled.edit', { id: MESSAGE, text: 'later' }],
  [`scheduled cancel ${MESSAGE}`, 'scheduled.cancel', { id: MESSAGE }],
  ['profile show --space Lab --account Ben', 'profile.show', { space: 'Lab', account: 'Ben' }],
  ["profile set --title 'Harbour master'", 'profile.set', { title: 'Harbour master' }],
  ['settings get theme', 'settings.get', { key: 'theme' }],
  ['settings set theme dark', 'settings.set', { key: 'theme', value: 'dark' }],
])('plexi %s', (line, operation, input) => {
  expect(call(line)).toMatchObject({ operation, input, json: false, profile: undefined });
  expect(Object.keys(call(line).input).sort()).toEqual(Object.keys(input).sort());
});

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
  ['member role Ben --space L --role owner', /--role takes admin or member/],
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
  const kinds = new Set<string>();
  fc.assert(
    fc.property(
      fc.array(
        fc.oneof(
          { weight: 4, arbitrary: vocabulary },
          { weight: 1, arbitrary: fc.string({ unit: 'binary' }) },
        ),
        { maxLength: 8 },
      ),
      (args) => {
        const parsed = parseCommand(args);
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
