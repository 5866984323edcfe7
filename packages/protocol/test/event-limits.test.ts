import { describe, expect, test } from 'vitest';
import {
  type AccountId,
  type ChannelEvent,
  decodeEvent,
  encodeEvent,
  IMPORT_ENTRY_LINES,
  type ImportedLine,
  LIMITS,
} from '../src/index.ts';
import { codeOf } from './logs.ts';

const aLine = (changes: Partial<ImportedLine> = {}): ImportedLine => ({
  author: 'ada',
  time: '12:00',
  text: 'hello',
  occurrence: 0,
  ...changes,
});

describe('[L6] a channel event has limits', () => {
  const refusal = (event: ChannelEvent) => {
    const bytes = encodeEvent(event);
    return codeOf(() => decodeEvent(bytes));
  };
  const NONE = 'nothing was thrown';

  test('LIMITS.messageBytes, counted in UTF-8', () => {
    expect(refusal({ kind: 'post', text: 'x'.repeat(LIMITS.messageBytes) })).toBe(NONE);
    expect(refusal({ kind: 'post', text: 'x'.repeat(LIMITS.messageBytes + 1) })).toBe('ENTRY_MALFORMED');
    expect(refusal({ kind: 'post', text: '€'.repeat(Math.floor(LIMITS.messageBytes / 3)) })).toBe(NONE);
    expect(refusal({ kind: 'post', text: '€'.repeat(Math.floor(LIMITS.messageBytes / 3) + 1) })).toBe(
      'ENTRY_MALFORMED',
    );
    const text = 'x'.repeat(LIMITS.messageBytes + 1);
    expect(refusal({ kind: 'import', lines: [aLine({ text })] })).toBe('ENTRY_MALFORMED');
  });

  test('LIMITS.importLabelBytes, of author and of time', () => {
    const label = 'é'.repeat(LIMITS.importLabelBytes / 2);
    expect(refusal({ kind: 'import', lines: [aLine({ author: label, time: label })] })).toBe(NONE);
    for (const changes of [{ author: `${label}x` }, { time: `${label}x` }])
      expect(refusal({ kind: 'import', lines: [aLine(changes)] })).toBe('ENTRY_MALFORMED');
  });

  test('IMPORT_ENTRY_LINES', () => {
    const lines = (count: number) => Array.from({ length: count }, (_, i) => aLine({ occurrence: i }));
    expect(refusal({ kind: 'import', lines: lines(IMPORT_ENTRY_LINES) })).toBe(NONE);
    expect(refusal({ kind: 'import', lines: lines(IMPORT_ENTRY_LINES + 1) })).toBe('ENTRY_MALFORMED');
  });

  test('LIMITS.canvasUpdateBytes', () => {
    const update = (length: number): ChannelEvent => ({ kind: 'canvas', update: new Uint8Array(length) });
    expect(refusal(update(LIMITS.canvasUpdateBytes))).toBe(NONE);
    expect(refusal(update(LIMITS.canvasUpdateBytes + 1))).toBe('ENTRY_MALFORMED');
  });

  const about = { target: '0'.repeat(64) };

  test('LIMITS.messageBytes, of an edit', () => {
    const edit = (length: number): ChannelEvent => ({
      kind: 'edit',
      ...about,
      text: 'x'.repeat(length),
      mentions: {},
    });
    expect(refusal(edit(LIMITS.messageBytes))).toBe(NONE);
    expect(refusal(edit(LIMITS.messageBytes + 1))).toBe('ENTRY_MALFORMED');
  });

  test('LIMITS.mentions', () => {
    const naming = (count: number): ChannelEvent => ({
      kind: 'post',
      text: '',
      extras: {
        accounts: Array.from({ length: count }, (_, i) => i.toString(16).padStart(64, '0') as AccountId),
      },
    });
    expect(refusal(naming(LIMITS.mentions))).toBe(NONE);
    expect(refusal(naming(LIMITS.mentions + 1))).toBe('ENTRY_MALFORMED');
  });

  test('LIMITS.pollOptions and LIMITS.pollOptionBytes', () => {
    const poll = (count: number, bytes = 1): ChannelEvent => ({
      kind: 'post',
      text: '',
      extras: {
        poll: { multiple: false, options: Array.from({ length: count }, () => 'x'.repeat(bytes)) },
      },
    });
    expect(refusal(poll(LIMITS.pollOptions, LIMITS.pollOptionBytes))).toBe(NONE);
    expect(refusal(poll(LIMITS.pollOptions + 1))).toBe('ENTRY_MALFORMED');
    expect(refusal(poll(2, LIMITS.pollOptionBytes + 1))).toBe('ENTRY_MALFORMED');
    const vote = (choice: number): ChannelEvent => ({ kind: 'vote', ...about, choices: [choice] });
    expect(refusal(vote(LIMITS.pollOptions - 1))).toBe(NONE);
    expect(refusal(vote(LIMITS.pollOptions))).toBe('ENTRY_MALFORMED');
  });

  test('LIMITS.topicBytes', () => {
    const topic = (length: number): ChannelEvent => ({ kind: 'topic', text: 'x'.repeat(length) });
    expect(refusal(topic(LIMITS.topicBytes))).toBe(NONE);
    expect(refusal(topic(LIMITS.topicBytes + 1))).toBe('ENTRY_MALFORMED');
  });

  test('LIMITS.emojiBytes', () => {
    const emoji = Array.from({ length: LIMITS.emojiBytes }, () => '👩').join('\u200d');
    expect(refusal({ kind: 'react', ...about, emoji, on: true })).toBe('ENTRY_MALFORMED');
  });

  test('LIMITS.bodyBytes altogether', () => {
    expect(codeOf(() => decodeEvent(new Uint8Array(LIMITS.bodyBytes + 1)))).toBe('ENTRY_MALFORMED');
  });
});
