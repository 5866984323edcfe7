import { afterAll, beforeAll, expect, test } from 'vitest';
import { createWorld, type Person, type World } from '../src/world.ts';

let world: World;
let [ada, ben]: [Person, Person] = [] as never;
const LAB = { space: 'Lab', channel: 'general' };
beforeAll(async () => {
  world = await createWorld();
  const relay = await world.relay();
  ada = await world.person('ada');
  await ada.call('space.create', { name: 'Lab', relay: [relay.address] });
  ben = await world.person('ben');
  const { link } = await ada.call('invite.create', { space: 'Lab' });
  await ben.call('space.join', { link });
  await ada.until(async () => (await ada.call('member.list', { space: 'Lab' })).length === 2, 'Ben is in');
  await ben.call('sync.wait', { space: 'Lab', timeout: 20 });
});
afterAll(async () => {
  await world.close();
});

const found = async (query: string): Promise<string[]> =>
  (await ben.call('message.search', { query, wait: 5 })).results.map(({ message }) => message.text);
const shows = (id: string, text: string) =>
  ben.until(
    async () => (await ben.call('message.show', { space: 'Lab', id }).catch(() => undefined))?.text === text,
    `"${text}" is here`,
  );
const mentions = async (): Promise<string[]> => (await ben.call('mention.list', {})).map(({ text }) => text);
const waiting = async () => {
  const [place] = await ben.call('unread.list', {});
  return { unread: place?.unread, mentions: place?.mentions };
};

test('[C1] an edit makes a message name somebody, or name them no more; links are those of its last words', async () => {
  const say = (text: string) => ada.call('message.send', { ...LAB, text });
  const [first, second, third] = [
    await say('soon'),
    await say('@ben see https://example.org/one'),
    await say('a file or a link'),
  ];
  await shows(third.id, 'a file or a link');
  expect(await waiting()).toEqual({ unread: 3, mentions: 1 });
  const edit = (id: string, text: string) => ada.call('message.edit', { space: 'Lab', id, text });
  await edit(first.id, 'soon, @ben');
  await edit(second.id, 'see elsewhere');
  await edit(third.id, 'http://example.org/three');
  await shows(third.id, 'http://example.org/three');
  expect(await waiting()).toEqual({ unread: 3, mentions: 1 });
  expect(await mentions()).toEqual(['soon, @ben']);
  expect((await ben.call('unread.catchup', {})).mentions.map(({ id }) => id)).toEqual([first.id]);
  expect(await found('has:link')).toEqual(['http://example.org/three']);
  expect(await found('file')).toEqual([]);
  expect(await found('elsewhere')).toEqual(['see elsewhere']);

  // What was edited while Ben was away comes with its message, and an edit of an edit is the last word.
  await ben.call('sync.pause', {});
  const fourth = await say('nobody');
  await edit(fourth.id, '@channel');
  await edit(first.id, 'sooner');
  await ben.call('sync.resume', {});
  await shows(first.id, 'sooner');
  await shows(fourth.id, '@channel');
  expect(await mentions()).toEqual(['@channel']);
  expect(await waiting()).toEqual({ unread: 4, mentions: 1 });
  await ada.call('message.delete', { space: 'Lab', id: fourth.id });
  await shows(fourth.id, '');
  expect(await mentions()).toEqual([]);
  expect(await waiting()).toEqual({ unread: 3, mentions: 0 });
  await ben.call('unread.read', LAB);
});

test('what a blocked person writes is in no list beside its timeline, and in no count', async () => {
  const root = await ben.call('message.send', { ...LAB, text: 'a question' });
  await ada.until(
    async () => (await ada.call('message.list', LAB)).some(({ id }) => id === root.id),
    'the question is here',
  );
  await ada.call('message.reply', { space: 'Lab', id: root.id, text: 'an answer' });
  const call = await ada.call('message.send', { ...LAB, text: '@ben this matters' });
  await shows(call.id, '@ben this matters');
  await ben.call('message.reply', { space: 'Lab', id: call.id, text: 'does it', channel: true });
  await ben.call('message.save', { space: 'Lab', id: call.id });
  const lists = async () => ({
    mentions: await mentions(),
    saved: (await ben.call('message.saved', {})).map(({ text }) => text),
    search: await found('matters'),
    catchup: (await ben.call('unread.catchup', {})).channels.map(({ unread }) => unread),
    answers: (await ben.call('message.show', { space: 'Lab', id: root.id })).replies?.count,
    quoted: (await ben.call('message.list', { ...LAB, limit: 1 }))[0]?.replyTo?.text,
  });
  const text = '@ben this matters';
  const before = { mentions: [text], saved: [text], search: [text], catchup: [2], answers: 1, quoted: text };
  expect(await lists()).toEqual(before);
  await ben.call('account.block', { space: 'Lab', name: 'ada' });
  const nothing = { mentions: [], saved: [], search: [], catchup: [], answers: undefined, quoted: '' };
  expect(await lists()).toEqual(nothing);
  expect((await ben.call('message.list', LAB)).find(({ id }) => id === call.id)).toMatchObject({
    blocked: true,
  });
  await ben.call('account.unblock', { space: 'Lab', name: 'ada' });
  expect(await lists()).toEqual(before);
  await ben.call('unread.read', LAB);
});

test('a file is no answer to a message of another channel', async () => {
  await ada.call('channel.create', { space: 'Lab', name: 'plans' });
  const root = await ben.call('message.send', { ...LAB, text: 'here alone' });
  await ada.until(
    async () => (await ada.call('message.list', LAB)).some(({ id }) => id === root.id),
    'the question is here',
  );
  const plans = { space: 'Lab', channel: 'plans' };
  const data = Buffer.from('x').toString('base64');
  const { upload } = await ada.call('file.begin', { ...plans, name: 'x.txt', size: 1, type: 'text/plain' });
  await ada.call('file.put', { space: 'Lab', upload, offset: 0, data });
  const astray = ada.call('file.finish', { space: 'Lab', uploads: [upload], reply: root.id });
  await expect(astray).rejects.toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }));
});
