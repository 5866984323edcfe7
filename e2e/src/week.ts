/**
 * A scripted week of a space: two owners, an admin, a moderator, three members, a guest, two relays and, where there is a model, an
 * AI node. It is founded, talks, is cut in two while both sides decide, is attacked by its admin, and judges what was written.
 */
import { cp } from 'node:fs/promises';
import path from 'node:path';
import { expect } from 'vitest';
import { agree, byOperations, CHANNEL, type Facts, type Hand, SPACE } from './hand.ts';
import { keptByProfile } from './kept-bytes.ts';
import type { Person, RunningRelay, World } from './world.ts';

/** Nobody is reached but through relays. */
const ALONE = { listen: [] };
const DAY_MS = 86_400_000;
const place = { space: SPACE, channel: CHANNEL } as const;

export interface Officials {
  /** An owner. */
  ada: Hand;
  /** The moderator; comes by a link. */
  mo: Hand;
}

export interface Cast extends Officials {
  relays: [RunningRelay, RunningRelay];
  /** By operations: Olu the other owner, Mal the admin, three members. */
  people: Record<'olu' | 'mal' | 'cy' | 'di' | 'eve', Person>;
  hands: Record<'olu' | 'mal' | 'cy' | 'di' | 'eve', Hand>;
}

/** A relay again, with what it had, where it was. */
const again = (world: World, { folder, address }: RunningRelay): Promise<RunningRelay> =>
  world.relay({ folder, listen: address.slice(0, address.indexOf('/p2p/')) });

const texts = async ({ read }: Pick<Hand, 'read'>): Promise<string[]> =>
  (await read('message.list', { ...place, limit: 200 })).map(({ text }) => text);

const roleOf = async ({ read }: Pick<Hand, 'read'>, name: string): Promise<string | undefined> =>
  (await read('member.list', { space: SPACE })).find((member) => member.name === name)?.role;

/** Everybody with their rank. */
const ranksIn = ({ members }: Facts): string[] =>
  members.map((member) => member.slice(0, member.lastIndexOf(' ')));

const sees = (hand: Hand, words: string): Promise<void> =>
  hand.until(async () => (await texts(hand)).includes(words), `${hand.name} reads: ${words}`);

/** Founded by Ada on two relays. One of them is away when somebody is invited, and the other when they come. */
export const monday = async (
  world: World,
  relays: [RunningRelay, RunningRelay],
  ada: Hand,
  enter: (link: string) => Promise<Hand>,
): Promise<Cast> => {
  const link = await ada.invite('member', 10);
  const names = ['Olu', 'Mal', 'Cy', 'Eve'] as const;
  const [olu, mal, cy, eve] = (await Promise.all(names.map((name) => world.person(name, ALONE)))) as [
    Person,
    Person,
    Person,
    Person,
  ];
  for (const person of [olu, mal, cy, eve]) await person.call('space.join', { link, timeout: 60 });
  const mo = await enter(link);
  await relays[1].stop();
  const late = await ada.invite('member', 1);
  await ada.until(async () => {
    const { relays: held } = await ada.read('sync.status', { space: SPACE });
    return held.some(({ inSync }) => inSync);
  }, 'a relay holds the invite');
  await relays[0].stop();
  const di = await world.person('Di', ALONE);
  const all = [ada, mo, ...[olu, mal, cy, eve].map((person) => byOperations('', person))];
  for (const hand of all) await hand.goOffline();
  const second = await again(world, relays[1]);
  // Whom she asks has not heard of her invite yet.
  expect(await di.call('space.join', { link: late, timeout: 2 })).toMatchObject({ state: 'waiting' });
  const first = await again(world, relays[0]);
  for (const hand of all) await hand.goOnline();
  await di.until(async () => (await di.call('space.list', {}))[0]?.state === 'ready', 'Di is let in');

  await ada.until(
    async () => (await ada.read('member.list', { space: SPACE })).length === 7,
    'all are known',
  );
  await ada.makeRole('Mal', 'admin');
  await ada.makeRole('Mo', 'moderator');
  await ada.voteFor('Olu');
  const people = { olu, mal, cy, di, eve };
  const hands = {
    olu: byOperations('Olu', olu),
    mal: byOperations('Mal', mal),
    cy: byOperations('Cy', cy),
    di: byOperations('Di', di),
    eve: byOperations('Eve', eve),
  };
  await agree([ada, mo, ...Object.values(hands)]);
  expect(await roleOf(hands.eve, 'Olu')).toBe('owner');
  // From here on it takes both of them: no side of a cut makes anything final alone.
  await ada.sign();
  await hands.olu.until(async () => {
    const { version, provisional } = await hands.olu.read('governance.status', { space: SPACE });
    return version > 0 && provisional === 0;
  }, 'who the owners are is final');
  return { ada, mo, relays: [first, second], people, hands };
};

