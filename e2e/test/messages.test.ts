import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Message } from '@plexi/operations';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createWorld, type Person, REPOSITORY, type World } from '../src/world.ts';

const SPACE = 'Lab';
const CHANNEL = 'general';
const DATA = process.env['PLEXI_DATA'] ?? path.join(REPOSITORY, '../shared/data');
const NAUGHTY = path.join(DATA, 'hostile/strings/blns.json');

let world: World;
let ada: Person;
let ben: Person;

beforeAll(async () => {
  world = await createWorld();
  const relay = await world.relay();
  ada = await world.person('Ada');
  ben = await world.person('Ben');
  await ada.call('space.create', { name: SPACE, relay: [relay.address] });
  const { link } = await ada.call('invite.create', { space: SPACE });
  await ben.call('space.join', { link, timeout: 15 });
}, 60_000);
afterAll(() => world.close());

const send = (person: Person, text: string): Promise<Message> =>
  person.call('message.send', { space: SPACE, channel: CHANNEL, text });
const show = (person: Person, id: string): Promise<Message> =>
  person.call('message.show', { space: SPACE, id });

/** Waits until the message looks like that to this person. */
const sees = (person: Person, id: string, matches: (message: Message) => boolean): Promise<void> =>
  person.until(async () => {
    try {
      return matches(await show(person, id));
    } catch {
      return false;
    }
  }, 'a message shows what was said about it');

