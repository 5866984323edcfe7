import { ERROR_TABLE, plexiError } from '@plexi/protocol';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { harmlessLine, harmlessText, renderError, renderOutput } from '../../src/command/index.ts';
import { findOperation, type Message, type OperationId } from '../../src/index.ts';

const ID = 'ab'.repeat(32);
const render = (id: OperationId, output: unknown): string => {
  const operation = findOperation(id);
  if (operation === undefined) throw new Error(id);
  return renderOutput(operation, output, { formatTime: (iso) => `at ${iso.slice(0, 10)}` });
};
const message = (fields: Partial<Message>): Message => ({
  id: ID,
  author: 'Ada',
  time: '2026-11-23T10:00:00.000Z',
  text: 'hi',
  state: 'relay',
  kind: 'post',
  authorId: ID,
  own: false,
  clock: 1,
  ...fields,
});

test('messages read as time, author and text', () => {
  expect(render('message.list', [message({}), message({ own: true, state: 'pending', text: 'a\nb' })])).toBe(
    'at 2026-11-23 Ada: hi\nat 2026-11-23 Ada [pending]: a\n    b',
  );
});

test("imported lines say who imported them and keep the file's time", () => {
  const imported = message({ kind: 'import', author: 'alice', time: '10:02', importedBy: 'Ben' });
  expect(render('message.list', [imported])).toBe('10:02 alice [imported by Ben]: hi');
});

test('lists are aligned tables, ids last', () => {
  expect(
    render('channel.list', [
      { id: ID, name: 'general', messages: 3 },
      { id: ID, name: '計画', messages: 12 },
    ]),
  ).toBe(`NAME     MESSAGES  ID\ngeneral  3         ${ID}\n計画     12        ${ID}`);
  expect(render('channel.list', [])).toBe('Nothing here yet.');
});

test('records are lines of key and value; what is not there is left out', () => {
  expect(
    render('sync.status', {
      inSync: false,
      paused: false,
      pendingEntries: 2,
      unreadable: 0,
      relays: [{ device: ID, address: '/ip4/1.2.3.4', connected: true, inSync: false, localOnly: false }],
      devices: [],
    }),
  ).toContain('in sync:          no\npaused:           no\npending entries:  2\n');
  expect(render('space.create', { id: ID, name: 'Lab', state: 'ready', problem: undefined })).not.toContain(
    'problem',
  );
  expect(render('app.quit', {})).toBe('');
});

test('the recovery phrase comes numbered, with a warning', () => {
  const phrase = Array.from({ length: 24 }, (_, i) => `word${i + 1}`).join(' ');
  const text = render('account.create', { state: 'ready', name: 'Ada', profile: '/p', phrase });
  for (let i = 1; i <= 24; i++) expect(text).toMatch(new RegExp(`\\b${i} word${i}\\b`));
  expect(text).toMatch(/shown this once/);
  expect(text.startsWith('state:')).toBe(true);
});

test('a canvas is printed as Markdown', () => {
  expect(render('canvas.show', { markdown: '# a\n\n\u001bb', text: 'a', editors: ['Ada'] })).toBe(
    '# a\n\n<001B>b',
  );
});

test.each([
  ['\u001b[2Jgone', '<001B>[2Jgone'],
  ['a\rb', 'a<000D>b'],
  ['a\u202eb', 'a<202E>b'],
  ['a\u2028b', 'a<2028>b'],
  ['a\u009b1mb', 'a<009B>1mb'],
  ['\ud800x', '<D800>x'],
  ['tab\there', 'tab here'],
  ['Zoë 計画 👩‍🚀', 'Zoë 計画 👩‍🚀'],
])('%j is shown as %j', (text, shown) => {
  expect(harmlessLine(text)).toBe(shown);
});

test('nothing that somebody writes reaches the terminal as a command or a line of its own', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (author, text) => {
      const lines = render('message.list', [message({ author, text })]).split('\n');
      for (const line of lines) expect(line).not.toMatch(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u);
      for (const line of lines.slice(1)) expect(line.startsWith('    ')).toBe(true);
      expect(render('channel.list', [{ id: ID, name: author, messages: 1 }]).split('\n')).toHaveLength(2);
    }),
    { numRuns: 500 },
  );
  expect(harmlessText('a\r\nb\n\nc', '| ')).toBe('a\n| b\n| \n| c');
});

test('an error is its code, what happened and what to do next', () => {
  expect(renderError(plexiError('NOT_FOUND', { detail: 'space "L\u001b"' }))).toBe(
    `NOT_FOUND: There is nothing by that name or id. (space "L<001B>")\n${ERROR_TABLE.NOT_FOUND.next}`,
  );
});