/** Work: a thread, a channel for some, and a guest. */
export const tuesday = async (world: World, { ada, mo, people, hands }: Cast): Promise<Person> => {
  const { olu, cy, di } = people;
  await ada.say('Shall we paint the boat?');
  await sees(hands.cy, 'Shall we paint the boat?');
  const [asked] = (await cy.call('message.list', place)).slice(-1);
  await cy.call('message.reply', { space: SPACE, id: asked?.id ?? '', text: 'Blue, please' });
  await di.call('channel.create', { space: SPACE, name: 'work' });
  await olu.call('channel.create', { space: SPACE, name: 'council', private: true, member: ['Cy'] });
  await olu.call('message.send', { space: SPACE, channel: 'council', text: 'Between us: who pays?' });
  const gus = await world.person('Gus', ALONE);
  const link = await ada.invite('guest', 1);
  expect(await gus.call('space.join', { link, timeout: 60 })).toMatchObject({ state: 'ready' });
  await gus.call('message.send', { ...place, text: 'I bring a brush' });
  await sees(mo, 'I bring a brush');
  await mo.say('Thank you, Gus');
  await sees(byOperations('Gus', gus), 'Thank you, Gus');
  await cy.until(
    async () => (await cy.call('channel.list', { space: SPACE })).some(({ name }) => name === 'council'),
    'Cy is in the council',
  );
  expect((await gus.call('channel.list', { space: SPACE })).map(({ name }) => name)).toEqual([CHANNEL]);
  expect((await di.call('channel.list', { space: SPACE })).map(({ name }) => name)).not.toContain('council');
  return gus;
};

/** A cut: each side has one relay and half of the people, and both decide about the same ones. */
export const wednesday = async (world: World, cast: Cast): Promise<string[]> => {
  const { ada, mo, relays, hands, people } = cast;
  const { olu, mal, cy, di, eve } = hands;
  const here = [ada, cy, di];
  const there = [mo, olu, mal, eve];
  for (const hand of there) await hand.goOffline();
  await relays[1].stop();
  await ada.makeRole('Cy', 'moderator');
  await ada.makeRole('Eve', 'moderator');
  await ada.makeRole('Mo', 'member');
  await sees(di, 'Thank you, Gus');
  await cy.say('Cy on this side');
  await cy.until(async () => (await roleOf(cy, 'Cy')) === 'moderator', 'Cy knows');
  await cy.mute('Di');
  await sees(ada, 'Cy on this side');
  for (const hand of here) await people.cy.call('sync.wait', { space: SPACE, timeout: 1 }).catch(() => hand);
  for (const hand of here) await hand.goOffline();
  await relays[0].stop();

  relays[1] = await again(world, relays[1]);
  for (const hand of there) await hand.goOnline();
  await mo.mute('Di');
  await olu.makeRole('Eve', 'admin');
  await olu.remove('Cy');
  await mal.makeRole('Di', 'moderator');
  await eve.say('Eve on that side');
  await sees(mo, 'Eve on that side');
  relays[0] = await again(world, relays[0]);
  for (const hand of here) await hand.goOnline();

  const facts = await agree([ada, mo, olu, mal, di, eve]);
  await people.cy.until(
    async () => (await people.cy.call('space.list', {}))[0]?.state === 'removed',
    'Cy is out',
  );
  expect(facts.members.some((member) => member.startsWith('Cy '))).toBe(false);
  await olu.say('Now that we are one again');
  await sees(ada, 'Now that we are one again');
  expect(await texts(cy)).not.toContain('Now that we are one again');
  const link = await ada.invite('member', 1);
  await people.cy.call('space.join', { link, timeout: 60 });
  await ada.makeRole('Mo', 'moderator');
  return ranksIn(await agree([ada, mo, olu, mal, cy, di, eve]));
};

