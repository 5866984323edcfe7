/** [A4] Letters that reach somebody whom they are not for, or come from somebody who has no say, as only a hostile client sends them. */
import { LIMITS } from '@plexi/protocol';
import { expect, test } from 'vitest';
import { type Name, openCourt } from './story.ts';

const ID = 'ab'.repeat(32);

test('a report is kept by those in charge and who reported, and never by whom it is about', async () => {
  const { all, people, post, danSays, report, hand } = await openCourt();
  const { id } = await danSays('I may say what I like', 'ben');
  const kept = await report(id, 'cleo', 'ben');
  const [{ letter } = { letter: undefined }] = post.splice(0);
  if (letter === undefined) throw new Error('nothing was sent');
  for (const name of ['ada', 'ben', 'dan'] as const) await hand(name, { letter, from: people.cleo });
  const holds = async (name: Name) =>
    (await all[name].reports.cases()).some((one) => one.report === kept && one.by === people.cleo.account);
  expect(await Promise.all((['ada', 'ben', 'dan'] as const).map(holds))).toEqual([true, false, false]);
});

test('a verdict on what somebody never reported is not kept by them', async () => {
  const { all, people, hand, bookOf, clock } = await openCourt();
  const letter = {
    type: 'verdict',
    report: ID,
    outcome: 'hidden',
    until: 0,
    words: '',
    at: clock.ms,
  } as const;
  for (const name of ['cleo', 'ada'] as const) await hand(name, { letter, from: people.ben });
  const kept = async (name: Name) => (await bookOf(all[name]).said('verdict')).has(ID);
  expect([await kept('cleo'), await kept('ada')]).toEqual([false, true]);
});

test('a notice comes from those in charge, of its own time', async () => {
  const { all, people, hand, clock } = await openCourt();
  const noticed = { type: 'notice', report: ID, message: ID, reason: 'spam', outcome: 'warned' } as const;
  const letter = { ...noticed, until: 0, words: 'Be gone', at: clock.ms };
  await hand('dan', { letter, from: people.cleo });
  await hand('dan', { letter: { ...letter, at: clock.ms + 1 }, from: people.ben });
  expect(await all.dan.reports.notices()).toEqual([]);
  await hand('dan', { letter, from: people.ben });
  expect(await all.dan.reports.notices()).toMatchObject([{ by: people.ben.account, words: 'Be gone' }]);
});

test('an appeal and what comes of it are of their own time', async () => {
  const { all, people, hand, bookOf, clock } = await openCourt();
  const said = { report: ID, words: 'x' };
  const review = { ...said, type: 'review', outcome: 'reversed' } as const;
  const before = clock.ms - 2 * LIMITS.clockSkewMs - 1;
  const kept = async (kind: 'appeal' | 'review') => (await bookOf(all.eve).said(kind)).has(ID);
  for (const at of [before, clock.ms + 1]) {
    await hand('eve', { letter: { ...said, type: 'appeal', at }, from: people.dan });
    await hand('eve', { letter: { ...review, at }, from: people.ben });
  }
  expect([await kept('appeal'), await kept('review')]).toEqual([false, false]);
  await hand('eve', { letter: { ...said, type: 'appeal', at: clock.ms }, from: people.dan });
  await hand('eve', { letter: { ...review, at: clock.ms }, from: people.dan });
  expect([await kept('appeal'), await kept('review')]).toEqual([true, false]);
  await hand('eve', { letter: { ...review, at: clock.ms }, from: people.ben });
  expect(await kept('review')).toBe(true);
});
