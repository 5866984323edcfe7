/** Several AI nodes of one channel [A2]: a question gets one answer, also when one dies in the middle. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Message, PeerEvent } from '@plexi/operations';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { saveModel, tinyChatModel } from '../../packages/ai/test/tiny/index.ts';
import { createWorld, type Person, type Running, type World } from '../src/world.ts';

let world: World;
let ada: Person;
let folder: string;
let model: string;
const nodes = new Map<string, Running>();
const removals: (() => void)[] = [];
const space = 'Lab';
const channel = 'general';

const invite = async (): Promise<string> =>
  (await ada.call('invite.create', { space, role: 'ai', channel: [channel] })).link;

beforeAll(async () => {
  world = await createWorld();
  folder = await mkdtemp(path.join(tmpdir(), 'plexi-ai-share-'));
  ({ path: model } = saveModel(tinyChatModel({ contextTokens: 4096 }), (remove) => removals.push(remove)));
  const relay = await world.relay();
  ada = await world.person('Ada');
  await ada.call('space.create', { name: space, relay: [relay.address] });
});
afterAll(async () => {
  for (const node of nodes.values()) await node.stop();
  await world.close();
  for (const remove of removals) remove();
  await rm(folder, { recursive: true, force: true });
});

const answersTo = async (person: Person, question: string): Promise<Message[]> =>
  (await person.call('message.list', { space, channel, limit: 200 })).filter(
    ({ replyTo, inference }) => replyTo?.id === question && inference !== undefined,
  );
const ask = async (name: string, text: string): Promise<string> =>
  (await ada.call('ai.ask', { space, channel, name, text, wait: 0 })).question.id;
const areAnswered = async (questions: readonly string[]): Promise<boolean> =>
  (await Promise.all(questions.map(async (id) => answersTo(ada, id)))).every(({ length }) => length > 0);

describe('several AI nodes of one channel', { timeout: 60_000 }, () => {
  test('share what is asked of any of them: each question is answered once, and no node waits for the other', async () => {
    for (const name of ['Atlas', 'Borealis'])
      nodes.set(name, await world.aiNode(path.join(folder, name), model, await invite(), name));
    const both = async (): Promise<boolean> =>
      (await ada.call('ai.list', { space })).filter(({ online }) => online).length === 2;
    await ada.until(both, 'both are there');
    const authors = new Set<string>();
    // The first questions may come before the two have heard of each other.
    for (let round = 1; round <= 4 && authors.size < 2; round += 1) {
      const questions = [await ask('ai', `${round}, first?`), await ask('ai', `${round}, second?`)];
      await ada.until(() => areAnswered(questions), 'both are answered');
      const answers = await Promise.all(questions.map(async (id) => answersTo(ada, id)));
      expect(answers.map(({ length }) => length)).toEqual([1, 1]);
      for (const { author, apart } of answers.flat()) {
        authors.add(author);
        // It shows in the channel, and not in a thread only.
        expect(apart).toBeUndefined();
      }
    }
    expect(authors).toEqual(new Set(['Atlas', 'Borealis']));
  });

  test('the one that is named answers itself', async () => {
    const questions = [await ask('Borealis', 'you?'), await ask('Atlas', 'and you?')];
    await ada.until(() => areAnswered(questions), 'both are answered');
    const authors = (await Promise.all(questions.map(async (id) => answersTo(ada, id))))
      .flat()
      .map(({ author }) => author);
    expect(authors).toEqual(['Borealis', 'Atlas']);
  });

  test('one dies in the middle of its answer: the other takes it over, and there is one answer', async () => {
    const begins = ada.event((event) => event.type === 'answering' && event.text !== undefined);
    const question = await ask('ai', 'a long story, please?');
    const { name: dying } = (await begins) as Extract<PeerEvent, { type: 'answering' }>;
    await nodes.get(dying)?.stop('SIGKILL');
    await ada.until(() => areAnswered([question]), 'the other has answered');
    const [answer, ...more] = await answersTo(ada, question);
    expect(more).toEqual([]);
    expect(answer?.author).not.toBe(dying);
    // Back again, it finds that there is nothing left to do.
    nodes.set(dying, await world.aiNode(path.join(folder, dying), model, undefined, dying));
    const next = await ask(dying, 'are you back?');
    await ada.until(() => areAnswered([next]), 'it is back');
    expect(await answersTo(ada, question)).toHaveLength(1);
  });
});
