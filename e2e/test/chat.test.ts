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

const texts = async (person: Person, limit = 100): Promise<string[]> =>
  (await person.call('message.list', { ...lab, limit })).map((message) => message.text);

/** Whether somebody's name has come, which they write once they are in. */
const knows = async (person: Person, name: string): Promise<boolean> =>
  (await person.call('member.list', { space: 'Lab' })).some((member) => member.name === name);

/** Ada founds Lab on a relay and lets the others in. */
const foundLab = async (relay: RunningRelay, ada: Person, others: readonly Person[]): Promise<void> => {
  await ada.call('space.create', { name: 'Lab', relay: [relay.address] });
  for (const other of others) {
    const { link } = await ada.call('invite.create', { space: 'Lab' });
    expect(await other.call('space.join', { link })).toMatchObject({ name: 'Lab', state: 'ready' });
    const { name = '' } = await other.call('account.show', {});
    await ada.until(() => knows(ada, name), `${name} is called so`);
  }
};

const sees = (person: Person, text: string): Promise<void> =>
  person.until(async () => (await texts(person)).includes(text), `${text} is there`);

describe('two people and a relay', () => {
  it('chat both ways, and see where their words are [N5]', async () => {
    const relay = await world.relay();
    const ada = await world.person('Ada');
    const ben = await world.person('Ben');
    await foundLab(relay, ada, [ben]);
    await ada.call('message.send', { ...lab, text: 'Hello Ben' });
    await sees(ben, 'Hello Ben');
    await ben.call('message.send', { ...lab, text: 'Hello Ada' });
    await sees(ada, 'Hello Ada');
    await ada.until(async () => {
      const list = await ada.call('message.list', lab);
      return list.every((message) => message.state === 'delivered');
    }, 'everything is delivered');
    expect((await ada.call('message.list', lab)).map(({ author, own }) => [author, own])).toEqual([
      ['Ada', true],
      ['Ben', false],
    ]);
    expect((await ben.call('member.list', { space: 'Lab' })).map(({ name, role }) => [name, role])).toEqual([
      ['Ada', 'owner'],
      ['Ben', 'member'],
    ]);
  });

  it('keep what was written while the other was away, on the relay', async () => {
    const relay = await world.relay();
    const ada = await world.person('Ada');
    const ben = await world.person('Ben');
    await foundLab(relay, ada, [ben]);
    await ada.close();
    await ben.call('message.send', { ...lab, text: 'written while Ada was away' });
    await ben.until(
      async () => (await ben.call('message.list', lab))[0]?.state === 'relay',
      'the relay signed for it',
    );
    await ben.close();
    const adaAgain = await world.reopen(ada.folder);
    await sees(adaAgain, 'written while Ada was away');
  });

  it('talk directly while the relay is gone, and it catches up when it is back', async () => {
    const relay = await world.relay();
    const ada = await world.person('Ada');
    const ben = await world.person('Ben');
    await foundLab(relay, ada, [ben]);
    const devices = async () => (await ada.call('sync.status', { space: 'Lab' })).devices;
    await ada.until(async () => (await devices()).length === 1, 'Ada and Ben found each other');
    await relay.stop();
    await ada.until(async () => {
      const status = await ada.call('sync.status', { space: 'Lab' });
      return status.devices.length === 1 && status.relays.every(({ connected }) => !connected);
    }, 'only Ben is connected');
    await ada.call('message.send', { ...lab, text: 'no relay needed' });
    await sees(ben, 'no relay needed');
    await expect(ada.call('sync.wait', { space: 'Lab', timeout: 0.2 })).rejects.toMatchObject({
      code: 'NO_SYNC',
    });
    const port = /\/tcp\/(\d+)\//.exec(relay.address)?.[1];
    await world.relay({ folder: relay.folder, listen: `/ip4/127.0.0.1/tcp/${port}` });
    expect(await ada.call('sync.wait', { space: 'Lab', timeout: 20 })).toMatchObject({ inSync: true });
  });

  it('a link works that is followed before its space has come to the relay [G9]', async () => {
    const relay = await world.relay();
    const ada = await world.device('Ada', { online: false });
    await ada.call('account.create', { name: 'Ada' });
    await ada.call('space.create', { name: 'Lab', relay: [relay.address] });
    const { link } = await ada.call('invite.create', { space: 'Lab' });
    const ben = await world.person('Ben');
    const joining = ben.call('space.join', { link });
    await ben.until(async () => relay.output().includes('channel-open'), 'the relay was asked');
    await ada.peer.start({ mode: 'up', mdns: false, listen: ['/ip4/127.0.0.1/tcp/0'] });
    expect(await joining).toMatchObject({ name: 'Lab', state: 'ready' });
  });

  it('joining waits for a member, and completes by itself when one appears [G9]', async () => {
    const relay = await world.relay();
    const ada = await world.person('Ada');
    const ben = await world.person('Ben');
    await ada.call('space.create', { name: 'Lab', relay: [relay.address] });
    const { link } = await ada.call('invite.create', { space: 'Lab' });
    await ada.call('message.send', { ...lab, text: 'before Ben' });
    await ada.call('sync.wait', { space: 'Lab', timeout: 10 });
    await ada.close();
    expect(await ben.call('space.join', { link, timeout: 0.5 })).toMatchObject({
      name: 'Lab',
      state: 'waiting',
    });
    await ben.close();
    const benAgain = await world.reopen(ben.folder);
    expect(await benAgain.call('space.list', {})).toMatchObject([{ name: 'Lab', state: 'waiting' }]);
    await world.reopen(ada.folder);
    await benAgain.until(
      async () => (await benAgain.call('space.list', {}))[0]?.state === 'ready',
      'Ben is let in',
    );
    await sees(benAgain, 'before Ben');
  });
});

