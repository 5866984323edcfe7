/** Reports, from the member who makes one to those in charge, and back to everybody concerned [A4]. */
import { afterAll, expect, test } from 'vitest';
import { createWorld, type Person, type World } from '../src/world.ts';

let world: World;
let [ada, ben, cleo, dan] = [] as unknown as Person[] as [Person, Person, Person, Person];
afterAll(() => world?.close());

const lab = { space: 'Lab', channel: 'general' } as const;

const reportsOf = (person: Person) => person.call('report.list', { space: 'Lab' });
const noticesOf = (person: Person) => person.call('report.notices', { space: 'Lab' });
const reportOf = async (person: Person, id: string) => {
  const found = (await reportsOf(person)).find((report) => report.id === id);
  if (found === undefined) throw new Error('the report is not there');
  return found;
};

/** Waits until a report is there, and as it should be. */
const seen = async (
  person: Person,
  id: string,
  isSo: (report: Awaited<ReturnType<typeof reportOf>>) => boolean = () => true,
) => {
  await person.until(
    async () => (await reportsOf(person)).some((report) => report.id === id && isSo(report)),
    'the report is there',
  );
  return reportOf(person, id);
};

/** Dan says something in the channel, and Cleo has read it. */
const said = async (text: string) => {
  const message = await dan.call('message.send', { ...lab, text });
  await cleo.until(
    async () => (await cleo.call('message.list', lab)).some(({ id }) => id === message.id),
    'Cleo reads what Dan wrote',
  );
  return message;
};

const isHidden = async (person: Person, id: string): Promise<boolean> =>
  (await person.call('message.list', lab)).find((message) => message.id === id)?.deleted === true;

test('those in charge learn of it with what proves it, nobody else does', async () => {
  world = await createWorld();
  const relay = await world.relay();
  [ada, ben, cleo, dan] = [
    await world.person('Ada'),
    await world.person('Ben'),
    await world.person('Cleo'),
    await world.person('Dan'),
  ];
  await ada.call('space.create', { name: 'Lab', relay: [relay.address] });
  const { link } = await ada.call('invite.create', { space: 'Lab' });
  for (const person of [ben, cleo, dan]) await person.call('space.join', { link });
  await ada.call('member.role', { space: 'Lab', name: 'Ben', role: 'moderator' });
  const first = await said('Buy my coins');
  await cleo.call('message.send', { ...lab, text: 'No, thank you' });
  const message = await said('Buy them or else');
  await dan.call('message.edit', { space: 'Lab', id: message.id, text: 'Buy them, please' });
  await cleo.until(
    async () => (await cleo.call('message.list', lab)).at(-1)?.text === 'Buy them, please',
    'Cleo reads the edit',
  );
  const preview = await cleo.call('report.preview', { space: 'Lab', id: message.id });
  expect(preview.places[0]?.people.toSorted()).toEqual(['Ada', 'Ben']);
  expect(preview.messages.map(({ id }) => id)).toEqual([first.id, expect.any(String), message.id]);
  const made = await cleo.call('report.create', {
    space: 'Lab',
    id: message.id,
    reason: 'spam',
    note: 'The third time',
  });
  expect(made).toMatchObject({ own: true, state: 'open', mayDecide: false });
  for (const person of [ada, ben]) await seen(person, made.id);
  const shown = await ben.call('report.show', { space: 'Lab', id: made.id });
  expect(shown).toMatchObject({
    reason: 'spam',
    note: 'The third time',
    reporter: 'Cleo',
    author: 'Dan',
    text: 'Buy them, please',
    evidence: 'verified',
    elsewhere: false,
    channelName: 'general',
    actions: ['dismissed', 'warned', 'hidden', 'redacted', 'muted'],
  });
  expect(shown.checks.every(({ holds }) => holds)).toBe(true);
  expect(shown.entries.map(({ kind, author, text }) => [kind, author, text])).toEqual([
    ['before', 'Dan', 'Buy my coins'],
    ['before', 'Cleo', 'No, thank you'],
    ['reported', 'Dan', 'Buy them or else'],
    ['edit', 'Dan', 'Buy them, please'],
  ]);
  expect((await reportOf(ada, made.id)).actions).toContain('banned');
  await dan.call('sync.wait', { space: 'Lab', timeout: 15 });
  expect([await reportsOf(dan), await noticesOf(dan)]).toEqual([[], []]);
  await expect(
    cleo.call('report.close', { space: 'Lab', id: made.id, outcome: 'dismissed' }),
  ).rejects.toMatchObject({ code: 'NOT_ALLOWED' });
  await expect(
    ben.call('report.close', { space: 'Lab', id: made.id, outcome: 'banned' }),
  ).rejects.toMatchObject({ code: 'NOT_ALLOWED' });
});

