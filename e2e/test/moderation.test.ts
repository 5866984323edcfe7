/** [A3] How a channel is moderated: who says so, what that does to its messages, and who looks at them. */
import { afterAll, expect, test } from 'vitest';
import { createWorld, type Person, type World } from '../src/world.ts';

let world: World;
let [ada, ben, dan, node] = [] as unknown as Person[] as [Person, Person, Person, Person];
afterAll(() => world?.close());

const lab = { space: 'Lab', channel: 'general' } as const;

const policyOf = (person: Person) => person.call('channel.policy', lab);
const actionsOf = async (person: Person) =>
  Object.fromEntries(
    (await policyOf(person)).rules.map(({ label, level, action }) => [label, [level, action]]),
  );

test('a moderator decides it, everybody who reads the channel sees it, also an AI node; a member may not', async () => {
  world = await createWorld();
  const relay = await world.relay();
  [ada, ben, dan, node] = [
    await world.person('Ada'),
    await world.person('Ben'),
    await world.person('Dan'),
    await world.person('Atlas'),
  ];
  await ada.call('space.create', { name: 'Lab', relay: [relay.address] });
  const { link } = await ada.call('invite.create', { space: 'Lab' });
  for (const person of [ben, dan]) await person.call('space.join', { link });
  await ada.call('member.role', { space: 'Lab', name: 'Ben', role: 'moderator' });
  await ben.until(async () => (await policyOf(ben)).mayChange, 'Ben is a moderator');
  const invite = await ada.call('invite.create', { space: 'Lab', role: 'ai', channel: ['general'] });
  await node.call('space.join', { link: invite.link });
  expect(await policyOf(dan)).toMatchObject({ standard: true, hides: false, mayChange: false, block: [] });
  const decided = await ben.call('channel.moderate', {
    ...lab,
    scam: 'strict',
    hide: ['scam', 'hate', 'toxicity'],
    sexual: 'off',
    block: ['zorbo*'],
  });
  expect(decided).toMatchObject({
    standard: false,
    hides: true,
    by: 'Ben',
    block: ['zorbo*'],
    mayChange: true,
  });
  for (const person of [dan, node]) {
    await person.until(async () => (await policyOf(person)).by === 'Ben', 'the policy is there');
    expect(await actionsOf(person)).toEqual({
      toxicity: ['careful', 'hide'],
      hate: ['careful', 'hide'],
      threat: ['careful', 'flag'],
      sexual: ['off', 'none'],
      spam: ['careful', 'flag'],
      scam: ['strict', 'hide'],
    });
  }
  for (const person of [dan, node])
    await expect(person.call('channel.moderate', { ...lab, hate: 'off' })).rejects.toMatchObject({
      code: 'NOT_ALLOWED',
    });
});

test('[L6] its lists have an end', async () => {
  const words = (from: number, count: number) => Array.from({ length: count }, (_, i) => `word${from + i}`);
  const block = words(0, 255);
  expect((await ben.call('channel.moderate', { ...lab, block })).block).toHaveLength(256);
  await expect(ben.call('channel.moderate', { ...lab, block: ['one more'] })).rejects.toMatchObject({
    code: 'TOO_LARGE',
  });
  const left = await ben.call('channel.moderate', { ...lab, forget: block });
  expect([left.block, left.hides]).toEqual([['zorbo*'], true]);
});

/** Finds a message of Dan's by its words, as somebody sees it. */
const seenBy = async (person: Person, text: string) =>
  (await person.call('message.list', { ...lab, limit: 50 })).find((message) => message.text === text);

const dansMessage = async (person: Person, text: string) => {
  await person.until(async () => (await seenBy(person, text)) !== undefined, `${text} is there`);
  return seenBy(person, text);
};

const itemsOf = async (person: Person) =>
  (await person.call('report.list', { space: 'Lab' })).filter(({ finding }) => finding !== undefined);

const itemAbout = async (person: Person, message: string) => {
  await person.until(
    async () => (await itemsOf(person)).some(({ messageId }) => messageId === message),
    'moderation found it',
  );
  return (await itemsOf(person)).find(({ messageId }) => messageId === message);
};

test('what it hides is behind a notice for every reader, with why; whoever wrote it could know before', async () => {
  const rude = 'You are a worthless piece of shit';
  expect(await dan.call('message.check', { ...lab, text: rude })).toMatchObject({
    withheld: true,
    finding: { label: 'toxicity', tier: 'rules' },
  });
  expect(await dan.call('message.check', { ...lab, text: 'Good morning' })).toEqual({ withheld: false });
  await dan.call('message.send', { ...lab, text: 'Good morning' });
  await dan.call('message.send', { ...lab, text: rude });
  for (const person of [ada, ben, node]) {
    expect((await dansMessage(person, rude))?.withheld).toMatchObject({
      label: 'toxicity',
      tier: 'rules',
      words: expect.arrayContaining([expect.stringContaining('shit')]),
    });
    expect((await dansMessage(person, 'Good morning'))?.withheld).toBeUndefined();
  }
});

