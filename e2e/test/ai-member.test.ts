/** An AI node as a member [A1] [K6]: admitted, asked, answering in the open and alone, let go again. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Message, PeerEvent } from '@plexi/operations';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { saveModel, tinyChatModel } from '../../packages/ai/test/tiny/index.ts';
import { signPlugin } from '../../packages/peer/src/plugin/sign.ts';
import { keptByProfile } from '../src/kept-bytes.ts';
import { lab, synced, texts } from '../src/small-lab.ts';
import { createWorld, type Person, type Running, type World } from '../src/world.ts';

let world: World;
let ada: Person;
let ben: Person;
let node: Running;
let folder: string;
let model: string;
const removals: (() => void)[] = [];
const space = 'Lab';
const channel = 'general';

beforeAll(async () => {
  world = await createWorld();
  folder = await mkdtemp(path.join(tmpdir(), 'plexi-ai-member-'));
  ({ path: model } = saveModel(tinyChatModel({ contextTokens: 4096 }), (remove) => removals.push(remove)));
  ({
    people: [ada, ben],
  } = (await lab(world, space, ['ada', 'ben'])) as unknown as { people: [Person, Person] });
});
afterAll(async () => {
  await node.stop();
  await world.close();
  for (const remove of removals) remove();
  await rm(folder, { recursive: true, force: true });
});

/** A plugin that calls what it is told to, and tells what it hears. */
const writeProbe = async (place: string): Promise<void> => {
  await mkdir(place);
  const operations = ['message.*', 'dm.*', 'unread.*', 'ai.*', 'mention.*'];
  const manifest = {
    format: 1,
    id: 'probe',
    version: '1.0.0',
    name: 'Probe',
    summary: 'Tries things',
    author: 'Mallory',
    capabilities: [...operations, 'events:messages', 'events:changed'],
  };
  const code = `
    plexi.answer('try', ([operation, input]) => plexi.call(operation, input).then((output) => ({ output }), ({ code }) => ({ code })));
    for (const type of ['messages', 'changed'])
      plexi.on(type, (event) => plexi.tell((event.messages ?? []).map(({ text }) => text)));
  `;
  await writeFile(path.join(place, 'manifest.json'), JSON.stringify(manifest));
  await writeFile(path.join(place, 'code.js'), code);
  await signPlugin({ folder: place, key: path.join(folder, 'author.key'), out: undefined });
};

const isOnline = async (person: Person): Promise<boolean> =>
  (await person.call('ai.list', { space })).some(({ online }) => online);

