import { expect, test, vi } from 'vitest';
import { sayBriefTime, sayDay, sayFullTime, sayTime } from '../../src/timeline/say-time.ts';

const NOON = new Date(2026, 10, 22, 12, 5);

test('times are said in the reader’s language, and text that is no time stands as it is', () => {
  expect(sayTime(NOON.toISOString(), 'en-GB')).toBe('12:05');
  expect(sayFullTime(NOON.toISOString(), 'en-GB')).toMatch(/^Sunday,? 22 November 2026.* 12:05$/u);
  expect(sayDay(NOON, 'de')).toBe('Sonntag, 22. November 2026');
  expect(sayTime('[04:13]', 'en')).toBe('[04:13]');
  expect(sayTime(NOON.toISOString(), 'en-US')).toMatch(/^12:05\sPM$/u);
  expect(sayBriefTime(NOON.toISOString(), 'en-US')).toBe('12:05');
  expect(sayBriefTime(NOON.toISOString(), 'ko')).toBe('12:05');
  expect(sayBriefTime('[04:13]', 'en')).toBe('[04:13]');
  expect(sayFullTime('yesterday', 'en')).toBe('yesterday');
});

test('a formatter is made once, however many messages there are', () => {
  const made = vi.spyOn(Intl, 'DateTimeFormat');
  for (let line = 0; line < 50; line++) sayTime(NOON.toISOString(), 'fr');
  expect(made).toHaveBeenCalledTimes(1);
});