describe('what is said about a message later', () => {
  test('an edit shows its last text to all, with what it said before; others may not', async () => {
    const { id } = await send(ada, 'teh plan');
    await sees(ben, id, () => true);
    const changed = ben.event((event) => event.type === 'changed');
    const edited = await ada.call('message.edit', { space: SPACE, id, text: 'the plan' });
    expect(edited).toMatchObject({ text: 'the plan', edited: expect.any(String) });
    expect(await changed).toMatchObject({ messages: [{ id, text: 'the plan' }] });
    expect(await show(ben, id)).toMatchObject({ text: 'the plan', edited: edited.edited });
    const history = await ben.call('message.history', { space: SPACE, id });
    expect(history.map(({ text }) => text)).toEqual(['teh plan', 'the plan']);
    await expect(ben.call('message.edit', { space: SPACE, id, text: 'mine' })).rejects.toMatchObject({
      code: 'NOT_YOURS',
    });
  });

  test('reactions are counted by account and taken back', async () => {
    const { id } = await send(ada, 'shall we?');
    await ada.call('message.react', { space: SPACE, id, emoji: '👍' });
    await sees(ben, id, ({ reactions }) => reactions?.[0]?.count === 1);
    const both = await ben.call('message.react', { space: SPACE, id, emoji: '👍' });
    expect(both.reactions).toEqual([{ emoji: '👍', count: 2, own: true, names: ['Ada', 'Ben'] }]);
    await ben.call('message.react', { space: SPACE, id, emoji: '🎉' });
    await ben.call('message.react', { space: SPACE, id, emoji: '👍', remove: true });
    await sees(ada, id, ({ reactions }) => reactions?.length === 2 && reactions[0]?.count === 1);
    await expect(ben.call('message.react', { space: SPACE, id, emoji: 'no' })).rejects.toMatchObject({
      code: 'INVALID_INPUT',
    });
  });

  test('answers are a thread: apart from the channel, counted at its root, quoted, merged in order', async () => {
    const root = await send(ada, 'where do we meet?');
    await sees(ben, root.id, () => true);
    const answer = await ben.call('message.reply', { space: SPACE, id: root.id, text: 'at the lake' });
    expect(answer).toMatchObject({
      root: root.id,
      apart: true,
      replyTo: { id: root.id, author: 'Ada', text: 'where do we meet?', missing: false },
    });
    await sees(ada, answer.id, () => true);
    const second = await ada.call('message.reply', {
      space: SPACE,
      id: answer.id,
      text: 'good',
      channel: true,
    });
    expect(second).toMatchObject({ root: root.id, replyTo: { id: answer.id } });
    expect(second.apart).toBeUndefined();
    await sees(ben, root.id, ({ replies }) => replies?.count === 2);
    const thread = await ben.call('message.thread', { space: SPACE, id: second.id });
    expect(thread.map(({ id }) => id)).toEqual([root.id, answer.id, second.id]);
    const shown = await ben.call('message.list', { space: SPACE, channel: CHANNEL, replies: false });
    const ids = shown.map(({ id }) => id);
    expect([ids.includes(answer.id), ids.includes(second.id)]).toEqual([false, true]);
    const around = await ben.call('message.list', {
      space: SPACE,
      channel: CHANNEL,
      around: answer.id,
      limit: 2,
    });
    expect(around.map(({ id }) => id)).toEqual([root.id, answer.id, second.id]);
    const later = { space: SPACE, channel: CHANNEL, since: second.time, limit: 1 };
    expect((await ben.call('message.list', later)).map(({ id }) => id)).toEqual([second.id]);
    const tomorrow = new Date(Date.parse(second.time) + 86_400_000).toISOString();
    expect(await ben.call('message.list', { ...later, since: tomorrow })).toEqual([]);
  });

  test('mentions find people, the longest name first, and keep the text', async () => {
    const text = 'Hi @ben and @channel, not ben@ada.example nor `@Ada`';
    const { id } = await send(ada, text);
    await sees(ben, id, () => true);
    const { mentions, text: shown } = await show(ben, id);
    expect(shown).toBe(text);
    expect(mentions).toEqual({
      self: true,
      everyone: 'channel',
      accounts: [(await ben.call('account.show', {})).account],
    });
    expect((await show(ada, id)).mentions?.self).toBe(false);
  });

  test('a poll counts each account once, until its author closes it', async () => {
    const poll = await ada.call('message.poll', {
      space: SPACE,
      channel: CHANNEL,
      question: 'Lunch?',
      options: ['Soup', 'Salad'],
    });
    await sees(ben, poll.id, () => true);
    const vote = (person: Person, ...choices: number[]) =>
      person.call('message.vote', { space: SPACE, id: poll.id, choices });
    await vote(ben, 0);
    await vote(ben, 1);
    await expect(vote(ben, 0, 1)).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    await expect(vote(ben, 2)).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    await sees(ada, poll.id, (it) => it.poll?.options[1]?.votes === 1);
    await expect(ben.call('message.close', { space: SPACE, id: poll.id })).rejects.toMatchObject({
      code: 'NOT_YOURS',
    });
    await ada.call('message.close', { space: SPACE, id: poll.id });
    await sees(ben, poll.id, (it) => it.poll?.closed === true);
    await expect(vote(ben, 0)).rejects.toMatchObject({ code: 'POLL_CLOSED' });
    expect((await show(ben, poll.id)).poll).toEqual({
      options: [
        { text: 'Soup', votes: 0, own: false, names: [] },
        { text: 'Salad', votes: 1, own: true, names: ['Ben'] },
      ],
      multiple: false,
      closed: true,
      voters: 1,
    });
  });

  test('[L6] a message of a megabyte is refused by name, and nothing is written', async () => {
    const before = await ada.call('message.list', { space: SPACE, channel: CHANNEL, limit: 1000 });
    await expect(send(ada, 'x'.repeat(1024 * 1024))).rejects.toMatchObject({
      code: 'TOO_LARGE',
      detail: 'text: the message is too long',
    });
    const [last] = before.slice(-1);
    await expect(
      ada.call('message.edit', { space: SPACE, id: last?.id ?? '', text: '€'.repeat(30_000) }),
    ).rejects.toMatchObject({ code: 'TOO_LARGE' });
    const after = await ada.call('message.list', { space: SPACE, channel: CHANNEL, limit: 1000 });
    expect(after.map(({ id }) => id)).toEqual(before.map(({ id }) => id));
  });

  test.skipIf(!existsSync(NAUGHTY))('naughty strings arrive as they were typed', async () => {
    const strings = JSON.parse(readFileSync(NAUGHTY, 'utf8')) as string[];
    expect(strings.length).toBeGreaterThan(400);
    // Several to a message: what is tried here is the text, not the number of messages.
    const texts = Array.from({ length: Math.ceil(strings.length / 30) }, (_, i) =>
      strings.slice(i * 30, (i + 1) * 30).join('\n'),
    );
    await ada.call('channel.create', { space: SPACE, name: 'naughty' });
    const channel = { space: SPACE, channel: 'naughty' };
    for (const text of texts) await ada.call('message.send', { ...channel, text });
    const textsAt = async (person: Person): Promise<string[]> => {
      const channels = await person.call('channel.list', { space: SPACE });
      if (!channels.some(({ name }) => name === 'naughty')) return [];
      return (await person.call('message.list', { ...channel, limit: 1000 })).map(({ text }) => text);
    };
    expect(await textsAt(ada)).toEqual(texts);
    await ben.until(async () => (await textsAt(ben)).length === texts.length, 'they arrive');
    expect(await textsAt(ben)).toEqual(texts);
  });

  test("pins and the topic are the channel's", async () => {
    const { id } = await send(ben, 'read this first');
    await ben.call('message.pin', { space: SPACE, id });
    await ben.call('channel.topic', { space: SPACE, channel: CHANNEL, topic: 'What all should know' });
    await sees(ada, id, ({ pinned }) => pinned === true);
    const pins = await ada.call('message.pins', { space: SPACE, channel: CHANNEL });
    expect(pins.map((pin) => pin.id)).toEqual([id]);
    await ada.until(async () => {
      const [channel] = await ada.call('channel.list', { space: SPACE });
      return channel?.topic === 'What all should know';
    }, 'the topic is there');
    await ada.call('message.pin', { space: SPACE, id, remove: true });
    expect(await ada.call('message.pins', { space: SPACE, channel: CHANNEL })).toEqual([]);
  });

  test("deleting: the author one's own, an admin others', and nobody else", async () => {
    const [own, others] = [await send(ben, 'mine'), await send(ada, 'hers')];
    await sees(ben, others.id, () => true);
    await expect(ben.call('message.delete', { space: SPACE, id: others.id })).rejects.toMatchObject({
      code: 'NOT_ALLOWED',
    });
    await sees(ada, own.id, () => true);
    expect(await ada.call('message.delete', { space: SPACE, id: own.id })).toMatchObject({
      text: '',
      deleted: true,
    });
    await ada.call('message.delete', { space: SPACE, id: others.id });
    for (const { id } of [own, others])
      await sees(ben, id, ({ deleted, text }) => deleted === true && text === '');
    await expect(ben.call('message.react', { space: SPACE, id: own.id, emoji: '👍' })).rejects.toMatchObject({
      code: 'MESSAGE_DELETED',
    });
  });
});
