import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createWorld, type Person, type World } from '../src/world.ts';

let world: World;
beforeEach(async () => {
  world = await createWorld();
});
afterEach(async () => {
  await world.close();
});

const SPACE = 'Lab';
const GENERAL = { space: SPACE, channel: 'general' };

/** Ada and Ben in a space that a relay serves. */
const lab = async (options: { now?: () => number } = {}) => {
  const relay = await world.relay();
  const ada = await world.person('ada', options);
  await ada.call('space.create', { name: SPACE, relay: [relay.address] });
  const ben = await world.person('ben', options);
  const { link } = await ada.call('invite.create', { space: SPACE });
  await ben.call('space.join', { link });
  await ada.until(async () => (await ada.call('member.list', { space: SPACE })).length === 2, 'Ben is in');
  return { relay, ada, ben };
};

/** Another computer of somebody: restored from the phrase, brought in by a link. */
const another = async (of: Person, phrase: string, name: string): Promise<Person> => {
  const device = await world.device(name);
  await device.call('account.restore', { name: 'ada', phrase });
  const { link } = await of.call('device.link', {});
  await device.call('device.adopt', { link });
  await device.until(
    async () => (await device.call('space.list', {})).some(({ state }) => state === 'ready'),
    'the other computer is in',
  );
  return device;
};

const unreadOf = async (person: Person): Promise<{ unread: number; mentions: number }> => {
  const [found] = await person.call('unread.list', {});
  return { unread: found?.unread ?? 0, mentions: found?.mentions ?? 0 };
};
const waits = (person: Person, unread: number, mentions = 0): Promise<void> =>
  person.until(
    async () => JSON.stringify(await unreadOf(person)) === JSON.stringify({ unread, mentions }),
    `${unread} wait, ${mentions} of them mentions`,
  );

describe('what waits to be read', () => {
  test('[C4] is the same on both of a person’s computers, whoever was away, and late words are not lost', async () => {
    const relay = await world.relay();
    const ada = await world.device('ada');
    const { phrase } = await ada.call('account.create', { name: 'ada' });
    await ada.call('space.create', { name: SPACE, relay: [relay.address] });
    const ben = await world.person('ben');
    const { link } = await ada.call('invite.create', { space: SPACE });
    await ada.call('message.send', { ...GENERAL, text: 'before Ben came' });
    await ben.call('space.join', { link });
    const laptop = await another(ada, phrase, 'laptop');
    // History before one's joining is not unread.
    expect(await unreadOf(ben)).toEqual({ unread: 0, mentions: 0 });

    await ben.call('message.send', { ...GENERAL, text: 'one' });
    await ben.call('message.send', { ...GENERAL, text: 'two for @ada' });
    const third = await ben.call('message.send', { ...GENERAL, text: 'three' });
    await Promise.all([waits(ada, 3, 1), waits(laptop, 3, 1)]);
    const [mention] = await laptop.call('mention.list', { unread: true });
    expect(mention).toMatchObject({ text: 'two for @ada', channelName: 'general', unread: true });

    await ada.call('unread.read', GENERAL);
    await Promise.all([waits(ada, 0), waits(laptop, 0)]);
    expect(await laptop.call('mention.list', { unread: true })).toEqual([]);
    await laptop.call('unread.read', { ...GENERAL, from: third.id });
    await Promise.all([waits(ada, 1), waits(laptop, 1)]);

    // One computer is off while the other reads on; Ben is cut off, writes, and comes back after both have read.
    await ada.close();
    await ben.call('sync.pause', {});
    const late = await ben.call('message.send', { ...GENERAL, text: 'written in a tunnel' });
    await laptop.call('message.send', { ...GENERAL, text: 'mine, later' });
    await laptop.call('unread.read', GENERAL);
    await waits(laptop, 0);
    await ben.call('sync.resume', {});
    await waits(laptop, 1);
    const back = await world.reopen(ada.folder);
    await back.until(
      async () => (await back.call('unread.list', {}))[0]?.first === late.id,
      'the late word is what waits',
    );
    await waits(back, 1);
    await back.call('unread.read', { ...GENERAL, upTo: late.id });
    await Promise.all([waits(back, 0), waits(laptop, 0)]);
  });

  test('catching up shows mentions first, and no channel that is muted; what is hidden or blocked does not wait', async () => {
    const { ada, ben } = await lab();
    await ada.call('channel.create', { space: SPACE, name: 'noise' });
    await ben.until(
      async () => (await ben.call('channel.list', { space: SPACE })).some(({ name }) => name === 'noise'),
      'the channel is there',
    );
    for (let i = 0; i < 3; i++)
      await ben.call('message.send', { space: SPACE, channel: 'noise', text: `${i}` });
    const called = await ben.call('message.send', { ...GENERAL, text: '@channel look' });
    const hidden = await ben.call('message.send', { ...GENERAL, text: 'never mind' });
    const counts = async () =>
      (await ada.call('unread.list', {}))
        .map(({ unread }) => unread)
        .toSorted((a, b) => a - b)
        .join();
    await ada.until(async () => (await counts()) === '2,3', 'all wait');
    expect(await ada.call('unread.catchup', {})).toMatchObject({
      mentions: [{ id: called.id }],
      channels: [
        { name: 'general', unread: 2, mentions: 1, first: called.id },
        { name: 'noise', unread: 3, mentions: 0 },
      ],
    });
    await ada.call('channel.mute', { space: SPACE, channel: 'noise' });
    await ada.call('message.hide', { space: SPACE, id: hidden.id });
    expect(await ada.call('unread.catchup', {})).toMatchObject({
      channels: [{ name: 'general', unread: 1, level: 'all' }],
    });
    expect((await ada.call('message.list', GENERAL)).at(-1)).toMatchObject({ hidden: true, text: '' });
    await ada.call('account.block', { space: SPACE, name: 'ben' });
    expect(await ada.call('unread.list', {})).toEqual([]);
    expect((await ada.call('message.list', GENERAL)).at(0)).toMatchObject({ blocked: true });
    // Who is blocked begins no conversation either; what comes after it shows that it was not merely late.
    await ben.call('dm.open', { space: SPACE, names: ['ada'] });
    const last = await ben.call('message.send', { ...GENERAL, text: 'hello?' });
    await ada.until(
      async () => (await ada.call('message.list', GENERAL)).some(({ id }) => id === last.id),
      'what was said after it is there',
    );
    expect(await ada.call('dm.list', {})).toEqual([]);
    await ada.call('account.unblock', { space: SPACE, name: 'ben' });
    await waits(ada, 2, 1);
  });
});