describe('members', () => {
  it('a removed member reads nothing that is written after the removal [K3]', async () => {
    const relay = await world.relay();
    const [ada, ben, eve] = [await world.person('Ada'), await world.person('Ben'), await world.person('Eve')];
    await foundLab(relay, ada, [ben, eve]);
    await ada.call('message.send', { ...lab, text: 'with Eve' });
    await sees(eve, 'with Eve');
    await eve.close();
    await ada.call('member.remove', { space: 'Lab', name: 'Eve' });
    await ada.call('message.send', { ...lab, text: 'without Eve' });
    await sees(ben, 'without Eve');
    const eveAgain = await world.reopen(eve.folder);
    await eveAgain.until(
      async () => (await eveAgain.call('space.list', {}))[0]?.state === 'removed',
      'Eve learns of it',
    );
    expect(await texts(eveAgain)).toEqual(['with Eve']);
    await expect(eveAgain.call('message.send', { ...lab, text: 'still here' })).rejects.toMatchObject({
      code: 'REMOVED_FROM_SPACE',
    });
    await expect(ben.call('member.remove', { space: 'Lab', name: 'Ada' })).rejects.toMatchObject({
      code: 'NOT_ALLOWED',
    });
  });

  it('a removed member can be invited again, and reads on from there', async () => {
    const relay = await world.relay();
    const [ada, ben] = [await world.person('Ada'), await world.person('Ben')];
    await foundLab(relay, ada, [ben]);
    await ada.call('member.remove', { space: 'Lab', name: 'Ben' });
    await ben.until(
      async () => (await ben.call('space.list', {}))[0]?.state === 'removed',
      'Ben learns of it',
    );
    const { link } = await ada.call('invite.create', { space: 'Lab' });
    expect(await ben.call('space.join', { link })).toMatchObject({ state: 'ready' });
    await ada.call('message.send', { ...lab, text: 'welcome back' });
    await sees(ben, 'welcome back');
    await ben.call('message.send', { ...lab, text: 'thanks' });
    await sees(ada, 'thanks');
  });

  it('a restored account is the same person on a new device', async () => {
    const relay = await world.relay();
    const ada = await world.person('Ada');
    const phrase = (await ada.call('account.phrase', {})).phrase;
    const ben = await world.reopen(world.folder('ben-1'));
    await ben.call('account.create', { name: 'Ben', phrase });
    await foundLab(relay, ada, [ben]);
    const second = await world.reopen(world.folder('ben-2'));
    await second.call('account.restore', { name: 'Ben', phrase });
    const { link } = await ada.call('invite.create', { space: 'Lab' });
    expect(await second.call('space.join', { link })).toMatchObject({ state: 'ready' });
    const members = await ada.call('member.list', { space: 'Lab' });
    expect(members.map(({ name, devices }) => [name, devices])).toEqual([
      ['Ada', 1],
      ['Ben', 2],
    ]);
    await second.call('message.send', { ...lab, text: 'from my second device' });
    await sees(ben, 'from my second device');
    expect((await ben.call('message.list', lab)).at(-1)).toMatchObject({ author: 'Ben', own: true });
  });
});

