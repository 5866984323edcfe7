import { readMarkdown, writeContent } from '@plexi/operations/canvas';
import { fromBase64Url, toBase64Url } from '@plexi/protocol';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { createWorld, type Person, type RunningRelay, type World } from '../src/world.ts';

const SPACE = 'Lab';
const place = { space: SPACE, channel: 'general' };

let world: World;
let relay: RunningRelay;
let ada: Person;
let ben: Person;
let link: string;

beforeAll(async () => {
  world = await createWorld();
  relay = await world.relay();
  ada = await world.person('Ada', { mdns: false });
  ben = await world.person('Ben', { mdns: false });
  await ada.call('space.create', { name: SPACE, relay: [relay.address] });
  ({ link } = await ada.call('invite.create', { space: SPACE, uses: 3 }));
  await ben.call('space.join', { link, timeout: 15 });
}, 60_000);
afterAll(() => world.close());

const read = async (person: Person): Promise<string> => (await person.call('canvas.show', place)).markdown;
const reads = (person: Person, markdown: string | RegExp): Promise<void> =>
  person.until(
    async () => {
      const now = await read(person);
      return typeof markdown === 'string' ? now === markdown : markdown.test(now);
    },
    `the canvas says ${String(markdown)}`,
  );
const newChannel = async (name: string) => {
  await ada.call('channel.create', { space: SPACE, name });
  await ben.until(
    async () => (await ben.call('channel.list', { space: SPACE })).some((channel) => channel.name === name),
    'the channel is there',
  );
  return { space: SPACE, channel: name };
};

