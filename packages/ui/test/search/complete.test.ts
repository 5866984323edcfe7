import { describe, expect, it } from 'vitest';
import { daysSince, type Known, suggest, toggleFilter } from '../../src/search/complete.ts';

const known: Known = {
  people: ['Ada', 'Ben Okafor', 'ليلى'],
  channels: ['general', 'boat-rota'],
  dates: [{ label: 'This month', day: '2026-11' }],
  has: [
    { label: 'With a file', thing: 'file' },
    { label: 'With a link', thing: 'link' },
  ],
};
const inserts = (text: string) => suggest(text, known)?.options.map(({ insert }) => insert);

describe('a filter that is being typed', () => {
  it.each([
    ['from:', ['from:Ada', 'from:"Ben Okafor"', 'from:ليلى']],
    ['tide from:@be', ['from:"Ben Okafor"']],
    ['FROM:"ben', ['from:"Ben Okafor"']],
    ['from:لي', ['from:ليلى']],
    ['in:#bo', ['in:boat-rota']],
    ['in:rota', ['in:boat-rota']],
    ['since after:th', ['after:2026-11']],
    ['before:2026', ['before:2026-11']],
    ['has:', ['has:file', 'has:link']],
  ])('%s can become %j', (text, options) => {
    expect(inserts(text)).toEqual(options);
  });

  it.each(['', 'from', 'from: ', 'from:nobody', 'in:general', 'therefrom:', 'from:Ada tide'])(
    '%j is offered nothing',
    (text) => {
      expect(suggest(text, known)).toBeUndefined();
    },
  );

  it('is replaced from where it begins', () => {
    expect(suggest('tide from:be', known)?.start).toBe('tide '.length);
  });
});

it('a filter at hand goes in and out of the text', () => {
  expect(toggleFilter('tide ', 'has:link')).toBe('tide has:link');
  expect(toggleFilter('has:link tide', 'has:link')).toBe('tide');
  expect(toggleFilter('', 'from:me')).toBe('from:me');
});

it('days are those of the calendar on the wall', () => {
  expect(daysSince(new Date(2026, 2, 1, 0, 30))).toEqual({
    today: '2026-03-01',
    week: '2026-02-22',
    month: '2026-03',
    year: '2026',
  });
});
