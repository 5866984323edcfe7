import { cp } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createWorld, type Person, type RunningRelay, type World } from '../src/world.ts';

let world: World;
beforeEach(async () => {
  world = await createWorld();
});
afterEach(async () => {
  await world.close();
});

const lab = { space: 'Lab', channel: 'general' } as const;
/** Nobody is reachable but the relay. */
const alone = { listen: [] };

const texts = async (person: Person): Promise<string[]> =>
  (await person.call('message.list', { ...lab, limit: 100 })).map((message) => message.text);

const say = (person: Person, text: string) => person.call('message.send', { ...lab, text });

const seeAll = (people: readonly Person[], expected: readonly string[]): Promise<void[]> =>
  Promise.all(
    people.map((person) =>
      person.until(
        async () => JSON.stringify((await texts(person)).toSorted()) === JSON.stringify(expected.toSorted()),
        `all of ${expected.join(', ')} are there`,
      ),
    ),
  );

const settled = (people: readonly Person[]): Promise<unknown[]> =>
  Promise.all(people.map((person) => person.call('sync.wait', { space: 'Lab', timeout: 15 })));

interface Partition {
  /** Ada (owner) and Ben (admin), and Eve (member). */
  folders: { ada: string; ben: string; eve: string };
  links: { ada: string; ben: string };
  /** Starts the relay of one side; the other side's is a copy from before that knows nothing of it. */
  side(which: 'first' | 'second'): Promise<RunningRelay>;
}

/** A space whose relay has two lives: what happens on one side stays there until somebody carries it over. */
const part = async (): Promise<Partition> => {
  const relay = await world.relay();
  const ada = await world.person('Ada', alone);
  await ada.call('space.create', { name: 'Lab', relay: [relay.address] });
  const invite = async (from: Person) => (await from.call('invite.create', { space: 'Lab' })).link;
  const [ben, eve] = [await world.person('Ben', alone), await world.person('Eve', alone)];
  for (const person of [ben, eve]) {
    expect(await person.call('space.join', { link: await invite(ada) })).toMatchObject({ state: 'ready' });
  }
  await ada.until(
    async () => (await ada.call('member.list', { space: 'Lab' })).some(({ name }) => name === 'Ben'),
    'Ada knows Ben by name',
  );
  await ada.call('member.role', { space: 'Lab', name: 'Ben', role: 'admin' });
  await ben.until(async () => (await ben.call('space.list', {}))[0]?.role === 'admin', 'Ben is an admin');
  const links = { ada: await invite(ada), ben: await invite(ben) };
  await settled([ada, ben, eve]);
  for (const person of [ada, ben, eve]) await person.close();
  await relay.stop();
  const second = world.folder('relay-second');
  await cp(relay.folder, second, { recursive: true });
  const listen = `/ip4/127.0.0.1/tcp/${/\/tcp\/(\d+)\//.exec(relay.address)?.[1]}`;
  return {
    folders: { ada: ada.folder, ben: ben.folder, eve: eve.folder },
    links,
    side: (which) => world.relay({ folder: which === 'first' ? relay.folder : second, listen }),
  };
};

const leave = async (relay: RunningRelay, people: readonly Person[]): Promise<void> => {
  await settled(people);
  for (const person of people) await person.close();
  await relay.stop();
};

describe('two admins in separate partitions', { timeout: 90_000 }, () => {
  it('[K3] each admits somebody: afterwards everybody reads everything that was written on both sides', async () => {
    const partition = await part();
    const { folders, links } = partition;

    const first = await partition.side('first');
    const ada = await world.reopen(folders.ada, alone);
    const chen = await world.person('Chen', alone);
    expect(await chen.call('space.join', { link: links.ada })).toMatchObject({ state: 'ready' });
    await say(ada, 'from Ada');
    await say(chen, 'from Chen');
    await seeAll([ada, chen], ['from Ada', 'from Chen']);
    await leave(first, [ada, chen]);

    const second = await partition.side('second');
    const ben = await world.reopen(folders.ben, alone);
    const dora = await world.person('Dora', alone);
    expect(await dora.call('space.join', { link: links.ben })).toMatchObject({ state: 'ready' });
    await say(ben, 'from Ben');
    await say(dora, 'from Dora');
    await seeAll([ben, dora], ['from Ben', 'from Dora']);
    await leave(second, [ben, dora]);

    await partition.side('first');
    const people = await Promise.all([ada, ben, chen, dora].map(({ folder }) => world.reopen(folder, alone)));
    const before = ['from Ada', 'from Chen', 'from Ben', 'from Dora'];
    await seeAll(people, before);
    const again = ['again Ada', 'again Ben', 'again Chen', 'again Dora'];
    for (const [i, person] of people.entries()) await say(person, again[i] ?? '');
    await seeAll(people, [...before, ...again]);
    const [one, ...others] = await Promise.all(people.map((person) => texts(person)));
    for (const other of others) expect(other).toEqual(one);
  });

  it('[K3] [G4] one removes, the other admits: the removed reads nothing later, everybody else reads all', async () => {
    const partition = await part();
    const { folders, links } = partition;

    const first = await partition.side('first');
    const ada = await world.reopen(folders.ada, alone);
    await ada.call('member.remove', { space: 'Lab', name: 'Eve' });
    await say(ada, 'without Eve');
    await leave(first, [ada]);

    const second = await partition.side('second');
    const [ben, eve] = [await world.reopen(folders.ben, alone), await world.reopen(folders.eve, alone)];
    const dora = await world.person('Dora', alone);
    expect(await dora.call('space.join', { link: links.ben })).toMatchObject({ state: 'ready' });
    await say(eve, 'Eve, not knowing');
    await say(dora, 'from Dora');
    await seeAll([ben, dora, eve], ['Eve, not knowing', 'from Dora']);
    await leave(second, [ben, dora, eve]);

    await partition.side('first');
    const people = await Promise.all([ada, ben, dora].map(({ folder }) => world.reopen(folder, alone)));
    await seeAll(people, ['without Eve', 'from Dora']);
    const [adaNow] = people;
    await say(adaNow as Person, 'all together');
    await seeAll(people, ['without Eve', 'from Dora', 'all together']);
    const eveNow = await world.reopen(eve.folder, alone);
    await eveNow.until(
      async () => (await eveNow.call('space.list', {}))[0]?.state === 'removed',
      'Eve learns of it',
    );
    expect(await texts(eveNow)).not.toContain('without Eve');
    expect(await texts(eveNow)).not.toContain('all together');
  });
});
