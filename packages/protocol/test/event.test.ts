import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type AccountId,
  type ChannelEvent,
  type ChannelId,
  decodeCbor,
  decodeEvent,
  encodeCbor,
  encodeEvent,
  IMPORT_ENTRY_LINES,
  type ImportedLine,
  importedLineId,
  LIMITS,
} from '../src/index.ts';
import { channelId, primitives } from './founding.ts';
import { anyId, codeOf } from './logs.ts';

/** Text as people write it: every code point, no half of a pair. */
const words = fc.string({ unit: 'binary', maxLength: 60 });

const line: fc.Arbitrary<ImportedLine> = fc.record({
  author: words,
  time: words,
  text: words,
  occurrence: fc.nat(LIMITS.importLines),
});

const accounts = fc
  .uniqueArray(anyId<AccountId>(), { minLength: 1, maxLength: 4 })
  .map((drawn) => drawn.sort());
const mentions = fc.record(
  { accounts, everyone: fc.constantFrom('here' as const, 'channel' as const) },
  { requiredKeys: [] },
);
const extras = fc
  .record(
    {
      parent: anyId<string>(),
      root: anyId<string>(),
      inChannel: fc.constant(true as const),
      accounts,
      everyone: fc.constantFrom('here' as const, 'channel' as const),
      inference: fc.record({
        model: words.filter((text) => text !== ''),
        promptTokens: fc.nat(),
        answerTokens: fc.nat(),
        ms: fc.nat(),
        sources: fc.array(anyId<string>(), { maxLength: 4 }),
      }),
      poll: fc.record({ options: fc.array(words, { minLength: 2, maxLength: 5 }), multiple: fc.boolean() }),
    },
    { requiredKeys: [] },
  )
  .filter((drawn) => Object.keys(drawn).length > 0);
const target = anyId<string>();
const choices = fc
  .uniqueArray(fc.nat(LIMITS.pollOptions - 1), { maxLength: 5 })
  .map((drawn) => drawn.sort((a, b) => a - b));

const anyEvent: fc.Arbitrary<ChannelEvent> = fc.oneof(
  fc.record({ kind: fc.constant('post' as const), text: words }),
  fc.record({ kind: fc.constant('post' as const), text: words, extras }),
  fc.record({ kind: fc.constant('edit' as const), target, text: words, mentions }),
  fc.record({
    kind: fc.constant('react' as const),
    target,
    emoji: fc.constantFrom('👍', '❤️', '👩‍👩‍👧‍👦'),
    on: fc.boolean(),
  }),
  fc.record({ kind: fc.constant('hide' as const), target, on: fc.boolean() }),
  fc.record({ kind: fc.constant('pin' as const), target, on: fc.boolean() }),
  fc.record({ kind: fc.constant('vote' as const), target, choices }),
  fc.record({ kind: fc.constant('topic' as const), text: words }),
  fc.record({ kind: fc.constant('close-poll' as const), target }),
  fc.record({
    kind: fc.constant('import' as const),
    lines: fc.array(line, { minLength: 1, maxLength: IMPORT_ENTRY_LINES }),
  }),
  fc.record({ kind: fc.constant('canvas' as const), update: fc.uint8Array({ maxLength: 300 }) }),
  fc.record({ kind: fc.constant('canvas-version' as const), name: fc.string({ maxLength: 30 }) }),
);

const ID = new Uint8Array(32);

const post = (text: string): string => {
  const event = decodeEvent(encodeEvent({ kind: 'post', text }));
  if (event.kind !== 'post') throw new TypeError('not a post');
  return event.text;
};

const aLine = (changes: Partial<ImportedLine> = {}): ImportedLine => ({
  author: 'ada',
  time: '12:00',
  text: 'hello',
  occurrence: 0,
  ...changes,
});

