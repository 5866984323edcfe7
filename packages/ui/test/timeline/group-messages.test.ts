import { describe, expect, it } from 'vitest';
import { findUnread, groupMessages } from '../../src/timeline/group-messages.ts';
import { messageOf } from '../script.ts';

const at = (time: string, author = 'Ben', extra = {}) => messageOf(author, `at ${time}`, { time, ...extra });
const kinds = (rows: ReturnType<typeof groupMessages>) => rows.map((row) => row.type);

describe('groups of messages', () => {
  it('joins one author within five minutes and starts anew after a pause', () => {
    const rows = groupMessages([
      at('2026-03-03T10:00:00Z'),
      at('2026-03-03T10:04:59Z'),
      at('2026-03-03T10:10:00Z'),
      at('2026-03-03T10:10:01Z', 'Ada'),
    ]);
    const groups = rows.filter((row) => row.type === 'group');
    expect(groups.map((group) => [group.author, group.messages.length])).toEqual([
      ['Ben', 2],
      ['Ben', 1],
      ['Ada', 1],
    ]);
  });

  it('tells lookalike names of different accounts apart', () => {
    const rows = groupMessages([
      at('2026-03-03T10:00:00Z', 'Ben', { authorId: 'a'.repeat(64) }),
      at('2026-03-03T10:00:01Z', 'Ben', { authorId: 'b'.repeat(64) }),
    ]);
    expect(rows.filter((row) => row.type === 'group')).toHaveLength(2);
  });

  it('never joins an imported line with the words of the account that imported it', () => {
    const rows = groupMessages([
      at('2026-03-03T10:00:00Z', 'Noor'),
      at('2026-03-03T10:00:01Z', 'Noor', { kind: 'import', importedBy: 'Noor' }),
    ]);
    expect(rows.filter((row) => row.type === 'group').map((group) => group.kind)).toEqual(['post', 'import']);
  });

  it('puts a day before the first message of each day, and the line before the first unread one', () => {
    const messages = [at('2026-03-03T12:00:00Z'), at('2026-03-04T12:00:00Z'), at('2026-03-04T12:00:01Z')];
    expect(kinds(groupMessages(messages, messages[2]?.id))).toEqual([
      'day',
      'group',
      'day',
      'group',
      'new',
      'group',
    ]);
  });

  it('shows lines whose time is no time', () => {
    const rows = groupMessages([
      at('[04:13]', 'kit', { kind: 'import' }),
      at('[04:15]', 'kit', { kind: 'import' }),
      at('[04:15]', 'kit', { kind: 'import' }),
    ]);
    expect(kinds(rows)).toEqual(['group', 'group']);
  });

  it('finds the first unread message of somebody else', () => {
    const [first, own, other] = [
      messageOf('Ben', '1'),
      messageOf('Ada', '2'),
      messageOf('Ben', '3'),
    ] as const;
    expect(findUnread([first, own, other], first.clock)).toBe(other.id);
    expect(findUnread([first, own, other], undefined)).toBeUndefined();
    expect(findUnread([first, own, other], other.clock)).toBeUndefined();
  });
});