test('it is one item for those in charge, decided like a report: dismissed, everybody sees the message', async () => {
  const rude = 'You are a worthless piece of shit';
  const message = await dansMessage(ben, rude);
  const item = await itemAbout(ben, message?.id ?? '');
  expect(item).toMatchObject({
    finding: { label: 'toxicity', tier: 'rules' },
    reason: 'abuse',
    author: 'Dan',
    text: rude,
    evidence: 'verified',
    state: 'open',
    actions: ['dismissed', 'warned', 'hidden', 'redacted', 'muted'],
  });
  expect((await itemAbout(ada, message?.id ?? ''))?.id).toBe(item?.id);
  for (const person of [dan, node]) expect(await itemsOf(person)).toEqual([]);
  await ben.call('report.close', { space: 'Lab', id: item?.id ?? '', outcome: 'dismissed' });
  await ada.until(async () => (await itemsOf(ada)).every(({ state }) => state === 'closed'), 'Ada hears');
  for (const person of [ada, ben, node])
    await person.until(
      async () => (await seenBy(person, rude))?.withheld === undefined,
      'the message shows to everybody',
    );
  // Only as it was when somebody looked at it.
  const worse = `${rude}, and an idiot`;
  await dan.call('message.edit', { space: 'Lab', id: message?.id ?? '', text: worse });
  expect((await dansMessage(node, worse))?.withheld).toMatchObject({ label: 'toxicity' });
});

test('hidden by one of them it is gone; what is only flagged everybody sees; a flood is one item', async () => {
  const block = 'Have a zorbonaut';
  await dan.call('message.send', { ...lab, text: block });
  const blocked = await dansMessage(ben, block);
  expect(blocked?.withheld?.words).toEqual(['zorbonaut']);
  const item = await itemAbout(ben, blocked?.id ?? '');
  await ben.call('report.close', { space: 'Lab', id: item?.id ?? '', outcome: 'hidden' });
  await node.until(async () => (await seenBy(node, block)) === undefined, 'the words are gone');
  const threat = 'I will find you and kill you';
  await dan.call('message.send', { ...lab, text: threat });
  expect((await dansMessage(node, threat))?.withheld).toBeUndefined();
  const flagged = await itemAbout(ben, (await dansMessage(ben, threat))?.id ?? '');
  expect(flagged?.finding?.label).toBe('threat');
  for (let number = 1; number <= 20; number++)
    await dan.call('message.send', { ...lab, text: `${number} sheep` });
  const isFlood = ({ finding }: { finding?: { tier: string } | undefined }) => finding?.tier === 'flood';
  await ben.until(async () => (await itemsOf(ben)).some(isFlood), 'the flood is noticed');
  await dansMessage(ben, '20 sheep');
  expect((await itemsOf(ben)).filter(isFlood)).toHaveLength(1);
});

test('a private channel has a policy of its own, and whoever made it decides what is found there', async () => {
  const den = { space: 'Lab', channel: 'den' } as const;
  await ada.call('channel.create', { space: 'Lab', name: 'den', private: true, member: ['Dan'] });
  await ada.call('channel.moderate', { ...den, block: ['florbo'], hide: ['toxicity'] });
  const text = 'Such a florbo';
  await dan.until(
    async () => (await dan.call('channel.policy', den).catch(() => undefined))?.by === 'Ada',
    'Dan is in the den',
  );
  await expect(dan.call('channel.moderate', { ...den, hide: ['none'] })).rejects.toMatchObject({
    code: 'NOT_ALLOWED',
  });
  const { id } = await dan.call('message.send', { ...den, text });
  const item = await itemAbout(ada, id);
  expect(item).toMatchObject({ author: 'Dan', text, channelName: 'den', elsewhere: false });
  expect(await itemsOf(ben)).not.toContainEqual(expect.objectContaining({ messageId: id }));
  await ada.call('report.close', { space: 'Lab', id: item?.id ?? '', outcome: 'dismissed' });
  expect((await ada.call('message.list', den))[0]?.withheld).toBeUndefined();
  const direct = await dan.call('dm.open', { space: 'Lab', names: ['Ada'] });
  await expect(
    dan.call('channel.moderate', { space: direct.space, channel: 'direct', hide: ['spam'] }),
  ).rejects.toMatchObject({ code: 'NOT_ALLOWED' });
});
