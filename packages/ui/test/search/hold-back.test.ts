import type { SearchHit } from '@plexi/operations';
import { expect, it } from 'vitest';
import { holdBack } from '../../src/search/hold-back.ts';
import { messageOf } from '../script.ts';

const hit = (id: string): SearchHit => ({
  message: { ...messageOf('Ada', id), id },
  space: 'lab',
  place: 'general',
  snippet: { text: id, marks: [] },
});
const hits = (ids: string): SearchHit[] => ids.split('').map(hit);
const held = (shown: string, newest: string): string => [...holdBack(hits(shown), hits(newest))].join('');

it('holds back what would come before or between what is shown, and only that', () => {
  expect(held('bcd', 'abcd')).toBe('a');
  expect(held('bd', 'abcd')).toBe('ac');
  expect(held('bc', 'bcde')).toBe('');
  expect(held('bc', 'cde')).toBe('');
  expect(held('bc', 'bc')).toBe('');
});

it('shows everything where nothing of what was shown is left', () => {
  expect(held('', 'abc')).toBe('');
  expect(held('xy', 'abc')).toBe('');
});
