/** What two owners undo together, seen by those in the space [G4]. */
import { LIMITS } from '@plexi/protocol';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { lab, synced, texts } from '../src/small-lab.ts';
import { createWorld, type Person, type World } from '../src/world.ts';

const space = 'Undo';
const channel = 'general';
let world: World;
let people: readonly Person[];
const roleOf = async (person: Person): Promise<string | undefined> =>
  (await person.call('space.list', {}))[0]?.role;
const say = (person: Person, text: string) => person.call('message.send', { space, channel, text });
const sees = (person: Person, expected: readonly string[]): Promise<void> =>
  person.until(
    async () => (await texts(person, space, channel)).join() === expected.join(),
    `${expected.join()} and nothing else`,
  );

beforeAll(async () => {
  world = await createWorld();
  ({ people } = await lab(world, space, ['ada', 'ben', 'cy', 'dan']));
  const [ada, ben] = people as [Person, Person];
  // Who decides is who owned at the last checkpoint: Ada makes it alone.
  await ada.call('owner.add', { space, name: 'Undo-ben' });
  await ada.call('governance.sign', { space });
  await ben.until(async () => (await roleOf(ben)) === 'owner', 'Ben is an owner');
  // While a vote is open no device signs of its own accord: nothing becomes final because a machine is slow.
  await ben.call('channel.create', { space, name: 'open' });
  const opened = async () =>
    (await ada.call('governance.log', { space })).find(({ channelName }) => channelName === 'open');
  await ada.until(async () => (await opened()) !== undefined, 'Ada knows of it');
  await ada.call('owner.undo', { space, decision: (await opened())?.id ?? '' });
});
afterAll(async () => world.close());

