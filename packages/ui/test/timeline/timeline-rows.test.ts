import { describe, expect, it } from 'vitest';
import { toRows } from '../../src/timeline/timeline-rows.ts';
import { messageOf } from '../script.ts';

const at = (time: string, author = 'Ben', extra = {}) => messageOf(author, `at ${time}`, { time, ...extra });
const over = (rows: ReturnType<typeof toRows>) =>
  rows.map((row) =>
    row.type === 'message' ? `${row.day === undefined ? '' : 'day '}${row.isNew ? 'new' : ''}`.trim() : '',
  );
const heads = (rows: ReturnType<typeof toRows>) =>
  rows.flatMap((row) => (row.type === 'message' ? [row.head] : []));

describe('rows of a timeline', () => {
  it('joins one author within five minutes and starts anew after a pause', () => {
    const rows = toRows([
      at('2026-03-03T10:00:00Z'),
      at('2026-03-03T10:04:59Z'),
      at('2026-03-03T10:10:00Z'),
      at('2026-03-03T10:10:01Z', 'Ada'),
    ]);
    expect(heads(rows)).toEqual([true, false, true, true]);
  });

  it('tells lookalike names of different accounts apart', () => {
    const rows = toRows([
      at('2026-03-03T10:00:00Z', 'Ben', { authorId: 'a'.repeat(64) }),
      at('2026-03-03T10:00:01Z', 'Ben', { authorId: 'b'.repeat(64) }),
    ]);
    expect(heads(rows)).toEqual([true, true]);
  });

  it('never joins an imported line with the words of the account that imported it', () => {
    const rows = toRows([
      at('2026-03-03T10:00:00Z', 'Noor'),
      at('2026-03-03T10:00:01Z', 'Noor', { kind: 'import', importedBy: 'Noor' }),
    ]);
    expect(heads(rows)).toEqual([true, true]);
  });

  it('puts a day before the first message of each day, and the line before the first unread one', () => {
    const messages = [at('2026-03-03T12:00:00Z'), at('2026-03-04T12:00:00Z'), at('2026-03-04T12:00:01Z')];
    expect(over(toRows(messages, messages[2]?.id))).toEqual(['day', 'day', 'new']);
    expect(heads(toRows(messages, messages[2]?.id))).toEqual([true, true, true]);
  });

  it('puts what happened between the messages where their clocks say, each day once', () => {
    const [first, joined, second, left] = [
      at('2026-03-03T12:00:00Z'),
      at('2026-03-04T11:59:00Z'),
      at('2026-03-04T12:00:00Z'),
      at('2026-03-04T12:00:01Z'),
    ] as const;
    const changes = [joined, left].map(({ id, clock, time }) => ({
      id,
      clock,
      time,
      type: 'left' as const,
      account: id,
      name: 'Cy',
      by: id,
      byName: 'Cy',
    }));
    const rows = toRows([first, second], second.id, [], changes);
    expect(rows.map(({ key }) => key)).toEqual([
      first.id,
      `change-${joined.id}`,
      second.id,
      `change-${left.id}`,
    ]);
    expect(over(rows)).toEqual(['day', '', 'new', '']);
    expect(rows.flatMap((row) => (row.type === 'change' ? [row.day !== undefined] : []))).toEqual([
      true,
      false,
    ]);
  });

  it('shows lines whose time is no time', () => {
    const rows = toRows([
      at('[04:13]', 'kit', { kind: 'import' }),
      at('[04:15]', 'kit', { kind: 'import' }),
      at('[04:15]', 'kit', { kind: 'import' }),
    ]);
    expect(heads(rows)).toEqual([true, true, false]);
  });

  it('puts a message that answers another one on its own', () => {
    const asked = at('2026-03-03T12:00:00Z');
    const replyTo = { id: asked.id, author: 'Ben', text: asked.text, missing: false };
    expect(heads(toRows([asked, at('2026-03-03T12:00:01Z', 'Ben', { replyTo })]))).toEqual([true, true]);
  });
});
