/** [A4] What counts of a report's letters, whoever writes them and in whatever order they come. */
import { LIMITS } from '@plexi/protocol';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { copyAll, GENERAL, unsigned } from '../space-story.ts';
import { type Name, openCourt, type Posted } from './story.ts';

let court: Awaited<ReturnType<typeof openCourt>>;
beforeAll(async () => {
  court = await openCourt();
});

const verdict = (report: string, at: number, outcome: 'hidden' | 'dismissed' = 'hidden') =>
  ({ type: 'verdict', report, outcome, until: 0, words: '', at }) as const;

describe('[A4] a report', () => {
  test('goes to those in charge, and to nobody else; who wrote it is never among them', async () => {
    const said = await court.danSays('Buy my coins');
    await court.report(said.id);
    expect(court.post.map(({ to }) => to.toSorted())).toEqual([['ada', 'ben', 'eve']]);
    await court.deliver();
    expect((await court.all.dan.reports.cases()).length).toBe(0);
    const { findings, author } = (await court.all.ben.reports.cases())[0] ?? {};
    expect([findings?.failed, author]).toEqual([[], court.people.dan.account]);
  });

  test('about one of those in charge goes to the others', async () => {
    const { id } = await court.danSays('I may say what I like', 'ben');
    await court.report(id, 'cleo', 'ben');
    expect(court.post.splice(0).map(({ to }) => to.toSorted())).toEqual([['ada', 'eve']]);
  });

  test('about what was said in another space is not for this one to judge, though it is proven', async () => {
    const { id, evidence } = await court.danSaysElsewhere('Among ourselves');
    const report = 'ef'.repeat(32);
    const letter = {
      type: 'report' as const,
      report,
      message: id,
      reason: 'spam' as const,
      note: '',
      evidence,
    };
    await court.hand('ben', { letter, from: court.people.cleo });
    const kept = await court.caseAt('ben', report);
    expect(kept.findings.failed).toEqual(['place']);
    expect(kept.author).toBeUndefined();
  });

  test('[L3] of an entry whose own signature is bad carries the one that vouches for it', async () => {
    const { all, report, deliver, caseAt } = await openCourt();
    const { dan, cleo } = all;
    const bad = await dan.holder.post('I never signed this');
    await dan.holder.post('But this I did');
    const items = (await dan.holder.items()).filter(({ log }) => log.channel === GENERAL);
    const spoiled = items.map(({ raw }, place) => (place === 0 ? unsigned(raw) : raw));
    await cleo.holder.replica.ingest(dan.holder.log(), spoiled);
    const id = await report(bad.id);
    await deliver();
    const { evidence, findings } = await caseAt('ben', id);
    expect(evidence.runs.map(({ entries }) => entries.map(({ opening }) => opening !== undefined))).toEqual([
      [true, false],
    ]);
    expect(findings.failed).toEqual([]);
  });

  test('[G4] about what a device wrote behind its cutoff proves nothing', async () => {
    const { all, people, report, deliver, caseAt } = await openCourt();
    const { id: late } = await all.dan.holder.post('You will never get me out');
    await copyAll(all.dan.holder, all.cleo.holder);
    const id = await report(late);
    await deliver();
    expect((await caseAt('ben', id)).author).toBe(people.dan.account);
    // Ada has not seen it when she removes him.
    await all.ada.holder.remove(people.dan);
    await copyAll(all.ada.holder, all.ben.holder);
    const { author, findings } = await caseAt('ben', id);
    expect([author, findings.failed]).toEqual([undefined, ['certificate']]);
  });

  test('[L6] is kept up to a limit, in all and of one person, while none is decided', async () => {
    const { all, people, hand, bookOf, clock } = await openCourt();
    const { evidence } = await court.danSaysElsewhere('Hello');
    const letter = (number: number) => ({
      type: 'report' as const,
      report: number.toString(16).padStart(64, '0'),
      message: 'cd'.repeat(32),
      reason: 'spam' as const,
      note: '',
      evidence,
    });
    const busy = expect.objectContaining({ code: 'TOO_BUSY' });
    const from = people.cleo;
    for (let number = 0; number < LIMITS.reportsOfOne; number++)
      await hand('ben', { letter: letter(number), from });
    await expect(hand('ben', { letter: letter(9999), from })).rejects.toEqual(busy);
    await hand('ben', { letter: letter(9998), from: people.dan });
    const book = bookOf(all.ada);
    const record = {
      message: 'cd'.repeat(32),
      reason: 'spam' as const,
      note: '',
      by: people.eve.account,
      at: clock.ms,
    };
    for (let number = 0; number < LIMITS.reports; number++)
      await book.keepReport(letter(number).report, record, evidence);
    await expect(hand('ada', { letter: letter(9999), from })).rejects.toEqual(busy);
    // What is decided makes place for what is not.
    await hand('ada', { letter: verdict(letter(7).report, clock.ms), from: people.ben });
    await hand('ada', { letter: letter(9999), from });
    const kept = new Set((await book.reports()).map(([report]) => report));
    expect([kept.size, kept.has(letter(7).report), kept.has(letter(9999).report)]).toEqual([
      LIMITS.reports,
      false,
      true,
    ]);
    expect((await book.said('verdict')).has(letter(7).report)).toBe(false);
  });
});