describe('invites that do not count', () => {
  it('withdrawn: one of two, as the list names it', async () => {
    const relay = await world.relay();
    const [ada, ben, eve] = [await world.person('Ada'), await world.person('Ben'), await world.person('Eve')];
    await ada.call('space.create', { name: 'Lab', relay: [relay.address] });
    const first = await ada.call('invite.create', { space: 'Lab', uses: 1 });
    const second = await ada.call('invite.create', { space: 'Lab', uses: 3 });
    const listed = await ada.call('invite.list', { space: 'Lab' });
    expect(listed).toMatchObject([
      { role: 'member', uses: 1, used: 0, by: 'Ada', expires: first.expires },
      { uses: 3 },
    ]);
    const invite = listed[0]?.id.slice(0, 12) ?? '';
    expect(await ada.call('invite.revoke', { space: 'Lab', invite })).toEqual({ revoked: 1 });
    await ada.call('sync.wait', { space: 'Lab', timeout: 15 });
    await expect(eve.call('space.join', { link: first.link })).rejects.toMatchObject({
      code: 'INVITE_REVOKED',
    });
    expect(await ben.call('space.join', { link: second.link })).toMatchObject({ state: 'ready' });
    await ada.until(
      async () => (await ada.call('invite.list', { space: 'Lab' }))[0]?.used === 1,
      'Ben has used it',
    );
  });

  it.each([
    ['used up', { uses: 1 }, 'INVITE_USED_UP'],
    ['expired', { days: 0.00001 }, 'INVITE_EXPIRED'],
  ] as const)('%s', async (_, options, code) => {
    const relay = await world.relay();
    const [ada, ben, eve] = [await world.person('Ada'), await world.person('Ben'), await world.person('Eve')];
    await ada.call('space.create', { name: 'Lab', relay: [relay.address] });
    const { link, expires } = await ada.call('invite.create', { space: 'Lab', ...options });
    if (code === 'INVITE_USED_UP')
      expect(await ben.call('space.join', { link })).toMatchObject({ state: 'ready' });
    else await new Promise((resolve) => setTimeout(resolve, Date.parse(expires) - Date.now() + 20));
    await ada.call('sync.wait', { space: 'Lab', timeout: 10 });
    await expect(eve.call('space.join', { link })).rejects.toMatchObject({ code });
  });

  it('withdrawn, unknown, cut off', async () => {
    const relay = await world.relay();
    const [ada, eve] = [await world.person('Ada'), await world.person('Eve')];
    await ada.call('space.create', { name: 'Lab', relay: [relay.address] });
    const { link } = await ada.call('invite.create', { space: 'Lab' });
    expect(await ada.call('invite.revoke', { space: 'Lab' })).toEqual({ revoked: 1 });
    await ada.call('sync.wait', { space: 'Lab', timeout: 10 });
    await expect(eve.call('space.join', { link })).rejects.toMatchObject({ code: 'INVITE_REVOKED' });
    await expect(eve.call('space.join', { link: link.slice(0, -9) })).rejects.toMatchObject({
      code: 'INVITE_INVALID',
    });
  });
});