describe('an AI node in a space', { timeout: 60_000 }, () => {
  test('joins by a link, is there by name with its model, and is in no channel but the one that admits it', async () => {
    await ada.call('channel.create', { space, name: 'vault' });
    await ada.call('message.send', { space, channel: 'vault', text: 'the combination is 7-7-7' });
    await ada.call('message.send', { space, channel, text: 'We decided to paint the boat blue.' });
    const { link } = await ada.call('invite.create', { space, role: 'ai', channel: [channel] });
    node = await world.aiNode(folder, model, link, 'Atlas');
    await ada.until(async () => isOnline(ada), 'the node is there');
    expect(await ada.call('ai.list', { space })).toMatchObject([
      { name: 'Atlas', about: 'model', admissions: [{ channelName: channel, history: false, ended: false }] },
    ]);
    expect((await ada.call('member.list', { space })).find(({ name }) => name === 'Atlas')?.role).toBe('ai');
  });

  test('answers in the channel as it writes, says what it used, and every inference is in the log', async () => {
    await ben.until(async () => isOnline(ben), 'Ben sees the node');
    await ada.call('message.send', { space, channel, text: 'The boat is called Marlin.' });
    await synced(ada, space);
    const growing: PeerEvent[] = [];
    const stop = ada.peer.subscribe((event) => {
      if (event.type === 'answering') growing.push(event);
    });
    const { question, answer } = await ben.call('ai.ask', {
      space,
      channel,
      name: 'Atlas',
      text: 'What is the boat called?',
      wait: 40,
    });
    stop();
    expect(answer).toMatchObject({ author: 'Atlas', replyTo: { id: question.id } });
    expect(answer?.text.length).toBeGreaterThan(0);
    expect(answer?.inference).toMatchObject({ model: 'model' });
    expect(answer?.inference?.promptTokens).toBeGreaterThan(20);
    const said = await ben.call('message.list', { space, channel });
    const used = said.filter(({ id }) => answer?.inference?.sources.includes(id)).map(({ text }) => text);
    expect(used).toContain('The boat is called Marlin.');
    expect(growing.some((event) => event.type === 'answering' && event.text !== undefined)).toBe(true);
    await ada.until(
      async () => (await texts(ada, space, channel)).includes(answer?.text ?? ''),
      'Ada has the answer',
    );
    const [inference] = await ada.call('ai.log', { space });
    expect(inference).toMatchObject({
      by: 'Atlas',
      askedBy: 'Lab-ben',
      channelName: channel,
      model: 'model',
    });
  });

  test('answers a question in a thread from the thread, whatever the channel speaks of meanwhile', async () => {
    const root = await ada.call('message.send', { space, channel, text: 'Which varnish do we take?' });
    const reply = await ada.call('message.reply', {
      space,
      id: root.id,
      text: 'The clear one, it dries fast.',
    });
    for (let i = 0; i < 3; i += 1)
      await ada.call('message.send', { space, channel, text: `Lunch is at noon, table ${i}.` });
    await synced(ada, space);
    await ben.until(
      async () => (await ben.call('message.thread', { space, id: root.id })).length === 2,
      'Ben has the thread',
    );
    const asked = await ben.call('message.reply', { space, id: root.id, text: '@Atlas why that one?' });
    const answers = async (): Promise<Message[]> =>
      (await ben.call('message.thread', { space, id: root.id })).filter(
        ({ replyTo, inference }) => replyTo?.id === asked.id && inference !== undefined,
      );
    await ben.until(async () => (await answers()).length === 1, 'the node has answered in the thread');
    const [answer] = await answers();
    expect(answer?.inference?.sources).toEqual([root.id, reply.id]);
  });

  test('a private question is a matter of the two, and waits for a node that was away', async () => {
    await node.stop('SIGKILL');
    const { question } = await ben.call('ai.ask', {
      space,
      name: 'Atlas',
      text: 'between us: is the hull sound?',
      wait: 0,
    });
    await synced(ben, space);
    node = await world.aiNode(folder, model, undefined, 'Atlas');
    const [direct] = await ben.call('dm.list', {});
    const inDirect = { space: direct?.space ?? '', channel: 'direct' };
    await ben.until(
      async () =>
        (await ben.call('message.list', inDirect)).some(({ replyTo }) => replyTo?.id === question.id),
      'the node has answered',
    );
    expect(await ada.call('dm.list', {})).toEqual([]);
    // Who asked has it in the log; admins hear of it when the hour is over, and of no more than that.
    const inPrivate = async (person: Person) => person.call('ai.log', { space, private: true });
    expect(await inPrivate(ben)).toMatchObject([{ by: 'Atlas', askedBy: 'Lab-ben', asked: question.id }]);
    expect(await inPrivate(ada)).toEqual([]);
    expect((await ada.call('ai.log', { space })).map(({ askedBy }) => askedBy)).toEqual([
      'Lab-ben',
      'Lab-ben',
    ]);
    expect(await texts(ada, space, channel)).not.toContain('between us: is the hull sound?');
  });

  test('[P1] a plugin with a grant for the space reaches nothing of that conversation, nor hears of it', async () => {
    const [direct] = await ben.call('dm.list', {});
    const alone = { space: direct?.space ?? '', channel: direct?.channel ?? '' };
    const place = path.join(folder, 'probe');
    await writeProbe(place);
    await ben.call('plugin.install', { path: place });
    await ben.call('plugin.grant', { plugin: 'probe', space });
    const heard: unknown[] = [];
    const stop = ben.peer.subscribe((event) => event.type === 'plugin' && heard.push(event.data));
    const attempt = async (operation: string, input: unknown): Promise<string> => {
      const answer = await ben.call('plugin.ask', {
        plugin: 'probe',
        name: 'try',
        input: [operation, input],
      });
      const { code, output } = answer as { code?: string; output?: unknown };
      return code ?? JSON.stringify(output);
    };
    expect(await attempt('message.list', { space, channel })).toContain('Marlin');
    const [asked] = await ben.call('message.list', alone);
    for (const [operation, input] of [
      ['message.list', alone],
      ['message.list', { space: direct?.space, channel: 'direct' }],
      ['message.list', { space, channel: '@Atlas' }],
      ['message.show', { space: direct?.space, id: asked?.id }],
      ['message.thread', { space: direct?.space, id: asked?.id }],
      ['message.send', { ...alone, text: 'as you' }],
      ['message.search', { space: direct?.space, query: 'hull' }],
      ['message.search', { space, query: 'hull in:@Atlas' }],
      ['message.search', { query: 'hull' }],
      ['dm.list', {}],
      ['unread.list', {}],
      ['ai.log', { space, private: true }],
      ['ai.ask', { space, name: 'Atlas', text: 'what was it?', wait: 0 }],
    ] as const)
      expect([operation, await attempt(operation, input)]).toEqual([operation, 'PLUGIN_NOT_GRANTED']);
    for (const [operation, input] of [
      ['message.search', { space, query: 'hull' }],
      ['message.show', { space, id: asked?.id }],
      ['message.thread', { space, id: asked?.id }],
      ['ai.log', { space }],
    ] as const)
      expect([operation, await attempt(operation, input)]).not.toEqual([
        operation,
        expect.stringContaining('hull sound'),
      ]);
    await ben.call('message.send', { ...alone, text: 'and the mast?' });
    await ben.call('message.send', { space, channel, text: 'Good morning' });
    await ben.until(async () => heard.length > 0, 'the plugin has heard something');
    stop();
    expect(heard[0]).toEqual(['Good morning']);
  });

  test('dismissed it answers no more, and keeps nothing that was said after or elsewhere', async () => {
    await ada.call('channel.dismiss', { space, channel, name: 'Atlas' });
    await ben.until(
      async () => (await ben.call('channel.admissions', { space })).length === 0,
      'Ben has heard of it',
    );
    await expect(
      ben.call('ai.ask', { space, channel, name: 'Atlas', text: 'still there?', wait: 0 }),
    ).rejects.toMatchObject({ code: 'NOT_ADMITTED' });
    await ben.call('message.send', { space, channel, text: '@Atlas the keel is cracked' });
    for (const person of [ada, ben]) await synced(person, space);
    await node.stop();
    const kept = await keptByProfile(path.join(folder, 'profile'));
    expect(kept.includes('Marlin')).toBe(true);
    for (const words of ['keel is cracked', '7-7-7', 'vault', 'paint the boat blue'])
      expect([words, kept.includes(words)]).toEqual([words, false]);
  });

  test('[A2] two nodes that were apart both answered: the first with words stands everywhere, whichever came first', async () => {
    const [east, west] = [await world.person('East'), await world.person('West')];
    for (const machine of [east, west]) {
      const { link } = await ada.call('invite.create', { space, role: 'ai', channel: [channel] });
      await machine.call('space.join', { link });
      await synced(machine, space);
    }
    // Whom Ada's names mean, and who can read her question, is as far as Ada knows of them.
    await ada.until(async () => {
      const known = await ada.call('ai.list', { space });
      return ['East', 'West'].every((name) =>
        known.some((it) => it.name === name && it.admissions.some(({ ended }) => !ended)),
      );
    }, 'Ada knows both machines');
    const { id } = await ada.call('message.send', { space, channel, text: '@East @West which way?' });
    for (const machine of [east, west])
      await machine.until(
        async () => (await machine.call('mention.list', { unread: true })).some((it) => it.id === id),
        'the question is there',
      );
    const answer = async (machine: Person, text: string, answerTokens: number): Promise<unknown> =>
      machine.call('ai.answer', {
        space,
        id,
        text,
        inference: { model: 'm', promptTokens: 1, answerTokens, ms: 1, sources: [] },
      });
    await west.call('sync.pause', {});
    await east.call('sync.pause', {});
    await west.call('sync.resume', {});
    await answer(east, 'east, of course', 3);
    await answer(west, 'I could not', 0);
    await answer(west, 'west!', 1);
    const answersTo = async (person: Person): Promise<Message[]> =>
      (await person.call('message.list', { space, channel })).filter(({ replyTo }) => replyTo?.id === id);
    const stands = async (person: Person): Promise<string[]> =>
      (await answersTo(person)).filter(({ second }) => second !== true).map(({ text }) => text);
    await ada.until(async () => (await stands(ada)).join() === 'west!', 'the words of the west stand');
    const changes = ada.event(
      (event) =>
        event.type === 'changed' &&
        event.messages.some(({ second, text }) => second === true && text === 'west!'),
    );
    await east.call('sync.resume', {});
    await changes;
    for (const person of [ada, east, west])
      await person.until(async () => (await stands(person)).join() === 'east, of course', 'the first stands');
  });
});
