import { describe, expect, it } from 'vitest';
import { converge, found, founded, GENERAL, letIn, type Member, meet, newcomer } from './story.ts';

const tipOf = (member: Member) => member.group.current()?.epoch;

describe('[K1] a key group', () => {
  it('starts with its founder alone', async () => {
    const ada = await found('ada');
    expect(ada.group.current()).toMatchObject({ number: 0, roster: [ada.device.device], isClean: true });
    ada.write('first');
    expect(ada.read()).toEqual(['first']);
  });

  it('[K5] a newcomer reads what was written before it came, from the commit alone', async () => {
    const ada = await found('ada');
    ada.write('before');
    const ben = await newcomer('ben', ada);
    await letIn(ada, ben);
    ada.write('after');
    const cleo = await newcomer('cleo', ada);
    await letIn(ada, cleo);
    ada.write('later');
    await meet(ada, ben, cleo);
    for (const member of [ada, ben, cleo]) expect(member.read()).toEqual(['after', 'before', 'later']);
    expect(tipOf(ben)).toBe(tipOf(ada));
    expect(tipOf(cleo)).toBe(tipOf(ada));
    ben.write('hello from ben');
    await meet(ada, ben, cleo);
    expect(cleo.read()).toContain('hello from ben');
  });

  it('a removed device derives nothing later, from all that it has and all that it is sent', async () => {
    const [ada, ben, mallory] = (await founded('ada', 'ben', 'mallory')) as [Member, Member, Member];
    ada.write('with mallory');
    await meet(ada, ben, mallory);
    ada.remove(mallory);
    expect(ada.group.sealing(GENERAL)).toBeUndefined();
    await ada.reconcile();
    ada.write('without mallory');
    await meet(ada, ben);
    ben.write('still without');
    const cleo = await newcomer('cleo', ada);
    await letIn(ada, cleo);
    await meet(ada, ben, cleo);
    await converge(ada, ben, cleo);
    cleo.write('and still');
    await meet(ada, ben, cleo, mallory);
    expect(mallory.read()).toEqual(['with mallory']);
    expect(mallory.unreadable()).toBe(3);
    expect(cleo.read()).toHaveLength(4);
    expect(mallory.group.current()?.epoch).not.toBe(tipOf(ada));
    // Not even by going over everything again from its own store.
    await mallory.restart();
    expect(mallory.read()).toEqual(['with mallory']);
  });

  it('nobody seals under a roster with a device that they know to be removed', async () => {
    const [ada, ben, mallory] = (await founded('ada', 'ben', 'mallory')) as [Member, Member, Member];
    ada.remove(mallory);
    await meet(ada, ben);
    expect(ben.group.current()).toMatchObject({ isClean: false });
    expect(() => ben.write('no')).toThrow(/may not seal/);
    expect(ben.group.historyMessages()).toEqual([]);
    // Any member can commit what governance wants, not only who removed.
    expect(await ben.reconcile()).toBe(true);
    expect(ben.group.current()).toMatchObject({ isClean: true });
    ben.write('yes');
    await meet(ada, ben, mallory);
    expect(ada.read()).toEqual(['yes']);
    expect(mallory.read()).toEqual([]);
  });

  it('a device that lost its state is added anew', async () => {
    const [ada, ben] = (await founded('ada', 'ben')) as [Member, Member];
    ada.write('one');
    await meet(ada, ben);
    const offer = ada.group.keyPackageOf(ben.device.device);
    const made = await ada.group.commit({
      add: [{ device: ben.device.device, keyPackage: offer }],
      remove: [ben.device.device],
    });
    await ada.post(made?.message ?? new Uint8Array());
    ada.write('two');
    await meet(ada, ben);
    expect(ben.read()).toEqual(['one', 'two']);
    expect(tipOf(ben)).toBe(tipOf(ada));
    expect(made?.waiting).toEqual([]);
  });

  it('says who waits for a KeyPackage, and does the rest', async () => {
    const ada = await found('ada');
    const ben = await newcomer('ben', ada);
    const cleo = await newcomer('cleo', ada);
    ada.admit(ben);
    ada.admit(cleo);
    const nothing = await ada.group.commit({ add: [{ device: ben.device.device }], remove: [] });
    expect(nothing).toBeUndefined();
    const made = await ada.group.commit({
      add: [
        { device: ben.device.device, keyPackage: ben.pair?.public },
        { device: cleo.device.device, keyPackage: ben.pair?.public },
      ],
      remove: [],
    });
    expect(made?.waiting).toEqual([cleo.device.device]);
  });

  it('goes on from what was stored', async () => {
    const [ada, ben, cleo] = (await founded('ada', 'ben', 'cleo')) as [Member, Member, Member];
    ada.write('before the restart');
    for (const member of [ada, ben, cleo]) {
      const before = { tip: tipOf(member), unused: member.group.unusedKeyPackages() };
      await member.restart();
      expect({ tip: tipOf(member), unused: member.group.unusedKeyPackages() }).toEqual(before);
    }
    expect(ada.group.keyPackageOf(ben.device.device)).toBeDefined();
    ben.remove(cleo);
    await ben.reconcile();
    expect(ben.group.takeChanges()).toEqual([]);
    ben.write('after it');
    await meet(ada, ben);
    await ada.restart();
    expect(ada.read()).toEqual(['after it', 'before the restart']);
    await ada.reconcile();
    expect(ada.group.takeChanges()).toEqual([]);
  });
});

