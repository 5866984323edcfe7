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
    'abababababab at 2026-11-23 Ada: hi\nabababababab at 2026-11-23 Ada [pending]: a\n    b',
  );
});

test('[A3] what waits to be reviewed is read by asking for it', () => {
  const finding = {
    label: 'toxicity',
    confidence: 0.9,
    tier: 'rules',
    words: ['zorbo'] as string[],
  } as const;
  const withheld = message({ text: 'zorbo', withheld: finding });
  expect(render('message.list', [withheld]).split('\n')[0]).toBe(
    'abababababab at 2026-11-23 Ada: (waits to be reviewed: toxicity; plexi message show abababababab)',
  );
  expect(render('message.show', withheld)).toContain('zorbo');
});

test('what belongs to a message stands under it; of a deleted one nothing', () => {
  const rich = message({
    edited: '2026-11-23T10:01:00.000Z',
    pinned: true,
    files: [{ id: ID, name: 'a\n.txt', type: 'text/plain', size: 1 }],
    poll: {
      options: [{ text: 'Soup', votes: 2, own: false, names: [] }],
      multiple: false,
      closed: false,
      voters: 2,
    },
    reactions: [{ emoji: '👍', count: 2, own: true, names: [] }],
    replies: { count: 1, last: '2026-11-23T10:01:00.000Z', authors: [ID] },
  });
  expect(render('message.show', rich).split('\n')).toEqual([
    'abababababab at 2026-11-23 Ada [edited, pinned]: hi',
    '    file: a<000A>.txt (1 byte)',
    '    option: Soup (2 votes)',
    '    👍 2',
    '    1 reply',
  ]);
  expect(render('message.show', { ...rich, deleted: true, text: '' }).split('\n')).toEqual([
    'abababababab at 2026-11-23 Ada [edited, pinned]: (deleted)',
  ]);
  expect(render('message.show', { ...rich, hidden: true, text: '' })).toMatch(/\(hidden\)$/);
});

test("imported lines say who imported them and keep the file's time", () => {
  const imported = message({ kind: 'import', author: 'alice', time: '10:02', importedBy: 'Ben' });
  expect(render('message.list', [imported])).toBe('abababababab 10:02 alice [imported by Ben]: hi');
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

test('[N5] a sync status says by channel what is pending, where it is stored and who should have what is missing', () => {
  const relay = { device: ID, kind: 'relay', name: '/ip4/1.2.3.4', connected: true } as const;
  const text = render('sync.status', {
    storage: 'ok',
    inSync: false,
    paused: false,
    pendingEntries: 2,
    unreadable: 0,
    missing: 0,
    coming: 40,
    relays: [],
    devices: [],
    channels: [
      {
        channel: ID,
        kind: 'channel',
        name: 'general\u001b[31m',
        mine: 14,
        pending: 2,
        stored: [{ ...relay, entries: 12 }],
        lacking: 1,
        missing: 0,
        unreadable: 0,
        sources: [{ device: ID, kind: 'member', name: 'Ben', connected: false, because: 'wrote' }],
      },
    ],
  });
  expect(text).toContain('in sync:          no');
  expect(text).toMatch(/^coming: +40$/mu);
  expect(text).not.toContain('\u001b');
  const lines = text.slice(text.indexOf('channels:')).split('\n');
  expect(lines[0]).toBe('channels:');
  expect(lines[1]).toMatch(/^ {2}#general.*: 2 entries of yours are pending, 1 entry is not here yet$/);
  expect(lines.slice(2)).toEqual([
    '    stores 12 of your 14: relay /ip4/1.2.3.4',
    '    should have what is missing: Ben, not connected (wrote it)',
  ]);
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
  expect(renderError(plexiError('NOT_FOUND', { detail: 'space' }))).toBe(
    'NOT_FOUND: There is no space by that name or id.\nSee which there are with: plexi space list',
  );
  expect(renderError(plexiError('NOT_FOUND', { detail: 'space "L\u001b"' }))).toBe(
    `NOT_FOUND: There is nothing by that name or id. (space "L<001B>")\n${ERROR_TABLE.NOT_FOUND.next}`,
  );
});

test('what plugins say is said in one language; what one answers stands alone', () => {
  const words = { en: 'Flip 1', ar: 'الرمية 1' };
  expect(render('plugin.run', { said: words })).toBe('Flip 1');
  expect(render('plugin.run', { said: 'Flip\u001b[2J 2' })).toBe('Flip<001B>[2J 2');
  expect(render('plugin.run', {})).toBe('');
  const [operation, row] = [findOperation('plugin.list'), { id: 'coin', name: words, commands: [] }];
  if (operation === undefined) throw new Error('plugin.list');
  expect(renderOutput(operation, [row], { language: 'ar-EG' })).toMatch(/coin +الرمية 1/);
  const summary = { en: 'Flips', ar: 'ترمي' };
  expect(render('plugin.list', [{ ...row, commands: [{ name: 'flip', summary }] }])).toMatch(/flip Flips$/);
});