describe('[A4] a verdict', () => {
  test('takes nobody else’s place: whoever decides about what is nowhere loses their own oldest', async () => {
    const { all, people, hand, clock, bookOf } = await openCourt();
    const { store, replica } = all.ada.holder;
    const kind = 'case-verdict';
    const nowhere = (number: number): string => number.toString(16).padStart(64, '0');
    await hand('ada', { letter: verdict(nowhere(0), clock.ms), from: people.eve });
    const [first] = await store.records(replica.space, kind);
    if (first === undefined) throw new Error('the verdict is not there');
    const most = LIMITS.reports + LIMITS.findings;
    await store.commit(
      Array.from({ length: most - 1 }, (_, place) => ({
        type: 'record' as const,
        scope: replica.space,
        kind,
        key: `${nowhere(place + 1)}/${people.eve.account}`,
        value: first.value,
      })),
    );
    await hand('ada', { letter: verdict(nowhere(most), clock.ms), from: people.eve });
    await hand('ada', { letter: verdict(nowhere(most), clock.ms), from: people.ben });
    const said = [...(await bookOf(all.ada).said('verdict')).values()].flat();
    const by = (account: string): number => said.filter((one) => one.by === account).length;
    expect([by(people.eve.account), by(people.ben.account)]).toEqual([most, 1]);
  });

  test('counts from those in charge alone, and from nobody about what they wrote or reported', async () => {
    const said = await court.danSays('Again');
    const id = await court.report(said.id, 'eve');
    await court.deliver();
    const { people, hand, clock } = court;
    for (const from of [people.cleo, people.dan, people.eve])
      await hand('ada', { letter: verdict(id, clock.ms), from });
    expect((await court.caseAt('ada', id)).verdict).toBeUndefined();
    await hand('ada', { letter: verdict(id, clock.ms), from: people.ben });
    expect((await court.caseAt('ada', id)).verdict).toMatchObject({ by: people.ben.account });
  });

  test('is not made in the past, nor in the future, by what its letter says of its time', async () => {
    const said = await court.danSays('And again');
    const id = await court.report(said.id);
    await court.deliver();
    const { people, hand, clock } = court;
    const slack = 2 * LIMITS.clockSkewMs;
    for (const at of [0, clock.ms - slack - 1, clock.ms + 1])
      await hand('ada', { letter: verdict(id, at), from: people.ben });
    expect((await court.caseAt('ada', id)).verdict).toBeUndefined();
    await hand('ada', { letter: verdict(id, clock.ms - slack), from: people.ben });
    expect((await court.caseAt('ada', id)).verdict).toBeDefined();
  });

  test('and appeal and review come to the same in whatever order they arrive, among lies about them', async () => {
    const { people, clock } = court;
    const said = await court.danSays('At last');
    const id = await court.report(said.id);
    const [reported] = court.post.splice(0) as [Posted];
    const from = (name: Name) => people[name];
    const words = 'x';
    const at = clock.ms;
    const letters: Pick<Posted, 'letter' | 'from'>[] = [
      reported,
      { letter: verdict(id, at - 5), from: from('ben') },
      { letter: verdict(id, at - 4, 'dismissed'), from: from('ada') },
      { letter: verdict(id, at - 6, 'dismissed'), from: from('cleo') },
      { letter: { type: 'appeal', report: id, words, at: at - 3 }, from: from('dan') },
      { letter: { type: 'appeal', report: id, words: 'lie', at: at - 9 }, from: from('cleo') },
      { letter: { type: 'review', report: id, words, outcome: 'reversed', at: at - 1 }, from: from('ada') },
      { letter: { type: 'review', report: id, words, outcome: 'upheld', at: at - 2 }, from: from('ben') },
      { letter: { type: 'review', report: id, words, outcome: 'upheld', at: at - 2 }, from: from('dan') },
    ];
    const orders = fc.shuffledSubarray(letters, { minLength: letters.length });
    await fc.assert(
      fc.asyncProperty(orders, async (order) => {
        const { all, hand, caseAt, danSays } = await openCourt();
        await danSays('At last');
        for (const letter of [...order, ...order]) await hand('eve', letter);
        expect(all.eve.problems).toEqual([]);
        expect(await caseAt('eve', id)).toMatchObject({
          author: people.dan.account,
          verdict: { by: people.ben.account, outcome: 'hidden' },
          overruled: [{ by: people.ada.account, outcome: 'dismissed' }],
          appeal: { words: 'x' },
          review: { by: people.ada.account, outcome: 'reversed' },
        });
      }),
      { numRuns: 12 },
    );
  });
});

