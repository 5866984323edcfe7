/** A report, from the member who makes it to those in charge and back [A4]. */
import { afterAll, expect, test } from 'vitest';
import { createWorld, type Person, type World } from '../src/world.ts';

let world: World;
let [ada, ben, cleo, dan] = [] as unknown as Person[] as [Person, Person, Person, Person];
afterAll(() => world?.close());

const lab = { space: 'Lab', channel: 'general' } as const;

const reportsOf = (person: Person) => person.call('report.list', { space: 'Lab' });

test('those in charge learn of it, nobody else does, and the reporter hears what came of it', async () => {
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
  await ada.call('member.role', { space: 'Lab', name: 'Ben', role: 'admin' });
  const said = await dan.call('message.send', { ...lab, text: 'Buy my coins' });
  await cleo.until(
    async () => (await cleo.call('message.list', lab)).some(({ id }) => id === said.id),
    'Cleo reads what Dan wrote',
  );
  const made = await cleo.call('report.create', {
    space: 'Lab',
    id: said.id,
    reason: 'spam',
    note: 'The third time',
  });
  expect(made).toMatchObject({ own: true, state: 'open', mayDecide: false });
  for (const person of [ada, ben])
    await person.until(async () => (await reportsOf(person)).length === 1, 'the report is there');
  expect((await reportsOf(ada))[0]).toMatchObject({
    id: made.id,
    reason: 'spam',
    note: 'The third time',
    reporter: 'Cleo',
    messageId: said.id,
    message: { text: 'Buy my coins', author: 'Dan' },
    mayDecide: true,
    mayRemove: true,
  });
  await dan.call('sync.wait', { space: 'Lab', timeout: 15 });
  expect(await reportsOf(dan)).toEqual([]);
  await expect(
    cleo.call('report.close', { space: 'Lab', id: made.id, outcome: 'dismissed' }),
  ).rejects.toMatchObject({ code: 'NOT_ALLOWED' });
});

test('one of them hides the message; everybody sees that it is gone, and the report is closed for all', async () => {
  const [open] = await reportsOf(ben);
  const closed = await ben.call('report.close', { space: 'Lab', id: open?.id ?? '', outcome: 'hidden' });
  expect(closed).toMatchObject({ state: 'closed', outcome: 'hidden', decidedBy: 'Ben' });
  for (const person of [ada, cleo]) {
    await person.until(
      async () => (await reportsOf(person))[0]?.state === 'closed',
      'word of the decision is there',
    );
    expect((await reportsOf(person))[0]).toMatchObject({ outcome: 'hidden', decidedBy: 'Ben' });
    await person.until(
      async () => (await person.call('message.list', lab))[0]?.deleted === true,
      'the message is hidden',
    );
  }
  await expect(
    ada.call('report.close', { space: 'Lab', id: open?.id ?? '', outcome: 'dismissed' }),
  ).rejects.toMatchObject({ code: 'REPORT_CLOSED' });
});

test('or removes who wrote it, in the same step', async () => {
  const said = await dan.call('message.send', { ...lab, text: 'And again' });
  await cleo.until(
    async () => (await cleo.call('message.list', lab)).some(({ id }) => id === said.id),
    'Cleo reads it',
  );
  await cleo.call('report.create', { space: 'Lab', id: said.id, reason: 'abuse' });
  await ada.until(async () => (await reportsOf(ada)).length === 2, 'the second report is there');
  const open = (await reportsOf(ada)).find(({ state }) => state === 'open');
  await ada.call('report.close', { space: 'Lab', id: open?.id ?? '', outcome: 'removed' });
  await dan.until(
    async () => (await dan.call('space.list', {}))[0]?.state === 'removed',
    'Dan learns that he is out',
  );
  expect((await ada.call('member.list', { space: 'Lab' })).map(({ name }) => name)).not.toContain('Dan');
});
