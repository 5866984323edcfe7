import { expect, test } from 'vitest';
import { renderOutput } from '../../src/command/index.ts';
import { findOperation, type OperationId, type Report } from '../../src/index.ts';

const ID = 'ab'.repeat(32);
const render = (id: OperationId, output: unknown): string => {
  const operation = findOperation(id);
  if (operation === undefined) throw new Error(id);
  return renderOutput(operation, output, { formatTime: (iso) => iso.slice(0, 10) });
};
const report: Report = {
  id: ID,
  reason: 'spam',
  note: 'Again',
  time: '2026-11-23T10:00:00.000Z',
  reporter: 'Cleo',
  own: false,
  messageId: ID,
  author: 'Dan',
  authorId: ID,
  text: 'Buy my coins\nnow\u001b[2J',
  evidence: 'verified',
  elsewhere: false,
  channelName: 'general',
  state: 'open',
  overruled: [],
  mayDecide: true,
  actions: ['dismissed', 'hidden'],
  mayReview: false,
};

test('[A4] a report is told in words, and nothing that anybody wrote poses as a line of ours', () => {
  expect(render('report.list', [report])).toBe(
    [
      'spam · open · evidence verified · 2026-11-23 · #general',
      '  written by Dan: Buy my coins',
      '    now<001B>[2J',
      '  reported by Cleo: Again',
      '  you may decide: dismissed, hidden',
      `  ${ID}`,
    ].join('\n'),
  );
  const closed: Report = {
    ...report,
    elsewhere: true,
    state: 'closed',
    outcome: 'muted',
    decidedBy: 'Ben',
    words: 'Enough',
    until: '2026-11-30T10:00:00.000Z',
    overruled: [{ outcome: 'warned', by: 'Eve', time: report.time }],
    appeal: { words: 'A joke', time: report.time },
    review: { outcome: 'reversed', by: 'Ada', words: '', time: report.time },
    mayDecide: false,
    actions: [],
  };
  expect(render('report.list', [closed]).split('\n').slice(4, 8)).toEqual([
    '  muted by Ben, until 2026-11-30: Enough',
    '  too late: warned by Eve',
    '  appeal by Dan: A joke',
    '  reversed by Ada',
  ]);
  const entry = { id: ID, kind: 'reported', author: 'Dan', authorId: ID, time: '', text: 'x', files: [] };
  const shown = render('report.show', {
    ...report,
    checks: [{ name: 'signature', holds: true }],
    entries: [{ ...entry, sequence: 7 }],
  });
  expect(shown).toMatch(/signature +yes/u);
  expect(shown).toMatch(/reported +Dan/u);
});
