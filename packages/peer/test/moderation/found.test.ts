/** [A3] What moderation found, on its way to those in charge: one item a message, whoever found it. */
import { type Finding, findingReportId, LIMITS } from '@plexi/protocol';
import { beforeEach, expect, test } from 'vitest';
import { FLOOD_MS } from '../../src/moderation/flood.ts';
import { type Name, openCourt } from '../report/story.ts';
import { primitives } from '../space-story.ts';

let court: Awaited<ReturnType<typeof openCourt>>;
beforeEach(async () => {
  court = await openCourt();
});

const FINDING: Finding = { label: 'threat', confidence: 910, tier: 'classifier', words: ['or else'] };

/** Somebody's device finds something in what Dan said. */
const find = async (name: Name, id: string, author: Name = 'dan', finding = FINDING): Promise<void> =>
  court.all[name].reports.find(
    await court.storedAt(court.all[name], id),
    court.people[author].account,
    finding,
  );

const casesAt = (name: Name) => court.all[name].reports.cases();

test('a node tells those in charge, with evidence, and nobody else; what one of them found already stays theirs', async () => {
  const { id } = await court.danSays('Pay me or else');
  await find('ben', id);
  await find('atlas', id);
  expect(court.post.map(({ letter, to }) => [letter.type, to.toSorted()])).toEqual([
    ['finding', ['ada', 'ben', 'eve']],
  ]);
  await court.deliver();
  await find('ada', id);
  const by = async (name: Name) =>
    (await casesAt(name)).map((kept) => [
      kept.by,
      kept.finding,
      kept.reason,
      kept.author,
      kept.findings.failed,
    ]);
  const { atlas, ben, dan } = court.people;
  expect(await by('ada')).toEqual([[atlas.account, FINDING, 'harm', dan.account, []]]);
  expect(await by('ben')).toEqual([[ben.account, FINDING, 'harm', dan.account, []]]);
  expect([await casesAt('cleo'), await casesAt('dan'), await casesAt('atlas')]).toEqual([[], [], []]);
});

test('a flood is one item, also where a node begins it with another message; a later one is another', async () => {
  const flood: Finding = { label: 'spam', confidence: 1000, tier: 'flood', words: [] };
  const ids = [];
  for (const text of ['13 sheep', '14 sheep', '15 sheep'] as const) ids.push((await court.danSays(text)).id);
  const [first = '', second = '', third = ''] = ids;
  await find('ada', first, 'dan', flood);
  await find('atlas', second, 'dan', flood);
  await court.deliver();
  expect((await casesAt('ada')).map(({ message }) => message)).toEqual([first]);
  court.clock.ms += FLOOD_MS;
  await find('ada', third, 'dan', flood);
  expect((await casesAt('ada')).map(({ message }) => message).toSorted()).toEqual([first, third].toSorted());
});

test('whoever found it may decide it, and that counts for all; who wrote it hears of it and may appeal', async () => {
  const { id } = await court.danSays('Pay me or else');
  for (const name of ['ada', 'ben'] as const) await find(name, id);
  const report = findingReportId(primitives, court.all.ada.holder.replica.space, id);
  await court.all.ben.reports.decide(await court.caseAt('ben', report), {
    outcome: 'hidden',
    until: 0,
    words: '',
  });
  expect(court.post.map(({ letter, to }) => [letter.type, to.toSorted()])).toEqual([
    ['verdict', ['ada', 'eve']],
    ['notice', ['dan']],
  ]);
  await court.deliver();
  for (const name of ['ada', 'ben'] as const)
    expect((await court.caseAt(name, report)).verdict).toMatchObject({
      outcome: 'hidden',
      by: court.people.ben.account,
    });
  // Eve's device gets to it later.
  await find('eve', id);
  expect((await court.caseAt('eve', report)).verdict?.outcome).toBe('hidden');
  expect(await court.all.dan.reports.notices()).toMatchObject([
    { report, outcome: 'hidden', reason: 'harm' },
  ]);
});

