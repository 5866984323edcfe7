import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createWorld, type Person, type World } from '../src/world.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(async () => {
  await world.close();
});

const restored = async (name: string, phrase: string): Promise<Person> => {
  const person = await world.device(name);
  await person.call('account.restore', { name, phrase });
  return person;
};

/** Ada's space on a relay, with these others in it and everything synced. */
const lab = async (prefix: string, names: readonly string[], phrase?: string) => {
  const relay = await world.relay();
  const [first = '', ...rest] = names;
  const ada = await world.person(`${prefix}-${first}`);
  await ada.call('space.create', { name: prefix, relay: [relay.address] });
  const { link } = await ada.call('invite.create', { space: prefix, uses: rest.length });
  const others: Person[] = [];
  for (const name of rest) {
    // The first of the others may have a phrase that the story knows.
    const other =
      phrase !== undefined && name === rest[0]
        ? await restored(`${prefix}-${name}`, phrase)
        : await world.person(`${prefix}-${name}`);
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

  test('both open one at the same time, apart: everybody goes on in the same one, and can read the other', async () => {
    const { people } = await lab('two', ['ada', 'ben']);
    const [ada, ben] = people as [Person, Person];
    for (const person of people) await person.call('sync.pause', {});
    const [byAda, byBen] = [
      await ada.call('dm.open', { names: ['two-ben'] }),
      await ben.call('dm.open', { names: ['two-ada'] }),
    ];
    expect(byAda.space).not.toBe(byBen.space);
    await ada.call('message.send', { space: byAda.space, channel: 'direct', text: 'from Ada' });
    await ben.call('message.send', { space: byBen.space, channel: 'direct', text: 'from Ben' });
    for (const person of people) await person.call('sync.resume', {});
    const [first, other] = [byAda.space, byBen.space].sort();
    for (const person of people) {
      await person.until(async () => {
        const list = await person.call('dm.list', {});
        return list.length === 1 && list[0]?.space === first && list[0]?.earlier?.[0] === other;
      }, 'both see one conversation');
      await person.until(
        async () => (await texts(person, other ?? '', 'direct')).length === 1,
        'the other one can be read',
      );
    }
    expect((await ada.call('dm.open', { names: ['two-ben'] })).space).toBe(first);
    expect((await ben.call('dm.open', { names: ['two-ada'] })).space).toBe(first);
    for (const person of people) await person.close();
  });

  test('a member whom nobody put in charge asks first; declined it is gone, answered it is accepted', async () => {
    const { people } = await lab('three', ['ada', 'ben', 'cy']);
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

describe('further devices', () => {
  test("[G8] a person's second computer comes into their direct messages and private channels, with what was decided there", async () => {
    const { phrase } = await (await world.device('six-phrase')).call('account.phrase', {});
    const { people } = await lab('six', ['ada', 'ben', 'cy'], phrase);
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
    const second = await restored('six-ben-2', phrase);
    const { link } = await ben.call('device.link', {});
    await second.call('device.adopt', { link });
    await second.until(
      async () => (await texts(second, direct.space, 'direct').catch(() => [])).length === 1,
      'the direct message is on the second computer',
    );
    await second.until(async () => (await names(second)).includes('budget'), 'and the private channel');
    await second.call('message.send', { space: direct.space, channel: 'direct', text: 'from the second' });
    await ada.until(async () => (await texts(ada, direct.space, 'direct')).length === 2, 'Ada reads it');
    await second.until(
      async () => (await second.call('dm.list', {})).every(({ space }) => space !== asked.space),
      'what was declined is declined here too',
    );
    for (const person of [...people, second]) await person.close();
  });
});

const filesWith = async (folder: string, needle: string): Promise<string[]> => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((it) => it.isFile()).map((it) => path.join(it.parentPath, it.name));
  const found = await Promise.all(
    files.map(async (file) => ((await readFile(file)).includes(Buffer.from(needle)) ? [file] : [])),
  );
  return found.flat();
};

describe('private channels', () => {
  test('[G6] [K6] who is added reads all of it, the others see nothing of it; removed, one reads nothing more', async () => {
    const { people } = await lab('four', ['ada', 'ben', 'cy', 'dee']);
    const [ada, ben, cy, dee] = people as [Person, Person, Person, Person];
    const created = await ada.call('channel.create', {
      space: 'four',
      name: 'budget',
      private: true,
      member: ['four-ben'],
    });
    expect(created).toMatchObject({ name: 'budget', private: true });
    await ada.call('message.send', { space: 'four', channel: 'budget', text: 'numbers of March' });
    await ben.until(async () => (await names(ben)).includes('budget'), 'the channel is there');
    await ben.until(async () => (await texts(ben, 'four', 'budget')).length === 1, 'it is read');
    await ben.call('message.send', { space: 'four', channel: '#budget', text: 'seen, Ben' });
    await ada.until(async () => (await texts(ada, 'four', created.id)).length === 2, 'Ben is read');
    expect((await ada.call('space.list', {})).map(({ name }) => name)).toEqual(['four']);
    await expect(
      ben.call('channel.add', { space: 'four', channel: 'budget', names: ['four-cy'] }),
    ).rejects.toThrow(expect.objectContaining({ code: 'NOT_ALLOWED' }));

    await ada.call('channel.add', { space: 'four', channel: 'budget', names: ['four-dee'] });
    await dee.until(
      async () => (await texts(dee, 'four', 'budget').catch(() => [])).length === 2,
      'Dee reads the past',
    );
    await ada.call('channel.remove', { space: 'four', channel: 'budget', name: 'four-dee' });
    await ada.call('message.send', { space: 'four', channel: 'budget', text: 'after Dee' });
    await ben.until(async () => (await texts(ben, 'four', 'budget')).length === 3, 'Ben reads on');
    await dee.until(async () => !(await names(dee)).includes('budget'), 'Dee has lost it');
    for (const person of [ada, ben, dee]) await synced(person, 'four');

    expect(await names(cy)).toEqual(['general']);
    await expect(texts(cy, 'four', 'budget')).rejects.toThrow(expect.objectContaining({ code: 'NOT_FOUND' }));
    const members = await ada.call('channel.members', { space: 'four', channel: 'budget' });
    expect(members).toMatchObject({ private: true, canAdd: true });
    expect(members.members.map(({ name }) => name).sort()).toEqual(['four-ada', 'four-ben']);
    const { id } = created;
    for (const person of people) await person.close();
    for (const needle of ['numbers of March', 'after Dee', 'budget', id])
      expect(await filesWith(cy.folder, needle)).toEqual([]);
    const dees = await world.reopen(dee.folder, { online: false });
    const left = await dees.call('message.search', { query: 'after', wait: 5 });
    expect(left.results).toEqual([]);
    await dees.close();
  });

  test('[K3] whoever the space removes is removed from its private channels before anything more is written there', async () => {
    const { people } = await lab('five', ['ada', 'ben', 'cy']);
    const [ada, ben, cy] = people as [Person, Person, Person];
    // Ben owns a channel that Ada is not in: only he can put Cy out of it.
    await ben.call('channel.create', { space: 'five', name: 'quiet', private: true, member: ['five-cy'] });
    await cy.until(async () => (await names(cy)).includes('quiet'), 'Cy is in');
    await ada.call('channel.create', {
      space: 'five',
      name: 'loud',
      private: true,
      member: ['five-ben', 'five-cy'],
    });
    await ben.until(async () => (await names(ben)).includes('loud'), 'Ben is in');
    await ada.call('sync.pause', {});
    await ada.call('member.remove', { space: 'five', name: 'five-cy' });
    await ada.call('sync.resume', {});
    await ben.until(
      async () => (await ben.call('member.list', { space: 'five' })).length === 2,
      'Ben knows of the removal',
    );
    await ben.call('message.send', { space: 'five', channel: 'quiet', text: 'only us now' });
    const quiet = await ben.call('channel.members', { space: 'five', channel: 'quiet' });
    expect(quiet.members.map(({ name }) => name)).toEqual(['five-ben']);
    await ben.until(async () => {
      const loud = await ben.call('channel.members', { space: 'five', channel: 'loud' });
      return loud.members.every(({ name }) => name !== 'five-cy');
    }, 'Ada removed Cy from hers');
    await ben.call('message.send', { space: 'five', channel: 'loud', text: 'and here' });
    expect(await texts(cy, 'five', 'quiet').catch(() => [])).toEqual([]);
    for (const person of people) await person.close();
  });
});

/** The channels of the space that is named as the people are. */
const names = async (person: Person): Promise<string[]> => {
  const [space] = await person.call('space.list', {});
  return (await person.call('channel.list', { space: space?.id ?? '' })).map(({ name }) => name);
};
