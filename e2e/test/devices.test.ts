/** A person with two computers: the second joins by one link, the first is lost, and one command makes it harmless [G8]. */
import { afterAll, describe, expect, test } from 'vitest';
import { createWorld, type Person, type World } from '../src/world.ts';

const textsOf = async (person: Person): Promise<string[]> =>
  (await person.call('message.list', { space: 'Lab', channel: 'general' })).map(({ text }) => text);

const reads = (person: Person, text: string): Promise<void> =>
  person.until(async () => (await textsOf(person)).includes(text), `${text} is there`);

describe('two computers of one person', () => {
  let world: World;
  let ada: Person;
  let ben: Person;
  let laptop: Person;
  let phrase: string;
  afterAll(() => world?.close());

  const restore = async (name: string): Promise<Person> => {
    const person = await world.device(name);
    await person.call('account.restore', { name: 'Ben', phrase });
    return person;
  };

  test('Ben, no admin, brings a second computer into his spaces by one link', async () => {
    world = await createWorld();
    const relay = await world.relay();
    ada = await world.person('Ada');
    ben = await world.device('ben');
    phrase = (await ben.call('account.create', { name: 'Ben' })).phrase;
    for (const name of ['Lab', 'Club']) {
      await ada.call('space.create', { name, relay: [relay.address] });
      const { link } = await ada.call('invite.create', { space: name });
      await ben.call('space.join', { link });
    }
    await ada.call('message.send', { space: 'Lab', channel: 'general', text: 'Before the laptop' });
    const { link, spaces } = await ben.call('device.link', {});
    expect(spaces).toBe(2);
    laptop = await restore('laptop');
    const joined = await laptop.call('device.adopt', { link });
    expect(joined.map(({ name, state, role }) => `${name} ${state} ${role}`).sort()).toEqual([
      'Club ready member',
      'Lab ready member',
    ]);
    await reads(laptop, 'Before the laptop');
    const devices = await laptop.call('device.list', {});
    expect(devices.map((device) => [device.self, [...device.spaces].sort()])).toEqual([
      [false, ['Club', 'Lab']],
      [true, ['Club', 'Lab']],
    ]);
  });

  test('the link works once, and for nobody else', async () => {
    const { link } = await ben.call('device.link', {});
    const eve = await world.person('Eve');
    await expect(eve.call('device.adopt', { link })).rejects.toMatchObject({ code: 'INVITE_OTHER_ACCOUNT' });
    await eve.close();
  });

  test('the lost computer is put out of every space in one action, and reads nothing afterwards', async () => {
    await expect(
      laptop.call('device.remove', { device: (await laptop.call('account.show', {})).device ?? '' }),
    ).rejects.toMatchObject({ code: 'OWN_DEVICE' });
    const lost = (await laptop.call('device.list', {})).find(({ self }) => !self)?.device ?? '';
    const { spaces, kept } = await laptop.call('device.remove', { device: lost.slice(0, 10) });
    expect([spaces.sort(), kept]).toEqual([['Club', 'Lab'], []]);
    await ben.until(
      async () => (await ben.call('space.list', {})).every(({ state }) => state === 'removed'),
      'the lost computer learns that it is out',
    );
    await laptop.call('message.send', { space: 'Lab', channel: 'general', text: 'From the laptop alone' });
    await reads(ada, 'From the laptop alone');
    await ada.call('message.send', { space: 'Lab', channel: 'general', text: 'Heard you' });
    await reads(laptop, 'Heard you');
    expect(await textsOf(ben)).not.toContain('From the laptop alone');
    expect(await textsOf(ben)).not.toContain('Heard you');
    expect(
      (await ada.call('member.list', { space: 'Lab' })).map(({ name, devices }) => [name, devices]),
    ).toEqual(expect.arrayContaining([['Ben', 1]]));
  });

  test('the owner alone, with nobody else about: the lost computer learns of it from the relay', async () => {
    const relay = await world.relay();
    const first = await world.device('first');
    const { phrase: words } = await first.call('account.create', { name: 'Olga' });
    await first.call('space.create', { name: 'Alone', relay: [relay.address] });
    const { link } = await first.call('device.link', {});
    const second = await world.device('second');
    await second.call('account.restore', { name: 'Olga', phrase: words });
    await second.call('device.adopt', { link });
    const lost = (await second.call('device.list', {})).find(({ self }) => !self)?.device ?? '';
    await second.call('device.remove', { device: lost });
    await first.until(
      async () => (await first.call('space.list', {}))[0]?.state === 'removed',
      'the lost computer learns that it is out',
    );
  });

  test('it does not come back by a link that it had made', async () => {
    await expect(ben.call('device.link', {})).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});
