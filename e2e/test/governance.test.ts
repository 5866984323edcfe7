/** What a space decides, seen by those in it: ranks, mutes, bans, and why [G1] [G3] [G4]. */
import { cp } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { lab, synced, texts } from '../src/small-lab.ts';
import { createWorld, type Person, type World } from '../src/world.ts';

let world: World;
let people: readonly Person[];
beforeAll(async () => {
  world = await createWorld();
  ({ people } = await lab(world, 'Gov', ['ada', 'ben', 'cy', 'dan']));
});
afterAll(async () => world.close());

const space = 'Gov';
const channel = 'general';
const say = (person: Person, text: string) => person.call('message.send', { space, channel, text });
const roleOf = async (person: Person): Promise<string | undefined> =>
  (await person.call('space.list', {}))[0]?.role;
const sees = (person: Person, expected: readonly string[]): Promise<void> =>
  person.until(
    async () => (await texts(person, space, channel)).join() === expected.join(),
    `${expected.join()} and nothing else`,
  );

describe('ranks, voices and reasons', { timeout: 60_000 }, () => {
  test('[G3] an owner makes an admin, the admin a moderator; and every decision says why it stands', async () => {
    const [ada, ben, cy, dan] = people as [Person, Person, Person, Person];
    await ada.call('member.role', { space, name: 'Gov-ben', role: 'admin' });
    await ben.until(async () => (await roleOf(ben)) === 'admin', 'Ben is an admin');
    await ben.call('member.role', { space, name: 'Gov-cy', role: 'moderator' });
    await cy.until(async () => (await roleOf(cy)) === 'moderator', 'Cy is a moderator');
    await expect(cy.call('member.role', { space, name: 'Gov-dan', role: 'moderator' })).rejects.toMatchObject(
      { code: 'NOT_ALLOWED' },
    );

    await synced(dan, space);
    await dan.until(
      async () => (await dan.call('member.list', { space })).some(({ role }) => role === 'moderator'),
      'Dan has heard of it',
    );
    const log = await dan.call('governance.log', { space, about: 'Gov-cy' });
    const grant = log.at(-1);
    expect(grant).toMatchObject({
      type: 'role.grant',
      byName: 'Gov-ben',
      rank: 'admin',
      accountName: 'Gov-cy',
      role: 'moderator',
      standing: 'provisional',
    });
    const why = await dan.call('governance.why', { space, decision: grant?.id.slice(0, 12) ?? '' });
    expect(why).toMatchObject({ allowed: true, needs: 'admin' });
    expect(why.chain.map(({ type, byName }) => `${byName} ${type}`)).toEqual([
      'Gov-ada genesis',
      'Gov-ada invite.create',
      expect.stringMatching(/member\.admit$/),
      'Gov-ada role.grant',
    ]);
    const may = (decision: string, on: string) =>
      dan.call('governance.why', { space, decision, may: 'member.remove', on });
    expect(await may('Gov-ben', 'Gov-cy')).toMatchObject({ allowed: true });
    expect(await may('Gov-cy', 'Gov-dan')).toMatchObject({ allowed: false, needs: 'admin' });
    // For a further device of one's own anybody may make one; that is no invite.
    const invites = { space, decision: 'Gov-cy', may: 'invite.create' };
    expect(await dan.call('governance.why', invites)).toMatchObject({ allowed: false, needs: 'admin' });
  });

  test('[G4] whoever is muted may not write, is told so, and writes on in the open when it is over', async () => {
    const [ada, ben, cy, dan] = people as [Person, Person, Person, Person];
    await say(dan, 'before');
    await sees(cy, ['before']);
    await cy.call('member.mute', { space, name: 'Gov-dan' });
    await dan.until(
      async () => (await dan.call('member.bans', { space })).some(({ kind }) => kind === 'mute'),
      'Dan has heard that he is muted',
    );
    await expect(say(dan, 'at once')).rejects.toMatchObject({ code: 'MUTED' });
    expect(
      await dan.call('governance.why', { space, decision: 'Gov-dan', may: 'write', channel }),
    ).toMatchObject({ allowed: false, reason: 'the account is muted there' });
    await expect(ben.call('member.mute', { space, name: 'Gov-ada' })).rejects.toMatchObject({
      code: 'NOT_ALLOWED',
    });
    await cy.call('member.unmute', { space, name: 'Gov-dan' });
    await dan.until(async () => (await dan.call('member.bans', { space })).length === 0, 'it is over');
    await say(dan, 'again');
    for (const person of [ada, ben, cy]) await sees(person, ['before', 'again']);
  });

  test('[G4] what a muted person wrote meanwhile, elsewhere, is seen by nobody', async () => {
    const [ada, , cy, dan] = people as [Person, Person, Person, Person];
    await dan.call('sync.pause', {});
    await say(dan, 'unheard');
    await cy.call('member.mute', { space, name: 'Gov-dan', channel });
    await dan.call('sync.resume', {});
    await dan.until(
      async () => (await dan.call('member.bans', { space })).length === 1,
      'Dan has heard that he is muted',
    );
    await sees(dan, ['before', 'again']);
    await sees(ada, ['before', 'again']);
    await cy.call('member.unmute', { space, name: 'Gov-dan', channel });
    await dan.until(async () => (await dan.call('member.bans', { space })).length === 0, 'it is over');
    await say(dan, 'heard');
    for (const person of [ada, cy, dan]) await sees(person, ['before', 'again', 'heard']);
  });

  test('a ban outlives every invite until it is lifted', async () => {
    const [ada, ben, , dan] = people as [Person, Person, Person, Person];
    await ben.call('member.ban', { space, name: 'Gov-dan' });
    await ada.until(
      async () => (await ada.call('member.bans', { space })).some(({ kind }) => kind === 'ban'),
      'Ada has heard of it',
    );
    await dan.until(async () => (await dan.call('space.list', {}))[0]?.state === 'removed', 'Dan is out');
    const { link } = await ada.call('invite.create', { space });
    await expect(dan.call('space.join', { link })).rejects.toMatchObject({ code: 'INVITE_BANNED' });
    expect(await dan.call('space.list', {})).toMatchObject([{ state: 'failed' }]);
    await ada.call('member.unban', { space, name: 'Gov-dan' });
    const again = await ada.call('invite.create', { space });
    await dan.call('space.join', { link: again.link });
    await dan.until(async () => (await dan.call('space.list', {}))[0]?.state === 'ready', 'Dan is back');
  });

  test('[G5] what the owners signed is final; two owners sign together', async () => {
    const [ada, ben, cy, dan] = people as [Person, Person, Person, Person];
    for (const person of [ben, cy, dan, ada]) await synced(person, space);
    expect(await ada.call('governance.sign', { space })).toMatchObject({
      version: 1,
      signers: ['Gov-ada'],
      provisional: 0,
    });
    await expect(cy.call('governance.sign', { space })).rejects.toMatchObject({ code: 'NOT_ALLOWED' });
    const { owners } = await ada.call('owner.add', { space, name: 'Gov-ben' });
    expect(owners.map(({ name }) => name).sort()).toEqual(['Gov-ada', 'Gov-ben']);
    await ben.until(async () => (await roleOf(ben)) === 'owner', 'Ben is an owner');
    // Who counts is who owned at the checkpoint before: Ada makes that final alone, and what follows they make together.
    await ada.call('governance.sign', { space });
    await ada.call('channel.create', { space, name: 'plans' });
    expect(await ada.call('governance.sign', { space })).toMatchObject({
      version: 2,
      provisional: 1,
      proposals: [{ signers: ['Gov-ada'], needed: 2, own: true }],
    });
    await ben.until(
      async () => (await ben.call('governance.status', { space })).proposals.length === 1,
      'Ben sees what Ada signed',
    );
    await ben.call('governance.sign', { space });
    const status = async (person: Person) => person.call('governance.status', { space });
    await cy.until(async () => (await status(cy)).version === 3, 'Cy sees it final');
    expect(await status(cy)).toMatchObject({ provisional: 0, proposals: [], conflicts: [] });
    const log = await cy.call('governance.log', { space });
    expect(log.find(({ channelName }) => channelName === 'plans')?.standing).toBe('final');
    // One of two owners alone changes no owners.
    const { motions } = await ben.call('owner.drop', { space, name: 'Gov-ada' });
    expect(motions).toMatchObject([{ drop: [{ name: 'Gov-ada' }], by: [{ name: 'Gov-ben' }], needed: 2 }]);
    expect(await roleOf(ada)).toBe('owner');
  });

  test('[G1] the chain is sound, and everybody who has it all has the same state', async () => {
    const [ada, ben, cy] = people as [Person, Person, Person];
    for (const person of [ada, ben, cy]) await synced(person, space);
    const checks = await Promise.all([ada, ben, cy].map((it) => it.call('governance.verify', { space })));
    for (const check of checks) expect(check).toMatchObject({ sound: true, problems: [] });
    expect(new Set(checks.map(({ fingerprint }) => fingerprint)).size).toBe(1);
    expect(checks[0]?.entries).toBe((await ada.call('governance.log', { space })).length);
  });

  test('[L2] a profile that is copied and goes on twice: seen, proved, decided, and all see the same again', async () => {
    const [ada, ben, cy] = people as [Person, Person, Person];
    const here = { space, channel: 'plans' };
    const shows = async (person: Person) => (await texts(person, space, here.channel)).join();
    const isMarked = async (person: Person, text: string): Promise<boolean> =>
      (await person.call('message.list', here)).some((it) => it.text === text && it.forked === true);
    const openForks = async (person: Person) =>
      (await person.call('fork.list', { space })).filter(({ of, named }) => of === 'channel' && !named);
    await cy.call('message.send', { ...here, text: 'before' });
    await synced(cy, space);
    await cy.close();
    const copy = world.folder('Gov-cy-copy');
    await cp(cy.folder, copy, { recursive: true });

    const first = await world.reopen(cy.folder);
    await first.call('message.send', { ...here, text: 'yes' });
    await synced(first, space);
    await first.close();
    await ben.until(async () => (await shows(ben)) === 'before,yes', 'Ben reads yes');

    const offline = await world.reopen(copy, { online: false });
    await offline.call('message.send', { ...here, text: 'no' });
    expect(await shows(offline)).toBe('before,no');
    await offline.close();
    const second = await world.reopen(copy);
    for (const person of [ada, ben])
      await person.until(() => isMarked(person, 'yes'), 'it is marked that there are two histories');
    await second.until(() => isMarked(second, 'no'), 'so is the other one');
    await expect(second.call('message.send', { ...here, text: 'more' })).rejects.toMatchObject({
      code: 'DEVICE_FORKED',
    });

    const [fork] = await openForks(second);
    expect(fork).toMatchObject({ name: 'Gov-cy', channelName: 'plans', entries: 1, mayDecide: false });
    const settled = await ada.call('fork.settle', {
      space,
      fork: fork?.id.slice(0, 12) ?? '',
      keep: 'shown',
    });
    expect(settled.find(({ of }) => of === 'channel')).toMatchObject({ named: { by: 'Gov-ada', keeps: 1 } });
    for (const person of [ben, second])
      await person.until(async () => (await shows(person)) === 'before,yes', 'what counts is shown');
    expect(await isMarked(second, 'yes')).toBe(false);
    expect(await openForks(ben)).toEqual([]);
    const log = await ben.call('governance.log', { space, about: 'Gov-cy' });
    expect(log.map(({ type, accountName }) => `${type} ${accountName ?? ''}`)).toEqual(
      expect.arrayContaining(['fork.prove Gov-cy', 'fork.settle Gov-cy']),
    );
  });
});
