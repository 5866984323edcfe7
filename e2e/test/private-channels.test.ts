import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { LIMITS } from '@plexi/protocol';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { lab, names, synced, texts } from '../src/small-lab.ts';
import { createWorld, type Person, type World } from '../src/world.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(async () => {
  await world.close();
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
    const { people } = await lab(world, 'four', ['ada', 'ben', 'cy', 'dee']);
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
    const changes = await ben.call('channel.changes', { space: 'four', channel: 'budget' });
    expect(changes.map(({ type, name, byName }) => [type, name, byName])).toEqual([
      ['joined', 'four-ben', 'four-ada'],
      ['joined', 'four-dee', 'four-ada'],
      ['removed', 'four-dee', 'four-ada'],
    ]);
    const said = await ben.call('message.list', { space: 'four', channel: 'budget' });
    const inOrder = [...changes.slice(1), ...said].sort((a, b) => a.clock - b.clock);
    expect(inOrder.map((one) => ('type' in one ? one.type : one.text))).toEqual([
      'numbers of March',
      'seen, Ben',
      'joined',
      'removed',
      'after Dee',
    ]);
    const place = { space: 'four', channel: 'budget' };
    const [, joined, removed] = changes;
    expect(await ben.call('channel.changes', { ...place, limit: 1, before: removed?.clock })).toEqual([
      joined,
    ]);
    expect(await ben.call('channel.changes', { ...place, after: joined?.clock })).toEqual([removed]);
    await expect(
      ben.call('channel.changes', { ...place, limit: LIMITS.trustChanges + 1 }),
    ).rejects.toMatchObject({ code: 'INVALID_INPUT' });
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
    const { people } = await lab(world, 'five', ['ada', 'ben', 'cy']);
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
    await cy.call('channel.create', { space: 'five', name: 'cys', private: true, member: ['five-ben'] });
    await ben.until(async () => {
      const here = await names(ben);
      return here.includes('loud') && here.includes('cys');
    }, 'Ben is in');
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
    // Cy's own has nobody above Cy: it is said so, with the way on.
    await expect(
      ben.call('message.send', { space: 'five', channel: 'cys', text: 'and here?' }),
    ).rejects.toMatchObject({ code: 'CHANNEL_OWNERLESS' });
    for (const person of people) await person.close();
  });
});
