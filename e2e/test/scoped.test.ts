/** [K6] Guests, AI nodes and bots: they read and write what admits them, and nothing else, wherever one looks. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { keptByProfile } from '../src/kept-bytes.ts';
import { createWorld, type Person, type RunningRelay, type World } from '../src/world.ts';

let world: World;
beforeEach(async () => {
  world = await createWorld();
});
afterEach(async () => {
  await world.close();
});

const SPACE = 'Lab';

const say = (person: Person, channel: string, text: string) =>
  person.call('message.send', { space: SPACE, channel, text });

const texts = async (person: Person, channel: string): Promise<string[]> =>
  (await person.call('message.list', { space: SPACE, channel })).map(({ text }) => text);

const sees = (person: Person, channel: string, text: string): Promise<void> =>
  person.until(async () => (await texts(person, channel)).includes(text), `${text} is there`);

const channels = async (person: Person): Promise<string[]> =>
  (await person.call('channel.list', { space: SPACE })).map(({ name }) => name);

/** Whoever is let in by one device is a member at another only when it has heard of it, the name last. */
const knows = (person: Person, name: string): Promise<void> =>
  person.until(
    async () => (await person.call('member.list', { space: SPACE })).some((known) => known.name === name),
    `${name} is a member`,
  );

const found = (kept: Buffer, words: readonly string[]): string[] =>
  words.filter((word) => kept.includes(word));

/** Ada's and Ben's space with a hall and a vault, and somebody whom only the hall admits. */
const withGuest = async (relay: RunningRelay, role: 'guest' | 'ai' | 'bot' = 'guest') => {
  const ada = await world.person('Ada');
  const ben = await world.person('Ben');
  const guest = await world.person('Gus');
  await ada.call('space.create', { name: SPACE, relay: [relay.address] });
  await ada.call('channel.create', { space: SPACE, name: 'vault' });
  await ada.call('channel.create', { space: SPACE, name: 'hall' });
  const member = await ada.call('invite.create', { space: SPACE });
  await ben.call('space.join', { link: member.link });
  await say(ada, 'vault', 'a secret of the vault');
  await say(ada, 'hall', 'before the guest');
  const { link } = await ada.call('invite.create', { space: SPACE, role, channel: ['hall'] });
  expect(await guest.call('space.join', { link })).toMatchObject({ name: SPACE, state: 'ready' });
  for (const person of [ada, ben]) await knows(person, 'Gus');
  return { ada, ben, guest };
};