describe('a channel event', () => {
  test('reads back as what was said', () => {
    fc.assert(
      fc.property(anyEvent, (event) => {
        expect(decodeEvent(encodeEvent(event))).toEqual(event);
      }),
    );
  });

  test('keeps a leading U+FEFF, emptiness, characters beyond the first plane and what looks like markup', () => {
    for (const text of [
      '\uFEFFhello',
      '\uFEFF',
      '\uFEFF\uFEFF',
      '',
      '👩‍👩‍👧‍👦 𝔘𝔫𝔦𝔠𝔬𝔡𝔢 \u{10FFFF}',
      '\u0000\u0001\u001b[31m',
      'مرحبا\u202E',
      'e\u0301 is not \u00e9',
      '<script>alert(1)</script>',
      'line\r\nline\n',
    ]) {
      expect(post(text)).toBe(text);
    }
  });

  test('turns half of a surrogate pair into U+FFFD, the same for everyone: UTF-8 has no such thing', () => {
    expect(post('a\uD800b')).toBe('a\uFFFDb');
    expect(post('\uDC00\uD800')).toBe('\uFFFD\uFFFD');
    expect(encodeEvent({ kind: 'post', text: '\uD83D' })).toEqual(
      encodeEvent({ kind: 'post', text: '\uFFFD' }),
    );
  });

  test('of garbage, of a later version or of an unknown kind is malformed, and nothing else is thrown', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(codeOf(() => decodeEvent(bytes))).toBe('ENTRY_MALFORMED');
      }),
    );
    fc.assert(
      fc.property(anyEvent, fc.nat(), fc.nat(255), (event, place, byte) => {
        const bytes = encodeEvent(event);
        bytes[place % bytes.length] = byte;
        expect(['nothing was thrown', 'ENTRY_MALFORMED']).toContain(codeOf(() => decodeEvent(bytes)));
      }),
      { numRuns: 500 },
    );
    for (const value of [
      [2, 0, 'hello'],
      [1, 3, 'hello'],
      [1, 0],
      [1, 0, 'hello', 1],
      [1, 0, 'hello', {}],
      [1, 0, 'hello', { x: 1 }],
      [1, 0, 'hello', { c: false }],
      [1, 0, 'hello', { m: [] }],
      [1, 0, 'hello', { m: [ID, ID] }],
      [1, 0, 'hello', { m: [new Uint8Array(32).fill(2), new Uint8Array(32).fill(1)] }],
      [1, 0, 'hello', { p: new Uint8Array(31) }],
      [1, 0, 'hello', { e: 'all' }],
      [1, 0, 'hello', { q: { multi: true, o: ['one'] } }],
      [1, 3, ID],
      [1, 3, ID, 'hello', {}],
      [1, 3, ID, 'hello', { p: ID }],
      [1, 4, ID, 'a', true],
      [1, 4, ID, '👍', 1],
      [1, 5, 'hello'],
      [1, 6, ID],
      [1, 7, ID, [1, 0]],
      [1, 7, ID, [0, 0]],
      [1, 7, ID, [-1]],
      [1, 8, 5],
      [1, 9, ID, 1],
      [1, 0, 7],
      [1, 1, []],
      [1, 1, [['ada', '12:00', 'hello']]],
      [1, 1, [['ada', '12:00', 'hello', -1]]],
      [1, 1, [['ada', '12:00', 'hello', LIMITS.importLines + 1]]],
      [1, 2, 'not bytes'],
      'hello',
      null,
    ]) {
      expect([value, codeOf(() => decodeEvent(encodeCbor(value)))]).toEqual([value, 'ENTRY_MALFORMED']);
    }
    expect(codeOf(() => decodeEvent(new Uint8Array([0x83, 1, 0, 0x61, 0xff])))).toBe('ENTRY_MALFORMED');
  });

  test('[L6] with words of more than LIMITS.messageBytes is malformed, from whoever it comes', () => {
    const long = 'x'.repeat(LIMITS.messageBytes);
    expect(decodeEvent(encodeCbor([1, 0, long]))).toEqual({ kind: 'post', text: long });
    for (const text of [`${long}x`, 'x'.repeat(1024 * 1024), '€'.repeat(LIMITS.messageBytes / 2)])
      for (const value of [
        [1, 0, text],
        [1, 3, new Uint8Array(32), text],
        [1, 1, [['ada', '12:00', text, 0]]],
      ])
        expect(codeOf(() => decodeEvent(encodeCbor(value)))).toBe('ENTRY_MALFORMED');
  });

  test('has one spelling of each key and label: U+FEFF before one makes it another', () => {
    const labels = aLine({ author: '\uFEFFada', time: '\uFEFF' });
    expect(decodeEvent(encodeEvent({ kind: 'import', lines: [labels] }))).toEqual({
      kind: 'import',
      lines: [labels],
    });
    expect(decodeCbor(encodeCbor({ '\uFEFFa': 1, a: 2 }), 100)).toEqual({ a: 2, '\uFEFFa': 1 });
  });

  test('cut off anywhere is malformed', () => {
    fc.assert(
      fc.property(anyEvent, fc.nat(), (event, cut) => {
        const bytes = encodeEvent(event);
        expect(codeOf(() => decodeEvent(bytes.subarray(0, cut % bytes.length)))).toBe('ENTRY_MALFORMED');
      }),
    );
  });
});

describe('the id of an imported line', () => {
  const channel = channelId('general');

  test('derives from what it says and where: importing it again adds nothing', () => {
    fc.assert(
      fc.property(anyId<ChannelId>(), line, (place, it) => {
        expect(importedLineId(primitives, place, { ...it })).toBe(importedLineId(primitives, place, it));
      }),
    );
  });

  test('differs by channel, author, time, text and occurrence, and no two of them run together', () => {
    const ids = [
      importedLineId(primitives, channelId('random'), aLine()),
      ...[
        {},
        { author: 'ben' },
        { time: '12:01' },
        { text: 'hallo' },
        { occurrence: 1 },
        { author: 'ad', time: 'a12:00' },
        { time: '12:00h', text: 'ello' },
        { author: '', time: 'ada12:00' },
        { text: '\uFEFFhello' },
      ].map((changes) => importedLineId(primitives, channel, aLine(changes))),
    ];
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(id).toMatch(/^[0-9a-f]{64}$/);
  });

  test('is the same for the line as read from an entry as for the line in the file', () => {
    fc.assert(
      fc.property(line, (it) => {
        const event = decodeEvent(encodeEvent({ kind: 'import', lines: [it] }));
        if (event.kind !== 'import' || event.lines[0] === undefined) throw new TypeError('no line');
        expect(importedLineId(primitives, channel, event.lines[0])).toBe(
          importedLineId(primitives, channel, it),
        );
      }),
    );
  });
});
