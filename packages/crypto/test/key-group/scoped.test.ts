import type { ChannelId } from '@plexi/protocol';
import { describe, expect, it } from 'vitest';
import { converge, founded, GENERAL, letIn, type Member, meet, newcomer, withGuest } from './story.ts';

const HALL = GENERAL;
const VAULT = '77'.repeat(32) as ChannelId;

describe('[K6] a device that reads some channels only', () => {
  it('opens the channel that it was let in to, and no other, and its words open for members', async () => {
    const { ada, ben, guest, all } = await withGuest();
    ada.write('before', HALL);
    ada.write('secret', VAULT);
    ada.openTo(guest, HALL, true);
    await converge(...all);
    ben.write('after', HALL);
    ben.write('another secret', VAULT);
    guest.write('hello', HALL);
    await meet(...all);
    expect(guest.read()).toEqual(['after', 'before', 'hello']);
    expect(guest.unreadable()).toBe(2);
    expect(() => guest.write('no', VAULT)).toThrow(/may not seal/);
    for (const member of [ada, ben]) expect(member.read()).toHaveLength(5);
    expect(guest.group.current()).toBeUndefined();
    expect(ada.group.current()?.roster).not.toContain(guest.device.device);
    expect(guest.group.historySecret(ada.group.current()?.epoch as never)).toBeUndefined();
  });

  it('let in without history it reads from there on', async () => {
    const { ada, ben, guest, all } = await withGuest();
    ada.write('before', HALL);
    ada.openTo(guest, HALL, false);
    // Ben does not know of it, and writes in the epoch that there was.
    ben.write('ben, who did not know', HALL);
    expect(ada.group.owesRotation()).toBe(true);
    await ada.reconcile();
    expect(ada.group.owesRotation()).toBe(false);
    await ada.publishShares();
    ada.write('after', HALL);
    await converge(...all);
    expect(guest.read()).toEqual(['after']);
    ben.write('ben, who knows', HALL);
    await meet(...all);
    expect(guest.read()).toEqual(['after', 'ben, who knows']);
  });

  it('gets the secrets of later epochs from whichever member makes them, and goes on after a restart', async () => {
    const { ada, ben, guest, all } = await withGuest();
    ada.openTo(guest, HALL, true);
    await converge(...all);
    const cleo = await newcomer('cleo', ada);
    await letIn(ben, cleo);
    await ben.publishShares();
    ben.write('cleo is here', HALL);
    await meet(ada, ben, guest, cleo);
    await guest.restart();
    expect(guest.read()).toEqual(['cleo is here']);
    guest.write('hello cleo', HALL);
    await meet(ada, cleo, guest);
    expect(cleo.read()).toEqual(['cleo is here', 'hello cleo']);
    // What one gave nobody gives again.
    expect([ada, ben, cleo].map((member) => member.group.owesShares())).toEqual([false, false, false]);
    await ada.restart();
    expect(ada.group.owesShares()).toBe(false);
  });

  it('[K3] once let go, nothing is sealed in its channel that it could open, by anybody who knows', async () => {
    const { ada, ben, guest, all } = await withGuest();
    const node = await newcomer('node', ada);
    ada.admitScoped(node);
    for (const one of [guest, node]) ada.openTo(one, HALL, true);
    ada.openTo(node, VAULT, true);
    await converge(...all, node);
    ada.closeTo(guest, HALL);
    await meet(ada, node);
    for (const knowing of [ada, node]) expect(() => knowing.write('no', HALL)).toThrow(/may not seal/);
    // The other channels are not concerned.
    node.write('in the vault', VAULT);
    ben.write('ben, who does not know', HALL);
    await converge(ada, ben, node);
    for (const one of [ada, ben, node]) one.write(`${one.name} after`, HALL);
    await meet(...all, node);
    expect(guest.read()).toEqual(['ben, who does not know']);
    expect(ada.read()).toHaveLength(5);
    expect(node.read()).toHaveLength(5);
    expect(() => guest.write('still here', HALL)).toThrow(/may not seal/);
    await guest.restart();
    expect(guest.read()).toEqual(['ben, who does not know']);
  });

  it('[K3] a scoped device seals nothing that a member who was removed could open', async () => {
    const { ada, ben, guest, all } = await withGuest();
    ada.openTo(guest, HALL, true);
    await converge(...all);
    ada.remove(ben);
    await meet(ada, guest);
    expect(() => guest.write('no', HALL)).toThrow(/may not seal/);
    await converge(ada, guest);
    guest.write('without ben', HALL);
    await meet(...all);
    expect(ada.read()).toEqual(['without ben']);
    expect(ben.read()).toEqual([]);
  });

  it('dismissed on one side of a partition, while the other goes on: nothing of the first opens', async () => {
    for (let round = 0; round < 4; round++) {
      const { ada, ben, guest, all } = await withGuest();
      ada.openTo(guest, HALL, true);
      await converge(...all);
      ada.closeTo(guest, HALL);
      await ada.reconcile();
      ada.write('without the guest', HALL);
      const cleo = await newcomer('cleo', ada);
      await letIn(ben, cleo);
      await ben.publishShares();
      ben.write('with the guest', HALL);
      await meet(ben, guest, cleo);
      await converge(ada, ben, cleo);
      ada.write('again without', HALL);
      await meet(...all, cleo);
      expect(guest.read()).toEqual(['with the guest']);
      for (const member of [ada, ben, cleo]) expect(member.read()).toHaveLength(3);
    }
  });
});

describe('[K3] a member', () => {
  it('who was let in without one’s knowledge and is known to be out reads nothing either', async () => {
    const [ada, ben] = (await founded('ada', 'ben')) as [Member, Member];
    const mallory = await newcomer('mallory', ada);
    await letIn(ben, mallory);
    await meet(ben, mallory);
    // Ada hears that Mallory was admitted, and not of Ben's commit, by which Mallory has all that was sealed before.
    for (const [id, act] of ben.shelf.acts) ada.shelf.acts.set(id, act);
    ada.remove(mallory);
    expect(ada.group.current()).toMatchObject({ isClean: true });
    expect(() => ada.write('no')).toThrow(/may not seal/);
    expect(ada.group.owesRotation()).toBe(true);
    await ada.reconcile();
    ada.write('without mallory');
    await converge(ada, ben);
    ben.write('nor here');
    await meet(ada, ben, mallory);
    expect(mallory.read()).toEqual([]);
    for (const member of [ada, ben]) expect(member.read()).toEqual(['nor here', 'without mallory']);
  });
});
