import { describe, expect, it } from 'vitest';
import { findEmoji, loadEmoji } from '../../src/emoji/emoji-data.ts';

const find = async (query: string, locale: string): Promise<string[]> =>
  (await findEmoji(query, 8, locale)).map(({ emoji }) => emoji);

describe('emoji', () => {
  it('are found in English by name, word and shortcode', async () => {
    expect(await find('ocean', 'en')).toContain('🌊');
    expect((await find('tada', 'en'))[0]).toBe('🎉');
    expect(await find('heart', 'en')).toHaveLength(8);
    expect(await find('zzzz', 'en')).toEqual([]);
  });

  it('have skin tones where they are of people', async () => {
    const [hand] = await findEmoji('wave', 1, 'en');
    expect(hand?.tones).toHaveLength(5);
    const [party] = await findEmoji('tada', 1, 'en');
    expect(party?.tones).toEqual([]);
  });

  it('are named and found in Arabic, with and without marks and hamza, and in English all the same', async () => {
    const all = await loadEmoji('ar');
    const rocket = all.find(({ emoji }) => emoji === '🚀');
    expect(rocket?.label).toBe('صاروخ');
    expect(await find('صاروخ', 'ar')).toContain('🚀');
    expect(await find('صَارُوخ', 'ar')).toContain('🚀');
    expect(await find('اسد', 'ar')).toContain('🦁');
    expect(await find('أسد', 'ar')).toContain('🦁');
    expect((await find('rocket', 'ar'))[0]).toBe('🚀');
    expect(await find('فرنسا', 'ar-EG')).toContain('🇫🇷');
    const unnamed = all.filter(({ label }) => !/[\u0600-\u06ff]/u.test(label));
    expect(unnamed.length).toBeLessThan(all.length / 50);
  });

  it('whose names are in Arabic are not found by them in English, which doesn\u2019t load them', async () => {
    expect(await find('صاروخ', 'en')).toEqual([]);
  });
});