/** The admin does what harm he can, in two places at once and in the past; the owners remove him. */
export const thursday = async (world: World, cast: Cast): Promise<string[]> => {
  const { ada, mo, hands, people } = cast;
  const { olu, cy, di, eve } = hands;
  const before = await agree([ada, mo, olu, hands.mal, cy, di, eve]);
  const { folder } = people.mal;
  await people.mal.close();
  const twin = world.folder('mal-again');
  await cp(folder, twin, { recursive: true });
  const harm: [string, (mal: Person) => Promise<unknown>, () => number][] = [
    [folder, (mal) => mal.call('member.ban', { space: SPACE, name: 'Di' }), Date.now],
    [twin, (mal) => mal.call('member.remove', { space: SPACE, name: 'Cy' }), () => Date.now() - 3 * DAY_MS],
  ];
  for (const [where, attack, now] of harm) {
    const mal = await world.reopen(where, { online: false, now });
    await attack(mal);
    await mal.call('member.mute', { space: SPACE, name: 'Mo' });
    await mal.call('channel.archive', { space: SPACE, channel: CHANNEL });
    await mal.call('invite.create', { space: SPACE, uses: 100 });
    await expect(mal.call('member.remove', { space: SPACE, name: 'Olu' })).rejects.toMatchObject({
      code: 'NOT_ALLOWED',
    });
    await mal.close();
  }
  await ada.remove('Mal');
  await olu.until(async () => (await roleOf(olu, 'Mal')) === undefined, 'Olu knows');
  for (const [where] of harm) {
    const mal = await world.reopen(where, ALONE);
    await mal.until(async () => (await mal.call('space.list', {}))[0]?.state === 'removed', 'Mal is out');
    await mal.close();
  }
  await olu.say('He is gone');
  const after = await agree([ada, mo, olu, cy, di, eve]);
  expect(after.members).toEqual(before.members.filter((member) => !member.startsWith('Mal ')));
  expect(after.channels).toEqual(before.channels);
  for (const hand of [mo, cy, di]) {
    await hand.say(`${hand.name} still speaks`);
    await sees(eve, `${hand.name} still speaks`);
  }
  return ranksIn(after);
};

/** An AI node comes by a link, answers in the channel, and is let go: it reads nothing after. */
export const visit = async (world: World, { ada, mo, people }: Cast, model: string): Promise<void> => {
  const folder = world.folder('atlas');
  const link = await ada.invite('ai', 1);
  const node = await world.aiNode(folder, model, link, 'Atlas');
  await people.di.until(
    async () => (await people.di.call('ai.list', { space: SPACE })).some(({ online }) => online),
    'Di sees the node',
  );
  const question = { ...place, name: 'Atlas', text: 'What do we paint?', wait: 90 };
  const { answer } = await people.di.call('ai.ask', question);
  expect(answer?.inference).toMatchObject({ model: 'model' });
  await sees(mo, answer?.text ?? '');
  await ada.dismiss('Atlas');
  await people.di.until(
    async () => (await people.di.call('channel.admissions', place)).every(({ name }) => name !== 'Atlas'),
    'Di has heard of it',
  );
  await people.di.call('message.send', { ...place, text: '@Atlas the keel is cracked' });
  await sees(mo, '@Atlas the keel is cracked');
  await node.stop();
  const kept = await keptByProfile(path.join(folder, 'profile'));
  expect(kept.includes('What do we paint')).toBe(true);
  for (const words of ['keel is cracked', 'who pays', 'paint the boat'])
    expect([words, kept.includes(words)]).toEqual([words, false]);
};

/** A message is judged and judged again; owners make final what was decided; the guest goes. */
export const friday = async ({ ada, mo, hands, people }: Cast, gus: Person): Promise<string[]> => {
  const { olu, cy, di, eve } = hands;
  await eve.say('La la la, here is my song');
  await sees(di, 'La la la, here is my song');
  const said = (await people.di.call('message.list', place)).find(
    ({ text }) => text === 'La la la, here is my song',
  );
  await people.di.call('report.create', { space: SPACE, id: said?.id ?? '', reason: 'abuse' });
  await mo.hideReported('Be kind');
  const notices = () => people.eve.call('report.notices', { space: SPACE });
  await eve.until(async () => (await notices()).length === 1, 'Eve is told');
  expect((await texts(eve)).includes('La la la, here is my song')).toBe(false);
  const [notice] = await notices();
  await people.eve.call('report.appeal', { space: SPACE, id: notice?.id ?? '', words: 'It was a song' });
  await ada.reverse('It is a song');
  await sees(di, 'La la la, here is my song');

  await ada.remove('Gus');
  await gus.until(async () => (await gus.call('space.list', {}))[0]?.state === 'removed', 'Gus is out');
  await cy.say('The guest has left');
  await sees(mo, 'The guest has left');
  await gus.call('sync.pause', {});
  await gus.close();
  const kept = await keptByProfile(gus.folder);
  expect(kept.includes('Thank you, Gus')).toBe(true);
  for (const words of ['The guest has left', 'who pays', 'paint the boat'])
    expect([words, kept.includes(words)]).toEqual([words, false]);

  await agree([ada, mo, olu, cy, di, eve]);
  await ada.sign();
  await olu.until(async () => {
    const { proposals, provisional } = await olu.read('governance.status', { space: SPACE });
    if (proposals.some(({ own }) => !own)) await olu.sign();
    return provisional === 0;
  }, 'Olu has signed what Ada signed');
  for (const hand of [ada, mo, cy])
    await hand.until(async () => {
      const { provisional, conflicts } = await hand.read('governance.status', { space: SPACE });
      return provisional === 0 && conflicts.length === 0;
    }, `${hand.name} sees all of it final`);
  return ranksIn(await agree([ada, mo, olu, cy, di, eve]));
};
