import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { lab, synced, texts } from '../src/small-lab.ts';
import { createWorld, type Person, type World } from '../src/world.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(async () => {
  await world.close();
});

describe('requests to talk directly', () => {
  test('until a request is accepted its author learns nothing of it; requests that are not wanted are not even fetched', async () => {
    const { relay, people } = await lab(world, 'seven', ['ada', 'ben', 'cy', 'dee']);
    const [ada, ben, cy, dee] = people as [Person, Person, Person, Person];
    const ask = async (from: Person, text: string) => {
      const { space } = await from.call('dm.open', { names: ['seven-ben'], space: 'seven' });
      await from.call('message.send', { space, channel: 'direct', text });
      await synced(from, space);
      await synced(from, 'seven');
      return space;
    };
    const listed = async (space: string) =>
      (await ben.call('dm.list', {})).find((direct) => direct.space === space);
    const stateOf = async (from: Person, space: string) =>
      (await from.call('message.list', { space, channel: 'direct' }))[0]?.state;
    const asked = await ask(cy, 'hello stranger');
    await ben.until(async () => (await listed(asked))?.messages === 1, 'the request is here');
    await ben.call('unread.read', { space: asked, channel: 'direct' });
    // What goes on in the space goes on: Ben is seen there, and what he writes there comes after all that he might have said.
    await ben.call('message.send', { space: 'seven', channel: 'general', text: 'busy' });
    await cy.until(async () => (await texts(cy, 'seven', 'general')).includes('busy'), 'Cy hears Ben');
    await synced(cy, asked);
    expect(await stateOf(cy, asked)).toBe('relay');
    const seen = await cy.call('presence.list', { space: asked });
    expect(seen.find(({ name }) => name === 'seven-ben')?.status).toBe('offline');

    await ben.call('dm.accept', { dm: asked });
    await cy.until(async () => (await stateOf(cy, asked)) !== 'relay', 'now Cy learns that it came');

    await ben.call('settings.set', { key: 'direct.from', value: 'known' });
    const told: string[] = [];
    const stop = ben.peer.subscribe((event) => {
      if (event.type === 'messages') told.push(...event.messages.map(({ text }) => text));
    });
    const unwanted = await ask(dee, 'you do not know me');
    const known = await ask(ada, 'from your owner');
    await ben.until(async () => (await listed(known))?.messages === 1, 'who is known still reaches Ben');
    await dee.call('message.send', { space: 'seven', channel: 'general', text: 'after the request' });
    await ben.until(async () => told.includes('after the request'), 'all of Dee that Ben hears is here');
    stop();
    expect(await listed(unwanted)).toBeUndefined();
    expect(told).not.toContain('you do not know me');
    const { results } = await ben.call('message.search', { query: 'know', wait: 2 });
    expect(results).toEqual([]);
    expect(await stateOf(dee, unwanted)).toBe('relay');
    // The setting is no deletion.
    await ben.call('settings.set', { key: 'direct.from', value: '' });
    await ben.until(async () => (await listed(unwanted))?.messages === 1, 'it shows when Ben hears everyone');
    expect((await listed(unwanted))?.request).toBe(true);
    await ben.call('dm.decline', { dm: unwanted });
    expect(await stateOf(dee, unwanted)).toBe('relay');
    for (const person of people) await person.close();
    await relay.stop();
  });
});