describe('who is there', () => {
  test('presence, a status and typing reach the others; a blocked person’s do not', async () => {
    const { ada, ben } = await lab();
    const seen = async (who: string) =>
      (await ada.call('presence.list', { space: SPACE })).find(({ name }) => name === who);
    await ada.until(async () => (await seen('ben'))?.status === 'online', 'Ben is online');
    await ben.call('presence.set', { status: 'dnd', text: 'Writing', emoji: '✍️' });
    await ada.until(async () => (await seen('ben'))?.status === 'dnd', 'Ben is not to be disturbed');
    expect(await seen('ben')).toMatchObject({ text: 'Writing', emoji: '✍️' });
    const typing = ada.event((event) => event.type === 'typing' && event.accounts.length === 1);
    await ben.call('typing.set', GENERAL);
    await typing;
    const stopped = ada.event((event) => event.type === 'typing' && event.accounts.length === 0);
    await ben.call('message.send', { ...GENERAL, text: 'there' });
    await stopped;
    await ben.call('presence.set', { status: 'online', text: '', emoji: '' });
    await ada.until(async () => (await seen('ben'))?.text === undefined, 'the status is gone');
    await ben.call('presence.active', { active: false });
    await ada.until(async () => (await seen('ben'))?.status === 'away', 'Ben is away');
    await ben.close();
    await ada.until(async () => (await seen('ben'))?.status === 'offline', 'Ben is gone');
  });

  test('a profile is seen by members, its picture checked by its bytes', async () => {
    const { ada, ben } = await lab();
    const png = Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.alloc(40)]).toString('base64');
    const avatar = `data:image/png;base64,${png}`;
    await ben.call('profile.set', { about: 'I keep the light', zone: 'Europe/Paris', avatar });
    const shown = () => ada.call('profile.show', { space: SPACE, account: 'ben' });
    await ada.until(async () => (await shown()).about !== '', 'the profile is there');
    expect(await shown()).toMatchObject({
      about: 'I keep the light',
      zone: 'Europe/Paris',
      avatar,
      self: false,
    });
    const page = Buffer.from('<script>alert(1)</script>').toString('base64');
    await expect(ben.call('profile.set', { avatar: `data:image/png;base64,${page}` })).rejects.toMatchObject({
      code: 'INVALID_INPUT',
    });
  });

  test('read receipts are shared only by who wants to', async () => {
    const { ada, ben } = await lab();
    const sent = await ada.call('message.send', { ...GENERAL, text: 'seen?' });
    const state = async () => (await ada.call('message.show', { space: SPACE, id: sent.id })).state;
    await waits(ben, 1);
    await ben.call('unread.read', GENERAL);
    await ada.until(async () => (await state()) === 'delivered', 'it is delivered');
    await ben.call('settings.set', { key: 'share.read', value: 'on' });
    await ben.call('unread.read', { ...GENERAL, from: sent.id });
    await ben.call('unread.read', GENERAL);
    await ada.until(async () => (await state()) === 'read', 'it is read');
  });
});