describe('what owners undo', { timeout: 60_000 }, () => {
  test('[G4] two of two owners undo what somebody decided, and what he wrote from then on', async () => {
    const [ada, ben, cy, dan] = people as [Person, Person, Person, Person];
    await synced(dan, space);
    await say(dan, 'before');
    const spoken = await texts(dan, space, channel);
    const channels = async (person: Person) =>
      (await person.call('channel.list', { space })).map(({ name }) => name);
    const { id: made } = await dan.call('channel.create', { space, name: 'casino' });
    await dan.call('channel.create', { space, name: 'casino-2' });
    await say(dan, 'all to the casino');
    for (const person of [ada, ben]) await sees(person, [...spoken, 'all to the casino']);
    await synced(ada, space);
    const log = await ada.call('governance.log', { space, about: 'Undo-dan' });
    const decision = log.find(({ channel: about }) => about === made)?.id.slice(0, 12) ?? '';
    const motion = { space, decision, wrote: true };
    expect(await ada.call('owner.undo', { ...motion, preview: true })).toMatchObject({
      whose: [{ name: 'Undo-dan' }],
      channels: [channel],
      by: [],
      needed: 2,
      falls: [{ channelName: 'casino' }, { channelName: 'casino-2' }],
      returns: [],
    });
    await expect(dan.call('owner.undo', motion)).rejects.toMatchObject({ code: 'NOT_ALLOWED' });
    expect(await ada.call('owner.undo', motion)).toMatchObject({ own: true, carried: false });
    await ben.until(
      async () => (await ben.call('governance.status', { space })).undoings === 2,
      'Ben hears that Ada would undo it',
    );
    expect(await channels(ben)).toContain('casino');
    // He votes for what she named, whatever he asks for himself.
    expect(await ben.call('owner.undo', { space, decision })).toMatchObject({
      carried: true,
      channels: [channel],
      by: expect.arrayContaining([{ account: expect.any(String), name: 'Undo-ada' }]),
      falls: [{ reason: 'the owners undid it', channelName: 'casino' }, { channelName: 'casino-2' }],
    });
    await cy.until(async () => !(await channels(cy)).includes('casino'), 'it is undone for Cy');
    for (const person of [ada, ben, cy, dan]) await sees(person, spoken);
    await expect(say(dan, 'come all')).rejects.toMatchObject({ code: 'NOT_ALLOWED' });
    await expect(dan.call('channel.create', { space, name: 'more' })).rejects.toMatchObject({
      code: 'NOT_ALLOWED',
    });
    const why = await cy.call('governance.why', { space, decision });
    expect(why).toMatchObject({ allowed: false, reason: 'the owners undid it' });
    expect(why.chain.map(({ type }) => type)).toContain('owners.undo');
  });

  test('[G4] [K3] whoever was put out by what owners undo is back, reads and writes; whoever was let in is out', async () => {
    const [ada, ben, cy, dan] = people as [Person, Person, Person, Person];
    const porch = async (person: Person) => texts(person, space, 'porch');
    const speak = (person: Person, text: string) =>
      person.call('message.send', { space, channel: 'porch', text });
    await ada.call('channel.create', { space, name: 'porch' });
    await ada.call('member.role', { space, name: 'Undo-cy', role: 'admin' });
    await cy.until(async () => (await roleOf(cy)) === 'admin', 'Cy is an admin');
    await dan.until(
      async () => (await dan.call('channel.list', { space })).some(({ name }) => name === 'porch'),
      'Dan sees the new channel',
    );
    await speak(dan, 'still here');
    await cy.until(async () => (await porch(cy)).includes('still here'), 'Cy reads Dan');
    await cy.call('member.ban', { space, name: 'Undo-dan' });
    const stateOf = async (person: Person) => (await person.call('space.list', {}))[0]?.state;
    await dan.until(async () => (await stateOf(dan)) === 'removed', 'Dan is out');
    const eve = await world.person('Undo-eve');
    await eve.call('space.join', { link: (await cy.call('invite.create', { space })).link });
    for (const person of [ada, ben, eve]) await synced(person, space);
    await speak(ben, 'without Dan');
    await eve.until(async () => (await porch(eve)).includes('without Dan'), 'Eve reads along');
    await speak(eve, 'hello from Eve');
    await ben.until(async () => (await porch(ben)).includes('hello from Eve'), 'Ben reads Eve');
    const log = await ada.call('governance.log', { space, about: 'Undo-cy' });
    const decision = log.findLast(({ type }) => type === 'member.remove')?.id.slice(0, 12) ?? '';
    for (const person of [ada, ben]) {
      await person.until(
        async () =>
          (await person.call('governance.log', { space })).some(({ id }) => id.startsWith(decision)),
        'the removal is known',
      );
      await person.call('owner.undo', { space, decision });
      await synced(ben, space);
    }
    await dan.until(async () => (await stateOf(dan)) === 'ready', 'Dan is back');
    await eve.until(async () => (await stateOf(eve)) === 'removed', 'Eve hears that she is out');
    const decided = await ada.call('governance.log', { space });
    expect(decided.findLast(({ type }) => type === 'member.admit')).toMatchObject({
      accountName: 'Undo-eve',
      standing: 'void',
    });
    await speak(ada, 'welcome back');
    await dan.until(async () => (await porch(dan)).includes('welcome back'), 'Dan reads what is new');
    await speak(dan, 'thank you');
    for (const person of [ada, ben, cy])
      await person.until(async () => (await porch(person)).slice(-1)[0] === 'thank you', 'all read Dan');
    expect(await porch(dan)).toContain('without Dan');
    expect(await porch(eve)).not.toContain('welcome back');
    for (const person of [ada, ben, cy, dan])
      expect(await porch(person)).toEqual(['still here', 'without Dan', 'welcome back', 'thank you']);
  });

  test('[L6] of many votes to undo something a bounded number is told, those of most owners first', async () => {
    const [ada, ben] = people as [Person, Person];
    for (let turn = 0; turn <= LIMITS.undoingsTold; turn++)
      await ben.call('channel.create', { space, name: `bens-${turn}` });
    await synced(ada, space);
    const made = async () =>
      (await ada.call('governance.log', { space, about: 'Undo-ben' })).filter(({ channelName }) =>
        channelName?.startsWith('bens-'),
      );
    await ada.until(async () => (await made()).length > LIMITS.undoingsTold, 'Ada knows all of them');
    const decisions = (await made()).toReversed();
    for (const { id } of decisions) await ada.call('owner.undo', { space, decision: id });
    expect((await ada.call('governance.status', { space })).undoings).toBe(decisions.length + 1);
    const { undoings } = await ada.call('owner.list', { space });
    expect(undoings).toHaveLength(LIMITS.undoingsTold);
    expect(undoings[0]?.carried).toBe(true);
    const vote = (await ada.call('governance.log', { space })).findLast(({ type }) => type === 'owners.undo');
    await ben.until(
      async () => (await ben.call('governance.log', { space })).some(({ id }) => id === vote?.id),
      'Ben knows of the vote',
    );
    await expect(ben.call('owner.undo', { space, decision: vote?.id ?? '' })).rejects.toMatchObject({
      code: 'NOT_ALLOWED',
    });
  });
});
