/** A disk that changes bits of what a device or a relay keeps: found, repaired, and what was lost comes back from the others. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { damageTables, databaseOfProfile, databaseOfRelay } from '../src/damaged-disk.ts';
import { createWorld, type Person, type World } from '../src/world.ts';

let world: World;
beforeEach(async () => {
  world = await createWorld();
});
afterEach(async () => {
  await world.close();
});

const lab = { space: 'Lab', channel: 'general' } as const;
const timeline = async (person: Person) =>
  (await person.call('message.list', { ...lab, limit: 200 })).map(({ id, text, reactions, edited }) => ({
    id,
    text,
    reactions,
    edited,
  }));
const linesOf = (count: number): string =>
  Array.from({ length: count }, (_, i) =>
    JSON.stringify({
      author: 'Cy',
      time: `2020-01-01T00:${String(i % 60).padStart(2, '0')}:00Z`,
      text: `line ${i}`,
    }),
  ).join('\n');

/** Two people and a relay, with words of both, edits, reactions and an import. */
const story = async () => {
  const relay = await world.relay();
  const ada = await world.person('Ada');
  await ada.call('space.create', { name: 'Lab', relay: [relay.address] });
  const { link } = await ada.call('invite.create', { space: 'Lab' });
  const ben = await world.person('Ben');
  await ben.call('space.join', { link });
  await ben.until(async () => (await ben.call('space.list', {}))[0]?.state === 'ready', 'Ben is in');
  await ada.call('message.import', { ...lab, lines: linesOf(20) });
  for (let i = 0; i < 20; i++)
    for (const person of [ada, ben])
      await person.call('message.send', { ...lab, text: `walrus ${i} ${'words '.repeat(20)}` });
  const [first, second] = await timeline(ada);
  await ada.call('message.react', { space: 'Lab', id: second?.id ?? '', emoji: '👍' });
  const own = (await timeline(ada)).filter(({ text }) => text.startsWith('walrus 15'))[0];
  await ada.call('message.edit', { space: 'Lab', id: own?.id ?? '', text: 'walrus in other words' });
  for (const person of [ada, ben]) await person.call('sync.wait', { space: 'Lab', timeout: 30 });
  expect(first).toBeDefined();
  return { relay, ada, ben };
};

/** Ada's profile is closed, damaged, and opened again. */
const damageAda = async (ada: Person, tables: readonly string[]): Promise<Person> => {
  await ada.close();
  damageTables(await databaseOfProfile(ada.folder), tables);
  return world.reopen(ada.folder);
};

describe('bits that change on the disk', { timeout: 120_000 }, () => {
  it('at a client: found, repaired, fetched again; everything is there once and it writes on in its logs', async () => {
    const { ada, ben } = await story();
    const before = await timeline(ada);
    expect(before).toHaveLength(60);
    let now = ada;
    for (const tables of [
      ['search_data', 'message'],
      ['body', 'annotation'],
      ['entry', 'log'],
    ]) {
      now = await damageAda(now, tables);
      const person = now;
      const { state } = await person.call('profile.check', {});
      // What is read at once is repaired by itself before anybody asks.
      expect(['repaired', 'whole']).toContain(state);
      expect([tables, existsSync(path.join(ada.folder, 'plexi.db.before-repair'))]).toEqual([tables, true]);
      await person.until(
        async () => (await person.call('sync.status', { space: 'Lab' })).storage === 'ok',
        `all is back that was lost of ${tables.join()}`,
      );
      await person.until(async () => {
        const found = await timeline(person);
        return JSON.stringify(found) === JSON.stringify(before);
      }, `the timeline is as it was before ${tables.join()} was damaged`);
      expect(await person.call('profile.check', {})).toMatchObject({ state: 'whole' });
    }
    await now.call('message.send', { ...lab, text: 'still here' });
    await ben.until(
      async () => (await timeline(ben)).at(-1)?.text === 'still here',
      'Ben has what Ada wrote',
    );
    expect(await ben.call('fork.list', { space: 'Lab' })).toEqual([]);
    const found = await now.call('message.search', { query: 'walrus', limit: 100 });
    expect(found.results.length).toBeGreaterThan(35);
  });

  it('at a relay: repaired as it starts, and given again by the members; whoever joins then gets all of it', async () => {
    const { relay, ada } = await story();
    const before = await timeline(ada);
    await relay.stop();
    damageTables(databaseOfRelay(relay.folder), ['body', 'log']);
    const again = await world.relay({
      folder: relay.folder,
      listen: relay.address.replace(/\/p2p\/.*/u, ''),
    });
    expect(again.address).toBe(relay.address);
    await ada.call('sync.wait', { space: 'Lab', timeout: 40 });
    expect(existsSync(path.join(relay.folder, 'relay.db.before-repair'))).toBe(true);
    expect(again.output()).toContain('"work":"repair"');
    const { link } = await ada.call('invite.create', { space: 'Lab' });
    const cy = await world.person('Cy');
    await cy.call('space.join', { link });
    await cy.until(async () => {
      const found = await timeline(cy).catch(() => []);
      return JSON.stringify(found.map(({ text }) => text)) === JSON.stringify(before.map(({ text }) => text));
    }, 'Cy has every message');
  });
});