describe('what an account keeps for itself', () => {
  test('saved messages and settings reach the other computer, and nobody else can read them', async () => {
    const relay = await world.relay();
    const ada = await world.device('ada');
    const { phrase } = await ada.call('account.create', { name: 'ada' });
    await ada.call('space.create', { name: SPACE, relay: [relay.address] });
    const ben = await world.person('ben');
    const { link } = await ada.call('invite.create', { space: SPACE });
    await ben.call('space.join', { link });
    const laptop = await another(ada, phrase, 'laptop');
    const message = await ada.call('message.send', { ...GENERAL, text: 'keep this' });
    await ada.call('message.save', { space: SPACE, id: message.id });
    await ada.call('settings.set', { key: 'secret', value: 'marzipan-for-nobody' });
    await laptop.until(
      async () => (await laptop.call('settings.get', {})).values['secret'] === 'marzipan-for-nobody',
      'the setting is there',
    );
    await laptop.until(
      async () => (await laptop.call('message.saved', {})).length === 1,
      'it is saved there',
    );
    expect(await laptop.call('message.show', { space: SPACE, id: message.id })).toMatchObject({
      saved: true,
    });
    expect((await ben.call('settings.get', {})).values).toEqual({});
    expect(await ben.call('message.saved', {})).toEqual([]);
    await laptop.call('message.save', { space: SPACE, id: message.id, remove: true });
    await ada.until(async () => (await ada.call('message.saved', {})).length === 0, 'it is saved no more');
  });
});

describe('scheduled messages', () => {
  test('are sent at their time, or as soon as the device is back and then say when they were meant', async () => {
    let nowMs = Date.now();
    const { ada, ben } = await lab({ now: () => nowMs });
    const at = new Date(nowMs + 300).toISOString();
    const soon = await ada.call('message.schedule', { ...GENERAL, text: 'in a moment, @ben', at });
    expect(await ada.call('scheduled.list', {})).toMatchObject([{ id: soon.id, name: 'general' }]);
    nowMs += 400;
    await ben.until(
      async () => (await ben.call('message.list', GENERAL)).some(({ text }) => text === 'in a moment, @ben'),
      'it is there',
    );
    expect((await ben.call('mention.list', {})).length).toBe(1);
    expect(await ada.call('scheduled.list', {})).toEqual([]);
    const hour = 3_600_000;
    const later = await ada.call('message.schedule', {
      ...GENERAL,
      text: 'for tea',
      at: new Date(nowMs + hour).toISOString(),
    });
    const never = await ada.call('message.schedule', {
      ...GENERAL,
      text: 'never',
      at: new Date(nowMs + hour).toISOString(),
    });
    await ada.call('scheduled.edit', { id: later.id, text: 'for tea and cake' });
    await ada.call('scheduled.cancel', { id: never.id });
    await ada.close();
    const meant = new Date(nowMs + hour).toISOString().slice(0, 16).replace('T', ' ');
    nowMs += 2 * hour;
    const back = await world.reopen(ada.folder, { now: () => nowMs });
    await ben.until(
      async () =>
        (await ben.call('message.list', GENERAL)).at(-1)?.text === `for tea and cake\n\n⏱ ${meant} UTC`,
      'it came late',
    );
    expect(await back.call('scheduled.list', {})).toEqual([]);
    expect((await ben.call('message.list', GENERAL)).length).toBe(2);
  });
});