describe('the canvas of a channel', () => {
  test('is written as Markdown by commands, together', async () => {
    await ada.call('canvas.open', place);
    const changed = ada.event((event) => event.type === 'canvas' && event.update !== undefined);
    await ada.call('canvas.edit', { ...place, text: '# Plan\n\n- [ ] cables' });
    await changed;
    await reads(ben, '# Plan\n\n- [ ] cables');
    await ben.call('canvas.edit', { ...place, text: 'By **Friday**.', append: true });
    await reads(ada, '# Plan\n\n- [ ] cables\n\nBy **Friday**.');
    const shown = await ada.call('canvas.show', place);
    expect(shown).toMatchObject({ text: 'Plan\ncables\nBy Friday.', editors: ['Ada', 'Ben'] });
    expect(Date.parse(shown.updated ?? '')).toBeGreaterThan(0);
  });

  test('[C2] an update of somebody else’s, or of nothing the schema knows, is refused at the door', async () => {
    const { clientId, state } = await ben.call('canvas.open', place);
    const send = async (change: (doc: Y.Doc) => void, client = clientId): Promise<unknown> => {
      const doc = new Y.Doc();
      Y.applyUpdate(doc, fromBase64Url(state) ?? new Uint8Array());
      doc.clientID = client;
      const before = Y.encodeStateVector(doc);
      change(doc);
      const update = toBase64Url(Y.encodeStateAsUpdate(doc, before));
      return ben.call('canvas.update', { ...place, update });
    };
    const refusal = { code: 'INVALID_INPUT' };
    await expect(send((doc) => writeContent(doc, readMarkdown('mine')), 4242)).rejects.toMatchObject(refusal);
    const script = (doc: Y.Doc) => doc.getXmlFragment('canvas').insert(0, [new Y.XmlElement('script')]);
    await expect(send(script)).rejects.toMatchObject(refusal);
    await expect(send((doc) => doc.getMap('else').set('a', 1))).rejects.toMatchObject(refusal);
    expect(await read(ben)).toBe(await read(ada));
  });

  test('merges what was written while they could not reach each other', async () => {
    const there = await newChannel('apart');
    await ada.call('canvas.edit', { ...there, text: 'first\n\nsecond\n\nthird' });
    const says = (person: Person, words: string) =>
      person.until(async () => (await person.call('canvas.show', there)).text === words, words);
    await says(ben, 'first\nsecond\nthird');
    await relay.stop();
    await ada.call('canvas.edit', { ...there, text: 'first of Ada\n\nthe second\n\nthird' });
    await ben.call('canvas.edit', { ...there, text: 'first\n\nsecond of all\n\nthird of Ben' });
    relay = await world.relay({ folder: relay.folder, listen: relay.address.replace(/\/p2p\/.*$/u, '') });
    await says(ada, 'first of Ada\nthe second of all\nthird of Ben');
    await says(ben, 'first of Ada\nthe second of all\nthird of Ben');
  });

  test('has a history: who changed what, names, and a way back that takes nothing away', async () => {
    const there = await newChannel('history');
    await ada.call('canvas.edit', { ...there, text: 'keep\n\nthe old words' });
    const { at } = await ada.call('canvas.name', { ...there, name: 'As agreed' });
    await ben.until(async () => (await ben.call('canvas.show', there)).text !== '', 'Ada’s words');
    await ben.call('canvas.edit', { ...there, text: 'keep\n\nother words' });
    await ada.until(async () => (await ada.call('canvas.show', there)).text.includes('other'), 'Ben’s words');
    const [newest, agreed] = await ada.call('canvas.history', there);
    expect(agreed).toMatchObject({ at, name: 'As agreed', editors: ['Ada'], edits: 1 });
    expect(newest).toMatchObject({ since: at, editors: ['Ben'], edits: 1 });
    expect((await ben.call('canvas.show', { ...there, at })).text).toBe('keep\nthe old words');
    const { blocks } = await ada.call('canvas.compare', { ...there, at: newest?.at ?? '', since: at });
    expect(blocks).toEqual([
      { type: 'paragraph', depth: 0, parts: [{ text: 'keep' }] },
      {
        type: 'paragraph',
        depth: 0,
        parts: [
          { text: 'the old', change: 'removed', by: 'Ben' },
          { text: 'other', change: 'added', by: 'Ben' },
          { text: ' words' },
        ],
      },
    ]);
    expect((await ada.call('canvas.restore', { ...there, at })).markdown).toBe('keep\n\nthe old words');
    await ben.until(
      async () => (await ben.call('canvas.show', there)).text === 'keep\nthe old words',
      'it is back',
    );
    const after = await ada.call('canvas.history', there);
    expect(after).toHaveLength(2);
    expect(after[0]).toMatchObject({ editors: ['Ben', 'Ada'], edits: 2 });
    await expect(ada.call('canvas.restore', { ...there, at: '1' })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
  });

  test('shows who is in it now, and forgets who left', async () => {
    await ben.call('canvas.open', place);
    const seen = ada.event((event) => event.type === 'cursor' && event.cursor !== undefined);
    await ada.until(async () => {
      await ben.call('canvas.cursor', { ...place, cursor: '{"head":1}' });
      return (await ada.call('canvas.open', place)).cursors.length > 0;
    }, 'Ben is in the canvas');
    expect(await seen).toMatchObject({ name: 'Ben', cursor: '{"head":1}' });
    const gone = ada.event((event) => event.type === 'cursor' && event.cursor === undefined);
    await ben.call('canvas.cursor', place);
    expect(await gone).toMatchObject({ name: 'Ben' });
    expect((await ada.call('canvas.open', place)).cursors).toEqual([]);
  });

  test('[C2] [G4] is built anew without what a removed member wrote behind the cutoff', async () => {
    const cleo = await world.person('Cleo', { mdns: false });
    await cleo.call('space.join', { link, timeout: 15 });
    const there = await newChannel('cut');
    await ada.call('canvas.edit', { ...there, text: 'ours' });
    const words = (person: Person) =>
      person.call('canvas.show', there).then(
        ({ text }) => text,
        // The channel is not there yet.
        () => '',
      );
    await cleo.until(async () => (await words(cleo)) === 'ours', 'Ada’s words');
    await ben.call('canvas.open', there);
    // Members on one machine talk directly too.
    await cleo.call('sync.pause', {});
    await relay.stop();
    // Cleo writes after Ada has removed her, without knowing of it.
    await ada.call('member.remove', { space: SPACE, name: 'Cleo' });
    await cleo.call('canvas.edit', { ...there, text: 'Cleo was here', append: true });
    relay = await world.relay({ folder: relay.folder, listen: relay.address.replace(/\/p2p\/.*$/u, '') });
    await cleo.call('sync.resume', {});
    await cleo.until(
      async () =>
        (await cleo.call('space.list', {}))[0]?.state === 'removed' && (await words(cleo)) === 'ours',
      'Cleo’s words are void on her own device too',
    );
    await ada.call('canvas.edit', { ...there, text: 'ours alone' });
    await ben.until(async () => (await words(ben)) === 'ours alone', 'ours');
    await cleo.close();
  });

  test('is printed and written on the command line', async () => {
    await ben.close();
    const options = ['--space', SPACE, '--channel', 'general'];
    const printed = await world.command('Ben', 'canvas', 'edit', ...options, '--append', '- [x] *ropes*');
    expect(printed).toMatch(/^# Plan\n\n- \[ \] cables\n[^]*\n- \[x\] \*ropes\*\n$/u);
    await reads(ada, /\n- \[x\] \*ropes\*$/u);
  }, 60_000);
});