test('a member finds nothing for others, and what is told without proof, or by a member, is not kept', async () => {
  const { id } = await court.danSays('Pay me or else');
  await find('cleo', id);
  expect(court.post).toEqual([]);
  await find('atlas', id);
  const letter = court.post.splice(0)[0]?.letter;
  if (letter?.type !== 'finding') throw new Error('the node told nothing');
  const { atlas, cleo } = court.people;
  const other = await court.danSays('Good morning');
  await court.hand('ada', { letter, from: cleo });
  await court.hand('ada', { letter: { ...letter, report: 'ab'.repeat(32) }, from: atlas });
  const report = findingReportId(primitives, court.all.ada.holder.replica.space, other.id);
  await court.hand('ada', { letter: { ...letter, message: other.id, report }, from: atlas });
  const elsewhere = await court.danSaysElsewhere('Pay me or else');
  const foreign = findingReportId(primitives, court.all.ada.holder.replica.space, elsewhere.id);
  const { id: message, evidence } = elsewhere;
  await court.hand('ada', { letter: { ...letter, message, evidence, report: foreign }, from: atlas });
  expect(await casesAt('ada')).toEqual([]);
  await court.hand('ada', { letter, from: atlas });
  expect(await casesAt('ada')).toHaveLength(1);
});

test('[L6] LIMITS.findings, findingsOfAuthor, findingsOfOne: nobody crowds the others out', async () => {
  const { people, all, clock, bookOf } = court;
  const { id } = await court.danSays('Pay me or else');
  const evidence = await all.ada.reports.evidenceOf(await court.storedAt(all.ada, id), 0);
  const book = bookOf(all.ada);
  const key = (number: number): string => number.toString(16).padStart(64, '0');
  const put = (number: number, by: Name, author: Name) =>
    book.keepReport(
      key(number),
      {
        message: key(number),
        reason: 'spam',
        note: '',
        by: people[by].account,
        at: number,
        finding: FINDING,
        author: people[author].account,
      },
      evidence,
    );
  const decide = (number: number) =>
    book.keep('verdict', key(number), {
      outcome: 'dismissed',
      until: 0,
      words: '',
      at: clock.ms,
      by: people.ben.account,
    });
  const isFound = async (): Promise<boolean> => {
    await find('ada', id);
    const report = findingReportId(primitives, all.ada.holder.replica.space, id);
    const isThere = (await book.evidence(report)) !== undefined;
    await book.forget(report);
    return isThere;
  };
  for (let number = 0; number < LIMITS.findingsOfAuthor; number++) await put(number, 'ada', 'dan');
  expect(await isFound()).toBe(false);
  await decide(0);
  expect(await isFound()).toBe(true);

  await find('atlas', id);
  const letter = court.post.splice(0)[0]?.letter;
  if (letter?.type !== 'finding') throw new Error('the node told nothing');
  const isTold = async (): Promise<boolean> => {
    await court.hand('ada', { letter, from: people.atlas });
    const isThere = (await book.evidence(letter.report)) !== undefined;
    await book.forget(letter.report);
    return isThere;
  };
  for (let number = 0; number < LIMITS.findingsOfOne; number++) await put(1000 + number, 'atlas', 'cleo');
  expect(await isTold()).toBe(false);
  await decide(1000);
  expect(await isTold()).toBe(true);

  const others = LIMITS.findings - LIMITS.findingsOfAuthor - LIMITS.findingsOfOne;
  for (let number = 0; number < others; number++) await put(2000 + number, 'ada', 'eve');
  // What was decided the longest ago makes room, until nothing of that is left.
  expect([await isFound(), await book.evidence(key(0))]).toEqual([true, undefined]);
  await put(3000, 'ada', 'eve');
  expect([await isFound(), await book.evidence(key(1000))]).toEqual([true, undefined]);
  await put(3001, 'ada', 'eve');
  expect(await isFound()).toBe(false);
});