test('one of them hides it; who wrote it hears why and appeals; another one looks again, and that stands', async () => {
  const [open] = await reportsOf(ben);
  const [id, message] = [open?.id ?? '', open?.messageId ?? ''];
  const words = 'No selling in here';
  const closed = await ben.call('report.close', { space: 'Lab', id, outcome: 'hidden', words });
  expect(closed).toMatchObject({ state: 'closed', outcome: 'hidden', decidedBy: 'Ben', words });
  for (const person of [ada, cleo]) {
    await seen(person, id, ({ outcome, decidedBy }) => outcome === 'hidden' && decidedBy === 'Ben');
    await person.until(() => isHidden(person, message), 'the message is hidden');
  }
  await expect(ada.call('report.close', { space: 'Lab', id, outcome: 'dismissed' })).rejects.toMatchObject({
    code: 'REPORT_CLOSED',
  });

  await dan.until(async () => (await noticesOf(dan)).length === 1, 'Dan hears of it');
  const [notice] = await noticesOf(dan);
  expect(notice).toMatchObject({ id, by: 'Ben', outcome: 'hidden', words, seen: false, mayAppeal: true });
  expect(JSON.stringify(notice)).not.toContain('Cleo');
  const appealed = await dan.call('report.appeal', { space: 'Lab', id, words: 'They asked me' });
  expect(appealed).toMatchObject({ seen: true, mayAppeal: false, appeal: { words: 'They asked me' } });
  await expect(dan.call('report.appeal', { space: 'Lab', id })).rejects.toMatchObject({
    code: 'APPEALED_ALREADY',
  });
  const again = await seen(ada, id, ({ appeal }) => appeal !== undefined);
  expect(again).toMatchObject({ mayReview: true, appeal: { words: 'They asked me' } });
  await ben.call('sync.wait', { space: 'Lab', timeout: 15 });
  expect(await reportOf(ben, id)).toMatchObject({ mayReview: false });
  await expect(ben.call('report.review', { space: 'Lab', id, outcome: 'upheld' })).rejects.toMatchObject({
    code: 'NOT_ALLOWED',
  });
  await ada.call('report.review', { space: 'Lab', id, outcome: 'reversed', words: 'They did' });
  for (const person of [ben, cleo]) {
    await seen(person, id, ({ review }) => review?.outcome === 'reversed' && review.by === 'Ada');
    await person.until(async () => !(await isHidden(person, message)), 'the message shows again');
  }
  await dan.until(async () => (await noticesOf(dan))[0]?.review?.outcome === 'reversed', 'Dan hears');
  expect((await noticesOf(dan))[0]?.review).toMatchObject({ by: 'Ada', words: 'They did' });
});

test('what was said between two is shown by one of them to those in charge, who could not read it', async () => {
  const { space: direct, channel } = await dan.call('dm.open', { space: 'Lab', names: ['Cleo'] });
  for (const text of ['Psst', 'Pay me, or they all hear of it'])
    await dan.call('message.send', { space: direct, channel, text });
  const place = { space: direct, channel };
  await cleo.until(
    async () => (await cleo.call('message.list', place).catch(() => [])).length === 2,
    'Cleo reads it',
  );
  const [, threat] = await cleo.call('message.list', place);
  const message = threat?.id ?? '';
  expect(await cleo.call('report.preview', { space: direct, id: message, context: 0 })).toMatchObject({
    elsewhere: true,
    places: [{ name: 'Lab' }],
    messages: [{ id: message }],
  });
  const { id } = await cleo.call('report.create', {
    space: direct,
    id: message,
    reason: 'harm',
    context: 0,
  });
  await seen(ben, id);
  const shown = await ben.call('report.show', { space: 'Lab', id });
  expect(shown).toMatchObject({
    elsewhere: true,
    author: 'Dan',
    text: 'Pay me, or they all hear of it',
    evidence: 'verified',
    actions: ['dismissed', 'warned', 'muted'],
  });
  expect(shown.message).toBeUndefined();
  expect(shown.entries).toHaveLength(1);
  await ben.call('report.close', { space: 'Lab', id, outcome: 'muted', until: '2099-01-01T00:00:00Z' });
  await dan.until(async () => (await noticesOf(dan)).length === 2, 'Dan hears of it');
  expect((await noticesOf(dan))[1]).toMatchObject({ outcome: 'muted', until: '2099-01-01T00:00:00.000Z' });
  await expect(dan.call('message.send', { ...lab, text: 'What?' })).rejects.toMatchObject({ code: 'MUTED' });
  // Whoever is muted may still appeal.
  await dan.call('report.appeal', { space: 'Lab', id, words: 'I was joking' });
  await seen(ada, id, ({ mayReview }) => mayReview);
  await ada.call('report.review', { space: 'Lab', id, outcome: 'reversed' });
  await dan.until(
    async () => (await dan.call('member.bans', { space: 'Lab' })).length === 0,
    'Dan has his voice back',
  );
});

