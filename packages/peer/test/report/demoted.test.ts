/** [A4] [C1] [G4] What was decided by somebody who lost the rank for it: the same on every device, whatever came there first. */
import type { Act } from '@plexi/protocol';
import { describe, expect, test, vi } from 'vitest';
import { grantRole } from '../../src/space/grant.ts';
import { copyAll, deliver, type Item } from '../space-story.ts';
import { type Name, openCourt, type Posted } from './story.ts';

const ORDERS = [
  ['seen', 'unseen', 'demotion'],
  ['seen', 'demotion', 'unseen'],
  ['unseen', 'seen', 'demotion'],
  ['unseen', 'demotion', 'seen'],
  ['demotion', 'seen', 'unseen'],
  ['demotion', 'unseen', 'seen'],
] as const;
const DECISION = { outcome: 'warned', until: 0, words: '' } as const;

/** Cleo has reported Dan; Ben is about to decide, and Ada about to take his rank. */
const openStory = async () => {
  const court = await openCourt();
  const { all, people, post } = court;
  const id = await court.report((await court.danSays('Buy my coins')).id);
  await court.deliver();
  const { ada, ben } = all;
  const letters = ben.holder.replica.channels.mail;
  const grant = (role: 'moderator' | 'member'): Promise<void> => {
    const { replica } = ada.holder;
    const governance = replica.governance();
    if (governance === undefined) throw new Error('no governance');
    const space = { governance: () => governance, replica, act: (act: Act) => ada.holder.act(act) };
    return grantRole(space, people.ben.account, role);
  };
  /** Ben decides on his device; the letters are on their way, each with an entry of its own. */
  const decide = async (outcome: 'warned' | 'hidden' = 'warned'): Promise<Posted[]> => {
    await ben.reports.decide(await court.caseAt('ben', id), { ...DECISION, outcome });
    return post.splice(0);
  };
  const decider = async (name: Name) => (await court.caseAt(name, id)).verdict?.by;
  const governance = async (): Promise<Item[]> =>
    (await ada.holder.items()).filter(({ log }) => log.channel === ada.holder.replica.channels.governance);
  return { ...court, id, letters, grant, decide, decider, governance, byBen: people.ben.account };
};

const toEve = (posted: readonly Posted[]): Posted[] => posted.filter(({ to }) => to.includes('eve'));

describe('[A4] [G4] a moderator who decided loses the rank', () => {
  test('and what those who took it had seen by then stands, also for a device that was away', async () => {
    const story = await openStory();
    const posted = await story.decide();
    await copyAll(story.all.ben.holder, story.all.ada.holder);
    for (const one of posted) if (one.to.includes('ada')) await story.hand('ada', one);
    await story.grant('member');
    expect(story.all.ada.holder.replica.governance()?.state.members[story.byBen]?.role).toBe('member');
    await deliver(story.all.eve.holder, await story.governance());
    for (const one of toEve(posted)) await story.hand('eve', one);
    expect([await story.decider('ada'), await story.decider('eve')]).toEqual([story.byBen, story.byBen]);
    // Who wrote it hears of it, and may appeal.
    await deliver(story.all.dan.holder, await story.governance());
    for (const one of posted) if (one.letter.type === 'notice') await story.hand('dan', one);
    expect(await story.all.dan.reports.notices()).toMatchObject([{ by: story.byBen }]);
  });

  test('and what they had not seen counts nowhere, on that moderator’s own device neither; decided anew it does', async () => {
    const story = await openStory();
    const posted = await story.decide();
    for (const one of toEve(posted)) await story.hand('eve', one);
    expect(await story.decider('eve')).toBe(story.byBen);
    const { reports, events } = story.all.eve;
    reports.look();
    await vi.waitFor(() => expect(events.splice(0)).toContain('reports'));
    await story.grant('member');
    for (const name of ['eve', 'ben'] as const) {
      await deliver(story.all[name].holder, await story.governance());
      expect(await story.decider(name)).toBeUndefined();
    }
    reports.look();
    await vi.waitFor(() => expect(events).toEqual(['reports']));
    await story.grant('moderator');
    for (const name of ['eve', 'ben'] as const)
      await deliver(story.all[name].holder, await story.governance());
    expect(await story.decider('eve')).toBeUndefined();
    for (const one of toEve(await story.decide())) await story.hand('eve', one);
    expect([await story.decider('eve'), await story.decider('ben')]).toEqual([story.byBen, story.byBen]);
  });

  test('and nothing counts that pretends not to know of it', async () => {
    const story = await openStory();
    const heads = story.all.ben.holder.replica.governance()?.heads ?? [];
    await story.all.ben.holder.post('a letter', story.letters);
    await copyAll(story.all.ben.holder, story.all.ada.holder);
    await story.grant('member');
    await deliver(story.all.eve.holder, await story.governance());
    const letter = { ...DECISION, type: 'verdict', report: story.id, at: story.clock.ms } as const;
    const written = { log: story.all.ben.holder.log(story.letters), sequence: 9, heads };
    await story.hand('eve', { letter, from: story.people.ben, written });
    expect(await story.decider('eve')).toBeUndefined();
  });

  test('[C1] in whatever order letters and governance come', async () => {
    const story = await openStory();
    const [seen] = toEve(await story.decide());
    await copyAll(story.all.ben.holder, story.all.ada.holder);
    const [unseen] = toEve(await story.decide('hidden'));
    if (seen === undefined || unseen === undefined) throw new Error('no letter to Eve');
    const eves = await Promise.all(ORDERS.map(async (order) => ({ order, eve: await story.open('eve') })));
    await story.grant('member');
    const governance = await story.governance();
    for (const { order, eve } of eves) {
      const steps = {
        seen: () => story.hand('eve', seen, story.clock.ms, eve),
        unseen: () => story.hand('eve', unseen, story.clock.ms, eve),
        demotion: () => deliver(eve.holder, governance),
      };
      for (const step of order) await steps[step]();
      const said = await story.bookOf(eve).said('verdict');
      expect(said.get(story.id)?.map(({ outcome }) => outcome)).toEqual(['warned']);
    }
  });
});