describe('[K3] forks', () => {
  it('two admins add in separate partitions: everyone opens everything of both', async () => {
    for (let round = 0; round < 4; round++) {
      const [ada, ben] = (await founded('ada', 'ben')) as [Member, Member];
      const xena = await newcomer('xena', ada);
      const yuri = await newcomer('yuri', ada);
      await letIn(ada, xena);
      await letIn(ben, yuri);
      await meet(ada, xena);
      await meet(ben, yuri);
      for (const [member, text] of [
        [ada, 'a1'],
        [xena, 'x1'],
        [ben, 'b1'],
        [yuri, 'y1'],
      ] as const)
        member.write(text);
      await xena.offerPackages();
      await yuri.offerPackages();
      await meet(ada, xena);
      await meet(ben, yuri);
      const all = [ada, ben, xena, yuri];
      await converge(...all);
      // The loser's newcomer was added again by one of the KeyPackages that it offered, not by the used one.
      expect(Math.min(xena.group.unusedKeyPackages(), yuri.group.unusedKeyPackages())).toBe(3);
      for (const member of all) member.write(`${member.name} after`);
      await meet(...all);
      expect(new Set(all.map(tipOf)).size).toBe(1);
      expect(ada.group.current()?.roster).toHaveLength(4);
      for (const member of all) {
        expect(member.unreadable(), `for ${member.name}`).toBe(0);
        expect(member.read()).toHaveLength(8);
      }
    }
  });

  it('[K5] the commit that heals a fork carries the losing branch by itself', async () => {
    const [ada, ben] = (await founded('ada', 'ben')) as [Member, Member];
    const xena = await newcomer('xena', ada);
    const yuri = await newcomer('yuri', ada);
    await letIn(ada, xena);
    await letIn(ben, yuri);
    ada.write('a');
    ben.write('b');
    await meet(ada, ben, xena, yuri);
    expect(ada.group.owesHistory()).toBe(true);
    expect(await ada.reconcile([xena, yuri])).toBe(true);
    expect(ada.group.owesHistory()).toBe(false);
    expect(ada.group.historyMessages()).toEqual([]);
    await meet(ada, ben, xena, yuri);
    for (const member of [ada, ben, xena, yuri]) expect(member.read()).toEqual(['a', 'b']);
  });

  it('one admin adds, the other removes: the removed one opens nothing of where it was removed', async () => {
    // Ids are random, so that rounds fall on either side of the draw.
    for (let round = 0; round < 6; round++) {
      const [ada, ben, mallory] = (await founded('ada', 'ben', 'mallory')) as [Member, Member, Member];
      const xena = await newcomer('xena', ada);
      await letIn(ada, xena);
      ben.remove(mallory);
      await ben.reconcile();
      await meet(ada, xena, mallory);
      ada.write('ada to mallory too');
      xena.write('xena to mallory too');
      mallory.write('mallory, still there for ada');
      ben.write('ben without mallory');
      await meet(ada, xena, mallory);
      await meet(ada, ben);
      // Where ada's branch won, mallory is still in it: nothing is handed on under it.
      expect(ada.group.current()?.isClean === false && ada.group.historyMessages().length > 0).toBe(false);
      await converge(ada, ben, xena);
      ada.write('all without mallory');
      await meet(ada, ben, xena);
      await meet(ada, mallory);
      for (const member of [ada, ben, xena]) expect(member.unreadable(), `for ${member.name}`).toBe(0);
      expect(ada.read()).toHaveLength(5);
      expect(mallory.read()).toEqual([
        'ada to mallory too',
        'mallory, still there for ada',
        'xena to mallory too',
      ]);
      expect(ada.group.current()?.roster).not.toContain(mallory.device.device);
    }
  });

  it('both remove: each removed one keeps what it was entitled to, and gets nothing later', async () => {
    const [ada, ben, mallory, nick] = (await founded('ada', 'ben', 'mallory', 'nick')) as [
      Member,
      Member,
      Member,
      Member,
    ];
    ada.remove(mallory);
    await ada.reconcile();
    ben.remove(nick);
    await ben.reconcile();
    await meet(ada, nick);
    await meet(ben, mallory);
    ada.write('to nick');
    ben.write('to mallory');
    await converge(ada, ben);
    ada.write('to neither');
    await meet(ada, ben, mallory, nick);
    expect(ada.read()).toHaveLength(3);
    expect(ben.read()).toHaveLength(3);
    expect(nick.read()).toEqual(['to nick']);
    expect(mallory.read()).toEqual(['to mallory']);
  });

  it('both add the same newcomer by the same KeyPackage', async () => {
    const [ada, ben] = (await founded('ada', 'ben')) as [Member, Member];
    const xena = await newcomer('xena', ada);
    await letIn(ada, xena);
    await letIn(ben, xena);
    ada.write('a');
    ben.write('b');
    const all = [ada, ben, xena];
    await converge(...all);
    expect(new Set(all.map(tipOf)).size).toBe(1);
    for (const member of all) expect(member.read()).toEqual(['a', 'b']);
  });

  it('a commit whose heads lie in the past of its sibling loses, whatever the draw', async () => {
    for (let round = 0; round < 4; round++) {
      const [ada, ben] = (await founded('ada', 'ben')) as [Member, Member];
      const xena = await newcomer('xena', ada);
      const yuri = await newcomer('yuri', ada);
      ada.admit(xena);
      // ben knows of the admission, and of one more.
      for (const [id, act] of ada.shelf.acts) ben.shelf.acts.set(id, act);
      ben.admit(yuri);
      await ada.reconcile([xena]);
      await ben.reconcile([xena, yuri]);
      const later = tipOf(ben);
      await meet(ada, ben, xena, yuri);
      for (const member of [ada, ben, xena, yuri]) expect(tipOf(member), `for ${member.name}`).toBe(later);
    }
  });

  it('forks of forks heal: three partitions, two generations', async () => {
    const [ada, ben, cleo] = (await founded('ada', 'ben', 'cleo')) as [Member, Member, Member];
    const guests: Member[] = [];
    for (const host of [ada, ben, cleo]) {
      for (const generation of [1, 2]) {
        const guest = await newcomer(`${host.name} ${generation}`, ada);
        await letIn(host, guest);
        await meet(host, ...guests.slice(guests.length - generation + 1), guest);
        await guest.offerPackages();
        host.write(`${host.name} in generation ${generation}`);
        guests.push(guest);
      }
      await meet(host, ...guests.slice(-2));
    }
    const all = [ada, ben, cleo, ...guests];
    await converge(...all);
    expect(new Set(all.map(tipOf)).size).toBe(1);
    for (const member of all) {
      expect(member.unreadable(), `for ${member.name}`).toBe(0);
      expect(member.read()).toHaveLength(6);
    }
  });
});