describe('[A4] an appeal', () => {
  test('goes to those in charge but who decided, of at least their rank, once', async () => {
    const { all, post, deliver } = court;
    const said = await court.danSays('One more');
    const id = await court.report(said.id);
    await deliver();
    const decide = async (name: Name) =>
      all[name].reports.decide(await court.caseAt(name, id), { outcome: 'warned', until: 0, words: '' });
    await decide('ada');
    const notice = post.find(({ letter }) => letter.type === 'notice');
    expect(notice?.to).toEqual(['dan']);
    expect(JSON.stringify(notice?.letter)).not.toContain(court.people.cleo.account);
    await deliver();
    const kept = (await all.dan.reports.notices()).find(({ report }) => report === id);
    if (kept === undefined) throw new Error('Dan heard nothing');
    await all.dan.reports.appeal(kept, 'Why?');
    // Nobody else is an owner, so moderators look at it.
    expect(post.map(({ to }) => to.toSorted())).toEqual([['ben', 'eve']]);
    await deliver();
    const again = (await all.dan.reports.notices()).find(({ report }) => report === id);
    if (again === undefined) throw new Error('the notice is gone');
    await expect(all.dan.reports.appeal(again, 'Why?')).rejects.toMatchObject({ code: 'APPEALED_ALREADY' });
    expect((await court.caseAt('eve', id)).appeal).toMatchObject({ words: 'Why?' });
  });

  test('against an admin goes to the owner, not to moderators', async () => {
    const { all, people, danSays, report, deliver, caseAt, post, share } = await openCourt();
    await all.ada.holder.act({ type: 'role.grant', account: people.eve.account, role: 'admin' });
    await share('ada');
    const { id } = await danSays('Buy');
    const reported = await report(id);
    await deliver();
    await all.eve.reports.decide(await caseAt('eve', reported), { outcome: 'warned', until: 0, words: '' });
    await deliver();
    const [notice] = await all.dan.reports.notices();
    if (notice === undefined) throw new Error('Dan heard nothing');
    await all.dan.reports.appeal(notice, 'Why?');
    expect(post.map(({ to }) => to)).toEqual([['ada']]);
  });

  test('[L6] of one person about anything at all is kept up to a limit', async () => {
    const { people, hand, bookOf, all, clock } = court;
    for (let number = 0; number <= LIMITS.reportsOfOne; number++) {
      const report = number.toString(16).padStart(64, '0');
      await hand('eve', { letter: { type: 'appeal', report, words: '', at: clock.ms }, from: people.cleo });
    }
    const kept = [...(await bookOf(all.eve).said('appeal')).values()].flat();
    expect(kept.filter(({ by }) => by === people.cleo.account)).toHaveLength(LIMITS.reportsOfOne);
  });
});
