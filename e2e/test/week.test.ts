/** A week of a space, all of it by operations in this process and two relays: what `week-panel.test.ts` lives through in the app. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { byOperations, SPACE } from '../src/hand.ts';
import { type Cast, friday, monday, thursday, tuesday, wednesday } from '../src/week.ts';
import { createWorld, type Person, type World } from '../src/world.ts';

describe('a week', { timeout: 120_000 }, () => {
  let world: World;
  let cast: Cast;
  let gus: Person;
  beforeAll(async () => {
    world = await createWorld();
  });
  afterAll(async () => world.close());

  test('Monday: founded, invited, even where a relay had not heard of it', async () => {
    const relays = await Promise.all([world.relay(), world.relay()]);
    const ada = await world.person('Ada', { listen: [] });
    await ada.call('space.create', { name: SPACE, relay: relays.map(({ address }) => address) });
    cast = await monday(world, relays, byOperations('Ada', ada), async (link) => {
      const mo = await world.person('Mo', { listen: [] });
      expect(await mo.call('space.join', { link, timeout: 60 })).toMatchObject({ state: 'ready' });
      return byOperations('Mo', mo);
    });
  });

  test('Tuesday: they work, some of them among themselves, with a guest', async () => {
    gus = await tuesday(world, cast);
    expect((await gus.call('space.list', {}))[0]?.role).toBe('guest');
  });

  test('[G7] Wednesday: cut in two, both sides decide about the same people, and come to one mind', async () => {
    expect(await wednesday(world, cast)).toEqual(
      expect.arrayContaining(['Cy member', 'Gus guest', 'Mal admin', 'Mo moderator']),
    );
  });

  test('[G4] Thursday: what the admin does in secret is void once he is removed', async () => {
    const ranks = await thursday(world, cast);
    expect(ranks).toHaveLength(7);
    expect(ranks).not.toContain('Mal admin');
  });

  test('[A4] [G5] Friday: judged, judged again, and signed as final; all hold the same', async () => {
    const ranks = await friday(cast, gus);
    expect(ranks).toHaveLength(6);
    expect(ranks).toEqual(expect.arrayContaining(['Ada owner', 'Cy member', 'Mo moderator', 'Olu owner']));
  });
});
