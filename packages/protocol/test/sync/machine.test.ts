import { describe, expect, test } from 'vitest';
import { LIMITS } from '../../src/index.ts';
import { channelOf, createTown } from './space.ts';
import { agree, cutOff, live, meet, NEW, type Story, trouble } from './stories.ts';
import { watchOver } from './watch.ts';

const IS_LONG = process.env['PLEXI_LONG'] !== undefined;
const seeds = (count: number): number[] =>
  Array.from({ length: IS_LONG ? count * 60 : count }, (_, i) => i + 1);
/** What came ahead was refused, and what lies before it waited for governance; an answer came to what had been given up. */
const FOUND = [31, 82];

const sound = ({ agreed, wrong, town }: Story) => ({ agreed, wrong, breaches: town.links.breaches });
const SOUND = { agreed: true, wrong: [], breaches: [] };

describe('[N2] machines of sync', () => {
  test('that meet, two and three at a time, have the same, and nothing came twice', async () => {
    for (const seed of seeds(8)) {
      const story = await meet(seed);
      expect({ seed, ...sound(story), twice: story.twice }).toEqual({ seed, ...SOUND, twice: [] });
    }
  });

  test('that are live send what is new by themselves, on the same sessions, and each gets it once', async () => {
    for (const seed of seeds(6)) {
      const story = await live(seed);
      const { ben, cleo, relays } = story.town;
      expect({ seed, ...sound(story), twice: story.twice }).toEqual({ seed, ...SOUND, twice: [] });
      for (const one of [ben, cleo, ...relays])
        expect([story.arrived(one), story.fetched(one)]).toEqual([NEW, 0]);
    }
  });

  test('that are cut off, refused and hear things in any order come to have the same, and ask nobody for what another owes', async () => {
    for (const seed of [...seeds(8), ...FOUND])
      expect({ seed, ...sound(await trouble(seed)) }).toEqual({ seed, ...SOUND });
  });

  test('go on from any frame after which they were cut off: nothing that came is sent again', async () => {
    const whole = await cutOff(Number.POSITIVE_INFINITY);
    const entries = whole.arrived(whole.town.ben);
    expect(whole.handled).toBeGreaterThan(20);
    for (let frames = 1; frames < whole.handled; frames++) {
      const story = await cutOff(frames);
      const came = story.arrived(story.town.ben);
      const { twice } = story;
      expect({ frames, ...sound(story), came, twice }).toEqual({
        frames,
        ...SOUND,
        came: entries,
        twice: [],
      });
    }
  });

  test('[L6] LIMITS.creditBytes: no more is on its way than the other side said to take, however slow that is', async () => {
    const town = createTown(1);
    const { ada, ben, links, post, schedule } = town;
    for (let i = 0; i < 60; i++) post(ada, i % 2, 60_000);
    const { wrong, most } = watchOver(links, schedule);
    links.slow(2_000);
    links.connect(ada, ben);
    expect(await agree(town, ada, ben)).toBe(true);
    expect(wrong).toEqual([]);
    expect(most()).toBeGreaterThanOrEqual(LIMITS.creditBytes);
    expect(most()).toBeLessThan(LIMITS.creditBytes + LIMITS.batchBytes);
  });

  test('[L4] [L6] bodies that are missing come too, all of them, as fast as they are taken in and no faster', async () => {
    const town = createTown(1);
    const { ada, ben, links, post, schedule } = town;
    for (let i = 0; i < 60; i++) post(ada, i % 3, 60_000);
    await town.copy(ada, ben);
    for (let i = 0; i < 3; i++) ben.replica.loseBodies(channelOf(i));
    expect(ben.replica.lacking()).toBe(60);
    const { wrong, most } = watchOver(links, schedule);
    links.slow(2_000);
    links.connect(ben, ada);
    expect(await schedule.until(() => ben.replica.lacking() === 0, 600_000)).toBe(true);
    expect([wrong, links.breaches]).toEqual([[], []]);
    expect(most()).toBeLessThan(LIMITS.creditBytes + LIMITS.batchBytes);
  });
});