describe('a guest', () => {
  it('[K6] reads and writes in the channel that admits it, from then on', async () => {
    const relay = await world.relay();
    const { ada, ben, guest } = await withGuest(relay);
    await say(ada, 'hall', 'welcome');
    await sees(guest, 'hall', 'welcome');
    await say(guest, 'hall', 'thank you');
    for (const member of [ada, ben]) await sees(member, 'hall', 'thank you');
    expect(await texts(guest, 'hall')).toEqual(['welcome', 'thank you']);
    expect(await channels(guest)).toEqual(['hall']);
    // What was there before is not waited for.
    expect(await guest.call('sync.wait', { space: SPACE })).toMatchObject({ unreadable: 0, inSync: true });
    const people = await guest.call('member.list', { space: SPACE });
    expect(people.map(({ name, role }) => [name, role])).toEqual([
      ['Ada', 'owner'],
      ['Ben', 'member'],
      ['Gus', 'guest'],
    ]);
    await expect(say(guest, 'vault', 'let me in')).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(texts(guest, 'vault')).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('[K6] sends files, is seen typing, and has direct messages; made a member, it reads everything', async () => {
    const relay = await world.relay();
    const { ada, ben, guest } = await withGuest(relay);
    const hall = { space: SPACE, channel: 'hall' };
    const plan = Buffer.from('the plan of the guest');
    const { upload } = await guest.call('file.begin', { ...hall, name: 'plan.txt', size: plan.length });
    await guest.call('file.put', { space: SPACE, upload, offset: 0, data: plan.toString('base64') });
    await guest.call('file.finish', { space: SPACE, uploads: [upload] });
    await ben.until(async () => (await texts(ben, 'hall')).length === 2, 'the file is announced');
    const [message] = (await ben.call('message.list', hall)).slice(-1);
    const { data } = await ben.call('file.read', { space: SPACE, id: message?.files?.[0]?.id ?? '' });
    expect(Buffer.from(data, 'base64')).toEqual(plan);
    const typing = ben.event((event) => event.type === 'typing' && event.accounts.length === 1);
    await guest.call('typing.set', { space: SPACE, channel: 'hall' });
    await typing;
    const direct = await ben.call('dm.open', { names: ['Gus'] });
    await ben.call('message.send', { space: direct.space, channel: 'direct', text: 'between us' });
    await guest.until(async () => (await guest.call('dm.list', {})).length === 1, 'the guest hears of it');
    await guest.until(
      async () => (await guest.call('message.list', { space: direct.space, channel: 'direct' })).length === 1,
      'and reads it',
    );
    await ada.call('member.role', { space: SPACE, name: 'Gus', role: 'member' });
    await guest.until(async () => (await channels(guest)).includes('vault'), 'all channels are open');
    await sees(guest, 'vault', 'a secret of the vault');
    await say(guest, 'vault', 'now I know');
    await sees(ben, 'vault', 'now I know');
  });

  it('[K6] keeps nothing of the others, not even their names, and nothing after it was dismissed', async () => {
    const relay = await world.relay();
    const { ada, ben, guest } = await withGuest(relay);
    await say(ben, 'hall', 'welcome');
    await sees(guest, 'hall', 'welcome');
    await ada.call('channel.dismiss', { space: SPACE, channel: 'hall', name: 'Gus' });
    for (const member of [ada, ben]) {
      await say(member, 'hall', 'without the guest');
      await say(member, 'vault', 'another secret of the vault');
    }
    await guest.until(async () => (await channels(guest)).length === 0, 'the guest is told');
    await ben.until(async () => (await texts(ben, 'hall')).length === 4, 'members read all');
    await expect(say(guest, 'hall', 'still here?')).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await guest.call('sync.wait', { space: SPACE });
    await guest.close();
    const kept = await keptByProfile(guest.folder);
    expect(found(kept, ['welcome', SPACE])).toHaveLength(2);
    const others = ['secret of the vault', 'vault', 'before the guest', 'without the guest'];
    expect(found(kept, others)).toEqual([]);
  });

  it('[K6] [K3] dismissed by one while the other is away: nobody who knows is read by it, and nothing is lost', async () => {
    const relay = await world.relay();
    const { ada, ben, guest } = await withGuest(relay);
    await ben.until(async () => (await texts(ben, 'hall')).length === 1, 'Ben has everything');
    await ben.close();
    const away = await world.reopen(ben.folder, { online: false });
    await say(away, 'hall', 'Ben, who does not know');
    await ada.call('channel.dismiss', { space: SPACE, channel: 'hall', name: 'Gus' });
    await say(ada, 'hall', 'Ada, who does');
    await away.close();
    const back = await world.reopen(ben.folder);
    const all = ['before the guest', 'Ben, who does not know', 'Ada, who does'];
    for (const member of [ada, back]) {
      await member.until(async () => (await texts(member, 'hall')).length === 3, 'both read all');
      expect((await texts(member, 'hall')).toSorted()).toEqual(all.toSorted());
    }
    await say(back, 'hall', 'Ben again');
    await sees(ada, 'hall', 'Ben again');
    await guest.close();
    expect(found(await keptByProfile(guest.folder), [...all, 'Ben again'])).toEqual([]);
  });
});

describe('an AI node', () => {
  it('[K6] admitted with history reads what was there before, while nobody is online', async () => {
    const relay = await world.relay();
    const { ada, ben, guest: node } = await withGuest(relay, 'ai');
    await node.close();
    await ada.call('channel.admit', { space: SPACE, channel: 'hall', name: 'Gus', history: true });
    await say(ben, 'hall', 'what do you think?');
    await sees(ada, 'hall', 'what do you think?');
    for (const member of [ada, ben]) await member.call('sync.wait', { space: SPACE });
    for (const member of [ada, ben]) await member.close();
    const back = await world.reopen(node.folder);
    await back.until(async () => (await texts(back, 'hall')).length === 2, 'the past is there');
    expect(await texts(back, 'hall')).toEqual(['before the guest', 'what do you think?']);
    await say(back, 'hall', 'I think so');
    await back.call('sync.wait', { space: SPACE });
    const again = await world.reopen(ben.folder);
    await sees(again, 'hall', 'I think so');
  });

  it('[K6] [C1] admitted until a time reads nothing that is written after it', async () => {
    const relay = await world.relay();
    const { ada, ben, guest: node } = await withGuest(relay, 'ai');
    const until = new Date(Date.now() + 4000).toISOString();
    await ada.call('channel.admit', { space: SPACE, channel: 'hall', name: 'Gus', until });
    await say(ada, 'hall', 'in time');
    await sees(node, 'hall', 'in time');
    await node.until(async () => (await channels(node)).length === 0, 'its time is past');
    await say(ben, 'hall', 'too late');
    await sees(ada, 'hall', 'too late');
    await node.close();
    const kept = await keptByProfile(node.folder);
    expect(found(kept, ['in time', 'too late'])).toEqual(['in time']);
  });
});
