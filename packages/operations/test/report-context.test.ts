import { LIMITS } from '@plexi/protocol';
import { expect, test } from 'vitest';
import { CATALOGUE } from '../src/index.ts';

test('[L6] [A4] a report shows so many messages before the reported one at most', () => {
  const { input } = CATALOGUE['report.create'];
  const report = { space: 'Lab', id: 'ab'.repeat(32), reason: 'spam' };
  const takes = (context: unknown) => input.safeParse({ ...report, context }).success;
  expect([0, LIMITS.reportContext, String(LIMITS.reportContext)].map(takes)).toEqual([true, true, true]);
  expect([-1, LIMITS.reportContext + 1, 1.5, 'x'].map(takes)).toEqual([false, false, false, false]);
  expect(input.parse(report)).toMatchObject({ context: 4, note: '' });
  const words = 'n'.repeat(LIMITS.reportNoteBytes);
  expect([words, `${words}n`].map((note) => input.safeParse({ ...report, note }).success)).toEqual([
    true,
    false,
  ]);
});
