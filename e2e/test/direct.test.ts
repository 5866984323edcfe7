import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { lab, names, restored, synced, texts } from '../src/small-lab.ts';
import { createWorld, type Person, type World } from '../src/world.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(async () => {
  await world.close();
});

describe('direct messages', { timeout: 60_000 }, () => {
  test('Ada writes to Ben while he is off, and goes; Ben comes, reads, and answers', async () => {
    const { people } = await lab(world, 'one', ['ada', 'ben', 'cy']);
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

  test('[C1] three open the same one apart: all read all of it as one, in one order, and go on in the same', async () => {
    const { people } = await lab(world, 'two', ['ada', 'ben', 'cy']);
    const all = ['ada', 'ben', 'cy'].map((name) => `two-${name}`);
    for (const person of people) await person.call('sync.pause', {});
    const spaces: string[] = [];
    for (const [i, person] of people.entries()) {
      const others = all.filter((_, other) => other !== i);
      const { space } = await person.call('dm.open', { names: others, space: 'two' });
      spaces.push(space);
    }
    expect(new Set(spaces).size).toBe(3);
    for (const round of ['one', 'two', 'three'])
      for (const [i, person] of people.entries()) {
        const text = `${round} from ${all[i]}`;
        await person.call('message.send', { space: spaces[i] ?? '', channel: 'direct', text });
      }
    for (const person of people) await person.call('sync.resume', {});
    const [home = '', ...earlier] = spaces.toSorted();
    for (const person of people)
      await person.until(async () => {
        const [direct, ...more] = await person.call('dm.list', {});
        const parts = direct?.earlier?.map(({ space }) => space).sort();
        return more.length === 0 && direct?.messages === 9 && parts?.join() === earlier.join();
      }, 'all see one conversation');
    const [ada, ben, cy] = people as [Person, Person, Person];
    const listing = (person: Person, how: object) =>
      person.call('message.list', { space: home, channel: 'direct', ...how });
    const orders: string[][] = [];
    for (const person of people) {
      const order = (await listing(person, {})).map(({ id }) => id);
      expect(new Set(order).size).toBe(9);
      // By pages in both directions, and around each, as a whole.
      const [back, on] = [[order[8] ?? ''], [order[0] ?? '']];
      for (let page = 0; page < 4; page++) {
        const [before, after] = [
          await listing(person, { limit: 2, before: back[0] }),
          await listing(person, { limit: 2, after: on.at(-1) }),
        ];
        back.unshift(...before.map(({ id }) => id));
        on.push(...after.map(({ id }) => id));
      }
      const around = (await listing(person, { limit: 4, around: order[4] })).map(({ id }) => id);
      expect([back, on, around]).toEqual([order, order, order.slice(2, 7)]);
      // The same, by whichever of them it is named.
      expect((await person.call('message.list', { space: earlier[0] ?? '', channel: 'direct' })).length).toBe(
        9,
      );
      orders.push(order);
      const { results } = await person.call('message.search', { query: 'three', space: home, wait: 5 });
      expect(results.map(({ space }) => space)).toEqual([home, home, home]);
    }
    expect(orders[1]).toEqual(orders[0]);
    expect(orders[2]).toEqual(orders[0]);

    const waiting = async (person: Person) =>
      (await person.call('unread.list', {})).filter(({ spaceName }) => spaceName !== 'two');
    expect(await waiting(cy)).toMatchObject([{ space: home, unread: 6 }]);
    const [, , third = ''] = orders[0] ?? [];
    await cy.call('unread.read', { space: home, channel: 'direct', upTo: third });
    const rest = (await listing(cy, { after: third })).filter(({ own }) => !own);
    expect(await waiting(cy)).toMatchObject([{ unread: rest.length, first: rest[0]?.id }]);
    await cy.call('unread.read', { space: home, channel: 'direct' });
    expect(await waiting(cy)).toEqual([]);

    // What is said about a message goes where it is, and what is new to the home, whatever it is called by.
    const last = (await listing(ada, {})).find(({ own, channel }) => !own && channel !== undefined)?.id ?? '';
    await ada.call('message.react', { space: home, id: last, emoji: '👍' });
    const sent = await ada.call('message.send', {
      space: earlier[1] ?? '',
      channel: 'direct',
      text: 'on we go',
    });
    for (const person of [ben, cy]) {
      await person.until(async () => (await listing(person, { limit: 1 }))[0]?.id === sent.id, 'on they go');
      await person.until(
        async () =>
          (await person.call('message.show', { space: home, id: last })).reactions?.[0]?.emoji === '👍',
        'the reaction is seen',
      );
      expect((await person.call('dm.list', {}))[0]?.latest?.text).toBe('on we go');
    }
    expect((await ben.call('dm.open', { names: ['two-ada', 'two-cy'], space: 'two' })).space).toBe(home);
    for (const person of people) await person.close();
    const again = await world.reopen(cy.folder, { online: false });
    expect((await listing(again, {})).map(({ id }) => id)).toEqual([...(orders[0] ?? []), sent.id]);
    await again.call('dm.decline', { dm: earlier[0] ?? '' });
    expect(await again.call('dm.list', {})).toEqual([]);
    await again.close();
  });

  test('a member whom nobody put in charge asks first; declined it is gone, answered it is accepted', async () => {
    const { people } = await lab(world, 'three', ['ada', 'ben', 'cy']);
    const [ada, ben, cy] = people as [Person, Person, Person];
    const opened = await cy.call('dm.open', { names: ['three-ben'], space: 'three' });
    await cy.call('message.send', { space: opened.space, channel: 'direct', text: 'hello stranger' });
    const listed = async (person: Person) =>
      (await person.call('dm.list', {})).find(({ space }) => space === opened.space);
    await ben.until(async () => (await listed(ben))?.messages === 1, 'the request is here');
    expect(await listed(ben)).toMatchObject({ request: true, by: { name: 'three-cy' } });
    // Ada is the owner of a space that Ben is in.
    const fromAda = await ada.call('dm.open', { names: ['three-ben'] });
    await ben.until(
      async () => (await ben.call('dm.list', {})).some(({ space }) => space === fromAda.space),
      "Ada's is here",
    );
    expect((await ben.call('dm.list', {})).find(({ space }) => space === fromAda.space)?.request).toBe(false);
    await ben.call('message.send', { space: opened.space, channel: 'direct', text: 'hello' });
    expect((await listed(ben))?.request).toBe(false);

    const toAda = await ada.call('dm.open', { names: ['three-cy', 'three-ben'] });
    expect(toAda.name.split(', ').sort()).toEqual(['three-ben', 'three-cy']);
    await cy.until(
      async () =>
        (await cy.call('dm.list', {})).some(({ space, state }) => space === toAda.space && state === 'ready'),
      'the three are together',
    );
    await cy.call('dm.decline', { dm: toAda.space });
    expect((await cy.call('dm.list', {})).some(({ space }) => space === toAda.space)).toBe(false);
    await ada.until(async () => {
      const group = (await ada.call('dm.list', {})).find(({ space }) => space === toAda.space);
      return group?.members.find(({ name }) => name === 'three-cy')?.left === true;
    }, 'Ada sees that Cy left');
    await ada.call('message.send', { space: toAda.space, channel: 'direct', text: 'without Cy' });
    for (const person of people) await person.close();
    const again = await world.reopen(cy.folder, { online: false });
    expect((await again.call('dm.list', {})).map(({ space }) => space)).toEqual([opened.space]);
    await again.close();
  });
});

describe('further devices', { timeout: 120_000 }, () => {
  test("[G8] a person's second computer comes into their direct messages and private channels, with what was decided there", async () => {
    const { phrase } = await (await world.device('six-phrase')).call('account.phrase', {});
    const { people } = await lab(world, 'six', ['ada', 'ben', 'cy'], phrase);
    const [ada, ben, cy] = people as [Person, Person, Person];
    const direct = await ada.call('dm.open', { names: ['six-ben'] });
    await ada.call('message.send', { space: direct.space, channel: 'direct', text: 'before the second' });
    await ada.call('channel.create', { space: 'six', name: 'budget', private: true, member: ['six-ben'] });
    const asked = await cy.call('dm.open', { names: ['six-ben'] });
    await ben.until(
      async () => (await ben.call('dm.list', {})).some(({ space }) => space === asked.space),
      'Cy asks',
    );
    await ben.call('dm.decline', { dm: asked.space });
    const second = await restored(world, 'six-ben-2', phrase);
    const { link } = await ben.call('device.link', {});
    await second.call('device.adopt', { link });
    await second.until(
      async () => (await texts(second, direct.space, 'direct').catch(() => [])).length === 1,
      'the direct message is on the second computer',
    );
    await second.until(async () => (await names(second)).includes('budget'), 'and the private channel');
    // What it can read may be there before the device may write [G8].
    await second.until(
      async () =>
        (await second.call('dm.list', {})).some(
          ({ space, state }) => space === direct.space && state === 'ready',
        ),
      'it may write there',
    );
    await second.call('message.send', { space: direct.space, channel: 'direct', text: 'from the second' });
    await ada.until(async () => (await texts(ada, direct.space, 'direct')).length === 2, 'Ada reads it');
    await second.until(
      async () => (await second.call('dm.list', {})).every(({ space }) => space !== asked.space),
      'what was declined is declined here too',
    );
    // Ben's two computers have two names for him; neither insists.
    const decided = await ada.call('governance.log', { space: 'six' });
    expect(decided.filter(({ type }) => type === 'profile.describe')).toHaveLength(people.length);
    // A name that he takes is that of both, everywhere.
    expect(await second.call('profile.set', { name: 'Benjamin' })).toMatchObject({ name: 'Benjamin' });
    const isCalled = async (space: string): Promise<boolean> =>
      (await ada.call('member.list', { space })).some(({ name }) => name === 'Benjamin');
    await ada.until(() => isCalled('six'), 'Ada sees the name');
    await ada.until(() => isCalled(direct.space), 'and in the direct message');
    await ben.until(
      async () => (await ben.call('account.show', {})).name === 'Benjamin',
      'his first computer goes by it',
    );
    for (const person of [...people, second]) await person.close();
  });
});