test('of a private channel too, by default to those in charge of the space that it belongs to', async () => {
  const channel = await dan.call('channel.create', {
    space: 'Lab',
    name: 'den',
    private: true,
    member: ['Cleo'],
  });
  const words = 'Let us all be rude to Ben';
  const { id: message } = await dan.call('message.send', { space: 'Lab', channel: channel.id, text: words });
  const place = { space: 'Lab', channel: 'den' };
  await cleo.until(
    async () => (await cleo.call('message.list', place).catch(() => [])).some(({ id }) => id === message),
    'Cleo reads it',
  );
  const { id } = await cleo.call('report.create', { space: 'Lab', id: message, reason: 'abuse' });
  expect(await seen(ben, id)).toMatchObject({ elsewhere: true, text: words, evidence: 'verified' });
  expect(await reportOf(cleo, id)).toMatchObject({ message: { text: words } });
  await ben.call('report.close', { space: 'Lab', id, outcome: 'warned', words: 'Please' });
  await dan.until(
    async () => (await noticesOf(dan)).some(({ outcome }) => outcome === 'warned'),
    'Dan is warned',
  );
  const notice = (await noticesOf(dan)).find(({ outcome }) => outcome === 'warned');
  expect(notice).toMatchObject({ id, words: 'Please', message: { text: words } });
  expect(await dan.call('report.acknowledge', { space: 'Lab', id })).toMatchObject({ seen: true });
});

test('of two who decide at once the first one counts for all; nobody decides about themselves', async () => {
  const message = await said('And again');
  const { id } = await cleo.call('report.create', { space: 'Lab', id: message.id, reason: 'abuse' });
  for (const person of [ada, ben]) await seen(person, id);
  for (const person of [ada, ben]) await person.call('sync.pause', {});
  await ada.call('report.close', { space: 'Lab', id, outcome: 'dismissed' });
  await ben.call('report.close', { space: 'Lab', id, outcome: 'warned' });
  expect(await reportOf(ben, id)).toMatchObject({ outcome: 'warned', decidedBy: 'Ben' });
  for (const person of [ben, ada]) await person.call('sync.resume', {});
  for (const person of [ada, ben, cleo]) {
    const report = await seen(
      person,
      id,
      ({ decidedBy, overruled }) => decidedBy === 'Ada' && overruled.length === 1,
    );
    expect(report).toMatchObject({ outcome: 'dismissed', overruled: [{ outcome: 'warned', by: 'Ben' }] });
  }
  const bens = await ben.call('message.send', { ...lab, text: 'You are all fools' });
  await cleo.until(
    async () => (await cleo.call('message.list', lab)).some((one) => one.id === bens.id),
    'Cleo reads it',
  );
  const about = await cleo.call('report.create', { space: 'Lab', id: bens.id, reason: 'abuse' });
  const own = await ben.call('report.create', { space: 'Lab', id: message.id, reason: 'spam' });
  await seen(ada, about.id);
  await ben.call('sync.wait', { space: 'Lab', timeout: 15 });
  expect((await reportsOf(ben)).map((report) => report.id)).not.toContain(about.id);
  expect(await reportOf(ben, own.id)).toMatchObject({ own: true, mayDecide: false, actions: [] });
  await expect(
    ben.call('report.close', { space: 'Lab', id: own.id, outcome: 'dismissed' }),
  ).rejects.toMatchObject({ code: 'NOT_ALLOWED' });
});

test('or who wrote it is banned, in the same step', async () => {
  const isOpen = ({ author, state }: { author?: string | undefined; state: string }) =>
    author === 'Dan' && state === 'open';
  await ada.until(async () => (await reportsOf(ada)).some(isOpen), "Ben's report is there");
  const open = (await reportsOf(ada)).find(isOpen);
  await ada.call('report.close', { space: 'Lab', id: open?.id ?? '', outcome: 'banned' });
  await dan.until(
    async () => (await dan.call('space.list', {}))[0]?.state === 'removed',
    'Dan learns that he is out',
  );
  expect((await ada.call('member.list', { space: 'Lab' })).map(({ name }) => name)).not.toContain('Dan');
  expect(await ada.call('member.bans', { space: 'Lab' })).toMatchObject([{ name: 'Dan', kind: 'ban' }]);
});

test('whoever is alone in charge decides what they report, and who wrote it is told', async () => {
  await ada.call('member.role', { space: 'Lab', name: 'Ben', role: 'member' });
  const { id } = await cleo.call('message.send', { ...lab, text: 'Everybody is a fool' });
  await ada.until(
    async () => (await ada.call('message.list', lab)).some((message) => message.id === id),
    'Ada reads it',
  );
  const made = await ada.call('report.create', { space: 'Lab', id, reason: 'abuse' });
  expect(made).toMatchObject({ own: true, mayDecide: true });
  await ada.call('report.close', { space: 'Lab', id: made.id, outcome: 'hidden', words: 'Be kind' });
  expect(await reportOf(ada, made.id)).toMatchObject({
    state: 'closed',
    outcome: 'hidden',
    decidedBy: 'Ada',
  });
  await cleo.until(async () => isHidden(cleo, id), 'it is hidden for Cleo too');
  await cleo.until(async () => (await noticesOf(cleo)).length > 0, 'Cleo is told');
  expect((await noticesOf(cleo)).at(-1)).toMatchObject({ outcome: 'hidden', words: 'Be kind' });
});
