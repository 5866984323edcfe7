/** Being away: by choice, where nothing goes out or comes in until one says so, and before one came at all. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createWorld, type World } from '../src/world.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());

const lab = { space: 'Lab', channel: 'general' } as const;

test('who works offline writes and reads on; both sides catch up afterwards [N1] [N5]', async () => {
  const relay = await world.relay();
  const [ada, ben] = [await world.person('Ada'), await world.person('Ben')];
  await ada.call('space.create', { name: 'Lab', relay: [relay.address] });
  await ben.call('space.join', { link: (await ada.call('invite.create', { space: 'Lab' })).link });
  await ada.call('sync.pause', {});
  const status = await ada.call('sync.status', { space: 'Lab' });
  expect([status.paused, status.inSync, status.relays.map(({ connected }) => connected)]).toEqual([
    true,
    false,
    [false],
  ]);
  await ada.call('message.send', { ...lab, text: 'From the tunnel' });
  await ben.call('message.send', { ...lab, text: 'Where are you?' });
  await ben.until(
    async () => (await ben.call('message.list', lab)).every(({ own, state }) => !own || state === 'relay'),
    'the relay has what Ben wrote',
  );
  const mine = (await ada.call('message.list', lab)).map(({ text, state }) => `${text} ${state}`);
  expect(mine).toEqual(['From the tunnel pending']);
  await ada.call('sync.resume', {});
  for (const person of [ada, ben])
    await person.until(
      async () => (await person.call('message.list', lab)).length === 2,
      'both messages are there',
    );
  expect((await ada.call('sync.wait', { space: 'Lab', timeout: 15 })).paused).toBe(false);
});

test('who joins a channel with a long past sees its newest messages first, and reads up to the first [L5]', async () => {
  const relay = await world.relay();
  const ada = await world.person('Ada of the hall');
  const hall = { space: 'Hall', channel: 'general' } as const;
  await ada.call('space.create', { name: 'Hall', relay: [relay.address] });
  const numbers = Array.from({ length: 320 }, (_, i) => `number ${i}`);
  await Promise.all(numbers.map((text) => ada.call('message.send', { ...hall, text })));
  const texts = (await ada.call('message.list', { ...hall, limit: 400 })).map(({ text }) => text);
  await ada.call('sync.wait', { space: 'Hall', timeout: 30 });
  const { link } = await ada.call('invite.create', { space: 'Hall' });
  const cleo = await world.person('Cleo');
  const first = cleo.event(({ type }) => type === 'messages');
  await cleo.call('space.join', { link });
  const seen = await first;
  if (seen.type !== 'messages') throw new TypeError(seen.type);
  // All of the page; of a history from its beginning there would be more.
  expect(seen.more).toBe(false);
  expect(seen.messages.map(({ text }) => text)).toEqual(texts.slice(-seen.messages.length));
  expect(seen.messages.length).toBeLessThan(texts.length);
  const upwards = async (): Promise<string[]> => {
    const shown: string[] = [];
    let before: string | undefined;
    do {
      const page = await cleo.call('message.list', { ...hall, limit: 60, before });
      shown.unshift(...page.map(({ text }) => text));
      before = page[0]?.id;
    } while (before !== undefined);
    return shown;
  };
  await cleo.until(async () => (await upwards()).length === texts.length, 'the first message is there');
  expect(await upwards()).toEqual(texts);
}, 60_000);
