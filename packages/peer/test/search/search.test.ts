import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  callOperation,
  type OperationId,
  type OperationInput,
  type OperationOutput,
} from '@plexi/operations';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openPeer, type Peer } from '../../src/index.ts';

const PLEXI_DATA = process.env['PLEXI_DATA'] ?? path.resolve('../shared/data');

let folder = '';
let peer: Peer;
const call = async <Id extends OperationId>(
  id: Id,
  input: OperationInput<Id>,
): Promise<OperationOutput<Id>> =>
  (await callOperation(peer.handlers, id, input, {
    id: 'test',
    signal: new AbortController().signal,
  })) as OperationOutput<Id>;

type Wanted = Partial<OperationInput<'message.search'>>;
const search = (query: string, more: Wanted = {}) => call('message.search', { query, ...more });
const found = async (query: string, more: Wanted = {}): Promise<string[]> =>
  (await search(query, more)).results.map(({ message }) => message.text);

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'plexi-search-'));
  peer = await openPeer({ profile: path.join(folder, 'ada') });
  await call('account.create', { name: 'Ada' });
  for (const name of ['Lab', 'Club']) await call('space.create', { name, relay: [] });
  await call('channel.create', { space: 'Lab', name: 'plans' });
  const say = (space: string, channel: string, text: string) =>
    call('message.send', { space, channel, text });
  await say('Lab', 'general', 'The release is planned for spring');
  await say('Lab', 'plans', 'release notes: https://example.org/notes');
  await say('Club', 'general', 'no release party this year');
  const lines = [
    { author: 'ben', time: '2025-04-02T10:00:00Z', text: 'a release from last spring' },
    { author: 'Cy', time: '2024-12-31T23:00:00Z', text: 'an old release' },
  ];
  await call('message.import', {
    space: 'Lab',
    channel: 'general',
    lines: lines.map((line) => JSON.stringify(line)).join('\n'),
  });
});
afterAll(async () => {
  await peer.close();
  await rm(folder, { recursive: true, force: true });
});

describe('[A5] a search', () => {
  test('finds what was just written, everywhere or in one space, newest first by the time it shows', async () => {
    const { results, indexed, cursor } = await search('release');
    expect(results.map(({ message, place }) => [place, message.text])).toEqual([
      ['general', 'no release party this year'],
      ['plans', 'release notes: https://example.org/notes'],
      ['general', 'The release is planned for spring'],
      ['general', 'a release from last spring'],
      ['general', 'an old release'],
    ]);
    expect(indexed.done).toBe(indexed.total);
    expect(cursor).toBeUndefined();
    expect(await found('release', { space: 'Club' })).toEqual(['no release party this year']);
  });

  test.each([
    ['rel spr', { space: 'Lab' }, []],
    ['release spr', { space: 'Lab' }, ['The release is planned for spring', 'a release from last spring']],
    ['"release from"', {}, ['a release from last spring']],
    ['release -spring -party has:link', {}, ['release notes: https://example.org/notes']],
    ['release in:plans', {}, ['release notes: https://example.org/notes']],
    ['release', { in: '#plans', space: 'Lab' }, ['release notes: https://example.org/notes']],
    ['release from:ben', {}, ['a release from last spring']],
    ['from:"Cy"', {}, ['an old release']],
    ['release from:nobody', {}, []],
    ['party from:@Ada', {}, ['no release party this year']],
    ['party from:me', {}, ['no release party this year']],
    ['release before:2025', {}, ['an old release']],
    ['release after:2025-04 before:2025-05', {}, ['a release from last spring']],
    ['release', { after: '2025-04-02', before: '2025-04-03' }, ['a release from last spring']],
    ['', {}, []],
    ['   ', {}, []],
    ['!!! ---', {}, []],
  ] as const)('%s %j', async (query, more, texts) => {
    const texts_ = await found(query, more);
    expect([...texts_].sort()).toEqual([...texts].sort());
  });

  test('marks what it found, and nothing of the text becomes anything else', async () => {
    const [hit] = (await search('notes release', { in: 'plans' })).results;
    const { text = '', marks = [] } = hit?.snippet ?? {};
    expect(marks.map(([from, to]) => text.slice(from, to))).toEqual(['release', 'notes', 'notes']);
    expect(text).toBe(hit?.message.text);
  });

  test('comes in pages', async () => {
    const first = await search('release', { limit: 2 });
    expect(first.results.length).toBe(2);
    const rest = await search('release', { limit: 10, cursor: first.cursor });
    expect([...first.results, ...rest.results].map(({ message }) => message.id)).toEqual(
      (await search('release')).results.map(({ message }) => message.id),
    );
  });

  test('puts the best match first where that is wanted', async () => {
    const [best] = await found('an old release', { order: 'best' });
    expect(best).toBe('an old release');
  });

  test('[L4] goes by what a message says now, and finds nothing of a deleted one', async () => {
    const { id } = await call('message.send', { space: 'Lab', channel: 'plans', text: 'the tyger burning' });
    await call('message.edit', { space: 'Lab', id, text: 'the tiger sleeping' });
    expect(await found('tyger')).toEqual([]);
    expect(await found('tyger -tiger')).toEqual([]);
    expect(await found('the tiger')).toEqual(['the tiger sleeping']);
    await call('message.delete', { space: 'Lab', id });
    expect(await found('tiger')).toEqual([]);
    expect(await found('in:plans from:me')).toEqual(['release notes: https://example.org/notes']);
    const other = await call('message.send', {
      space: 'Lab',
      channel: 'plans',
      text: 'a lion for all but me',
    });
    await call('message.hide', { space: 'Lab', id: other.id });
    expect(await found('lion')).toEqual([]);
    expect(await found('in:plans from:me')).toEqual(['release notes: https://example.org/notes']);
  });

  test.each([
    ['release after:yesterday', /dates are 2026, 2026-03/],
    ['release before:2026-02-30', /dates are/],
    ['release has:pictures', /has: takes file or link/],
    ['release -from:ben', /not possible/],
  ])('%s is refused with a reason', async (query, reason) => {
    await expect(search(query)).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      message: expect.stringMatching(reason),
    });
  });

  test('[L6] takes so many words and so long a text', async () => {
    await expect(search(Array.from({ length: 33 }, () => 'ab').join(' '))).rejects.toMatchObject({
      code: 'TOO_LARGE',
    });
    await expect(search('a'.repeat(513))).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    await expect(search('a', { limit: 101 })).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    await expect(search('a', { wait: 61 })).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    await expect(search('release in:nowhere')).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  test('no naughty string is more than words', async ({ skip }) => {
    const file = path.join(PLEXI_DATA, 'hostile/strings/blns.json');
    const content = await readFile(file, 'utf8').catch(() => skip(`no ${file}`));
    for (const text of JSON.parse(content) as string[]) {
      const query = text.slice(0, 500);
      const outcome = await search(query, { wait: 0 }).then(
        ({ results }) => (results.length >= 0 ? 'found' : ''),
        (error: unknown) => (error as { code: string }).code,
      );
      expect(['found', 'INVALID_INPUT', 'TOO_LARGE', 'NOT_FOUND']).toContain(outcome);
    }
  });
});
