/** Working offline by choice: nothing goes out or comes in until one says so, and then everything does. */
import { afterAll, expect, test } from 'vitest';
import { createWorld, type World } from '../src/world.ts';

let world: World;
afterAll(() => world?.close());

const lab = { space: 'Lab', channel: 'general' } as const;

test('who works offline writes and reads on; both sides catch up afterwards [N1] [N5]', async () => {
  world = await createWorld();
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
