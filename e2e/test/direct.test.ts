import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createWorld, type Person, type World } from '../src/world.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(async () => {
  await world.close();
});

/** Ada's space on a relay, with these others in it and everything synced. */
const lab = async (prefix: string, names: readonly string[]) => {
  const relay = await world.relay();
  const [first = '', ...rest] = names;
  const ada = await world.person(`${prefix}-${first}`);
  await ada.call('space.create', { name: prefix, relay: [relay.address] });
  const { link } = await ada.call('invite.create', { space: prefix, uses: rest.length });
  const others: Person[] = [];
  for (const name of rest) {
    const other = await world.person(`${prefix}-${name}`);
    await other.call('space.join', { link });
    others.push(other);
  }
  for (const person of [ada, ...others]) await synced(person, prefix);
  // Each has offered what it takes to be added elsewhere.
  return { relay, people: [ada, ...others] as const };
};

const synced = (person: Person, space: string): Promise<unknown> =>
  person.call('sync.wait', { space, timeout: 20 });

const texts = async (person: Person, space: string, channel: string): Promise<string[]> =>
  (await person.call('message.list', { space, channel })).map(({ text }) => text);

describe('direct messages', () => {
  test('Ada writes to Ben while he is off, and goes; Ben comes, reads, and answers', async () => {
    const { people } = await lab('one', ['ada', 'ben', 'cy']);
    const [ada, ben, cy] = people as [Person, Person, Person];
    await ben.close();
    const opened = await ada.call('dm.open', { names: ['one-ben'], space: 'one' });
    expect(opened.name).toBe('one-ben');
    expect(opened.request).toBe(false);
    expect((await ada.call('dm.open', { names: ['one-ben'] })).space).toBe(opened.space);
    await ada.call('message.send', { space: opened.space, channel: 'direct', text: 'for you alone' });
    await synced(ada, opened.space);
    await synced(ada, 'one');
    await ada.close();

    const back = await world.reopen(ben.folder);
    await back.until(async () => (await back.call('dm.list', {}))[0]?.messages === 1, 'the message is here');
    const [direct] = await back.call('dm.list', {});
    expect(direct).toMatchObject({ space: opened.space, name: 'one-ada', request: false, state: 'ready' });
    expect(await texts(back, 'one', '@one-ada')).toEqual(['for you alone']);
    // It is the one that he would open himself, and no space of his list.
    expect((await back.call('dm.open', { names: ['one-ada'] })).space).toBe(opened.space);
    expect((await back.call('space.list', {})).map(({ name }) => name)).toEqual(['one']);
    await back.call('message.send', { space: opened.space, channel: 'direct', text: 'and for you' });
    await synced(back, opened.space);

    const ada2 = await world.reopen(ada.folder);
    await ada2.until(
      async () => (await texts(ada2, opened.space, 'direct')).includes('and for you'),
      'the answer is here',
    );
    expect(await cy.call('dm.list', {})).toEqual([]);
    for (const person of [cy, back, ada2]) await person.close();
  });
});
