/** [A4] Reports for those who are put in charge after they were made. */
import { LIMITS } from '@plexi/protocol';
import { describe, expect, test, vi } from 'vitest';
import { type Name, openCourt } from './story.ts';

describe('[A4] somebody is put in charge later', () => {
  const promote = async (court: Awaited<ReturnType<typeof openCourt>>, name: Name): Promise<void> => {
    const { account } = court.people[name];
    await court.all.ada.holder.act({ type: 'role.grant', account, role: 'moderator' });
    await court.share('ada');
  };

  test('and is handed what nobody has decided, as its reporter made it; not what they wrote, nor what is decided', async () => {
    const court = await openCourt();
    const { all, people } = court;
    const open = await court.report((await court.danSays('Buy my coins')).id);
    const decided = await court.report((await court.danSays('And my boats')).id);
    const own = await court.report((await court.danSays('I am rude', 'eve')).id, 'ben', 'eve');
    const aboutCleo = await court.report((await court.danSays('So am I', 'cleo')).id, 'dan', 'cleo');
    await court.deliver();
    await all.ada.reports.decide(await court.caseAt('ada', decided), {
      outcome: 'dismissed',
      until: 0,
      words: '',
    });
    await court.deliver();
    await promote(court, 'cleo');
    await all.ada.reports.handOver(people.cleo.account);
    expect(new Set(court.post.flatMap(({ to }) => to))).toEqual(new Set(['cleo']));
    expect(court.post.map(({ letter: { report } }) => report)).toEqual([own]);
    await court.deliver();
    expect(await court.caseAt('cleo', own)).toMatchObject({
      by: people.ben.account,
      author: people.eve.account,
      findings: { failed: [] },
    });
    await promote(court, 'dan');
    await all.ada.reports.handOver(people.dan.account);
    // Of what is open, one he wrote himself and one he reported.
    expect(court.post.splice(0).map(({ letter: { report } }) => report)).toEqual([own]);
    expect((await all.cleo.reports.cases()).map(({ report }) => report)).not.toContain(aboutCleo);
    expect((await all.cleo.reports.cases()).map(({ report }) => report)).toContain(open);
  });

  test('and whoever reported meanwhile tells them as well: once, and while it is open', async () => {
    const court = await openCourt();
    const { all } = court;
    const report = await court.report((await court.danSays('Buy my coins')).id, 'ben');
    await promote(court, 'cleo');
    await court.deliver();
    all.ben.reports.look();
    await vi.waitFor(() => expect(court.post).toHaveLength(1));
    expect(court.post[0]).toMatchObject({ to: ['cleo'], letter: { type: 'report', report } });
    await court.deliver();
    expect((await court.caseAt('cleo', report)).by).toBe(court.people.ben.account);
    await promote(court, 'dan');
    all.ben.reports.look();
    await all.cleo.reports.decide(await court.caseAt('cleo', report), {
      outcome: 'warned',
      until: 0,
      words: '',
    });
    await court.deliver();
    await all.ben.reports.cases();
    expect(court.post).toEqual([]);
  });

  test('[L6] and is handed so many, by those in charge only, of people who are known', async () => {
    const court = await openCourt();
    const { all, people } = court;
    const said = await court.danSays('Buy my coins');
    for (let i = 0; i <= LIMITS.reportsHandedOver; i += 1)
      await court.report(said.id, i % 2 === 0 ? 'ben' : 'eve');
    await court.deliver();
    await promote(court, 'cleo');
    await all.ada.reports.handOver(people.cleo.account);
    expect(court.post).toHaveLength(LIMITS.reportsHandedOver);
    const [{ letter } = { letter: undefined }] = court.post.splice(0);
    if (letter?.type !== 'handover') throw new Error('another letter');
    await court.hand('cleo', { letter, from: people.dan });
    const nobody = { ...letter, by: people.atlas.account.replace(/^./, '0').replace(/.$/, '0') as never };
    await expect(court.hand('cleo', { letter: nobody, from: people.ada })).rejects.toMatchObject({
      code: 'ENTRY_MALFORMED',
    });
    expect(await all.cleo.reports.cases()).toEqual([]);
    await court.hand('cleo', { letter, from: people.ada });
    expect(await all.cleo.reports.cases()).toHaveLength(1);
  });
});
