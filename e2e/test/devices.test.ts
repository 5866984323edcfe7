/** A person with two computers: the second joins by one link, the first is lost, and one command makes it harmless [G8]. */
import { afterAll, describe, expect, test } from 'vitest';
import { createWorld, type Person, type World } from '../src/world.ts';

const textsOf = async (person: Person): Promise<string[]> =>
  (await person.call('message.list', { space: 'Lab', channel: 'general' })).map(({ text }) => text);

const reads = (person: Person, text: string): Promise<void> =>
  person.until(async () => (await textsOf(person)).includes(text), `${text} is there`);

/** What somebody thinks of somebody else, in a word. */
const trusts = async (person: Person, name: string): Promise<string> =>
  (await person.call('member.number', { space: 'Lab', name })).state;

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

  test('Ben is in two spaces of Ada, and no admin', async () => {
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
    await reads(ben, 'Before the laptop');
    expect(await ben.call('space.list', {})).toHaveLength(2);
  });

  test('[K8] Ada and Ben compare: one number on both sides, and no other one will do', async () => {
    const there = await ben.call('member.number', { space: 'Lab', name: 'Ada' });
    const here = await ada.call('member.number', { name: 'Ben' });
    expect(here.number).toBe(there.number);
    expect(here.number).toMatch(/^(?:[0-9]{5} ){11}[0-9]{5}$/u);
    expect([here.state, here.devices.map(({ isNew }) => isNew)]).toEqual(['none', [false]]);
    const wrong = here.number.replace(/.$/u, (digit) => String((Number(digit) + 1) % 10));
    const verify = (number: string) => ada.call('member.verify', { name: 'Ben', number });
    await expect(verify(wrong)).rejects.toMatchObject({ code: 'SAFETY_MISMATCH' });
    await expect(verify(there.code.replace(/..$/u, 'xx'))).rejects.toMatchObject({ code: 'SAFETY_MISMATCH' });
    // What Ada shows is not what Ben shows, and less than all of the number is none of it.
    await expect(verify(here.code)).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    await expect(verify(here.number.slice(0, 29))).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    expect(await trusts(ada, 'Ben')).toBe('none');
    expect((await verify(there.code)).state).toBe('verified');
    expect((await ben.call('member.verify', { name: 'Ada', number: here.number })).state).toBe('verified');
    await expect(ada.call('member.verify', { name: 'Ada', number: '1' })).rejects.toMatchObject({
      code: 'NOT_ALLOWED',
    });
  });

  test('Ben, no admin, brings a second computer into his spaces by one link', async () => {
    const { link, spaces } = await ben.call('device.link', {});
    expect(spaces).toBe(2);
    laptop = await restore('laptop');
    const joined = await laptop.call('device.adopt', { link });
    expect(joined.map(({ name, state, role }) => `${name} ${state} ${role}`).sort()).toEqual([
      'Club ready member',
      'Lab ready member',
    ]);
    await reads(laptop, 'Before the laptop');
    await laptop.until(
      async () => (await trusts(laptop, 'Ada')) === 'verified',
      'the laptop knows whom Ben has verified',
    );
    const { device: own = '' } = await laptop.call('account.show', {});
    await laptop.call('device.name', { device: own, name: 'Blue laptop' });
    await ben.until(
      async () => (await ben.call('device.list', {})).some(({ name }) => name === 'Blue laptop'),
      'the first computer knows what the second is called',
    );
    const devices = await laptop.call('device.list', {});
    expect(devices.map((device) => [device.self, [...device.spaces].sort()])).toEqual([
      [false, ['Club', 'Lab']],
      [true, ['Club', 'Lab']],
    ]);
  });

  test('[K8] Ada is warned that a device of somebody whom she verified is new, until she has compared again', async () => {
    await ada.until(async () => (await trusts(ada, 'Ben')) === 'changed', 'the new computer was seen');
    const [ben1] = await ada.call('member.verified', {});
    const own = (await laptop.call('account.show', {})).device;
    expect(ben1?.devices.filter(({ isNew }) => isNew).map(({ device }) => device)).toEqual([own]);
    const { number } = await ada.call('member.number', { name: 'Ben' });
    expect((await ada.call('member.verify', { name: 'Ben', number })).state).toBe('verified');
    expect((await ada.call('member.unverify', { name: 'Ben' })).state).toBe('none');
    expect(await ada.call('member.verified', {})).toEqual([]);
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
    // A direct message is a space of its own.
    const dm = await ben.call('dm.open', { names: ['Ada'], space: 'Lab' });
    const within = { space: dm.space, channel: dm.channel };
    const saidIn = async (person: Person): Promise<string[]> =>
      (await person.call('message.list', within)).map(({ text }) => text);
    const knows = async (person: Person): Promise<boolean> =>
      (await person.call('dm.list', {})).some(({ space, state }) => space === dm.space && state === 'ready');
    await laptop.until(() => knows(laptop), 'the laptop has the direct message');
    await ada.until(() => knows(ada), 'Ada has the direct message');
    const cleo = await world.person('Cleo');
    await cleo.call('space.join', { link: (await ada.call('invite.create', { space: 'Lab' })).link });
    await cleo.until(async () => (await cleo.call('space.list', {}))[0]?.state === 'ready', 'Cleo is in');
    await cleo.close();
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
    await laptop.call('message.send', { ...within, text: 'Between us' });
    await ada.until(async () => (await saidIn(ada)).includes('Between us'), 'Ada reads what is between them');
    expect(await saidIn(ben)).not.toContain('Between us');
    // Whoever was away and knew nothing of it writes nothing that it reads either.
    const back = await world.reopen(cleo.folder);
    await reads(back, 'Heard you');
    await back.call('message.send', { space: 'Lab', channel: 'general', text: 'Back from the sea' });
    await reads(laptop, 'Back from the sea');
    expect(await textsOf(ben)).not.toContain('Back from the sea');
    expect(
      (await ada.call('member.list', { space: 'Lab' })).map(({ name, devices }) => [name, devices]),
    ).toEqual(expect.arrayContaining([['Ben', 1]]));
    const changes = await ada.call('channel.changes', { space: 'Lab', channel: 'general' });
    expect(changes.map(({ type, name }) => `${name} ${type}`)).toEqual([
      'Ben joined',
      'Ben device.added',
      'Cleo joined',
      'Ben device.removed',
    ]);
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
    // Whoever finds the old computer cannot put out the new one by it.
    await first.until(async () => (await first.call('device.list', {})).length === 2, 'both are there');
    const newer = (await first.call('device.list', {})).find(({ self }) => !self);
    expect(newer?.removable).toBe(false);
    await expect(first.call('device.remove', { device: newer?.device ?? '' })).rejects.toMatchObject({
      code: 'DEVICE_NEWER',
    });
    const lost = (await second.call('device.list', {})).find(({ self }) => !self)?.device ?? '';
    await second.call('device.remove', { device: lost });
    await first.until(
      async () => (await first.call('space.list', {}))[0]?.state === 'removed',
      'the lost computer learns that it is out',
    );
    // The newest is lost: with the phrase one more is made, and that puts it out.
    const join = async (name: string): Promise<Person> => {
      const other = await world.device(name);
      await other.call('account.restore', { name: 'Olga', phrase: words });
      await other.call('device.adopt', { link: (await second.call('device.link', {})).link });
      return other;
    };
    const third = await join('third');
    const fourth = await join('fourth');
    const { device = '' } = await third.call('account.show', {});
    expect((await fourth.call('device.remove', { device })).kept).toEqual([]);
    await third.until(
      async () => (await third.call('space.list', {}))[0]?.state === 'removed',
      'the newest computer but one learns that it is out',
    );
  });

  test('it does not come back by a link that it had made', async () => {
    await expect(ben.call('device.link', {})).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});
