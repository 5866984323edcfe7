import { isPlexiError, LIMITS } from '@plexi/protocol';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { answerRoom, type ChatMessage, fitMessages, readAnswerSchema } from '../../src/inference/index.ts';

const say = (role: ChatMessage['role'], text: string): ChatMessage => ({ role, text });
const codeOf = (act: () => unknown): string => {
  try {
    act();
    return 'fine';
  } catch (error) {
    return isPlexiError(error) ? error.code : String(error);
  }
};

describe('[A2] a prompt that is too long', () => {
  const count = (messages: readonly ChatMessage[]): number =>
    messages.reduce((sum, { text }) => sum + text.length + 1, 0);
  const prompt = [
    say('system', 'be brief'),
    say('user', 'first'),
    say('assistant', 'one'),
    say('user', 'second'),
  ];

  test('loses its oldest messages whole, and none of what the system says', () => {
    expect(fitMessages(prompt, 100, count)).toEqual({ messages: prompt, dropped: 0, tokens: 26 });
    expect(fitMessages(prompt, 25, count)).toMatchObject({ dropped: 1, tokens: 20 });
    expect(fitMessages(prompt, 16, count)).toEqual({
      messages: [prompt[0], prompt[3]],
      dropped: 2,
      tokens: 16,
    });
    expect(codeOf(() => fitMessages(prompt, 15, count))).toBe('CONTEXT_EXCEEDED');
  });

  test('loses no more than it must, with few counts', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(50), { minLength: 1, maxLength: 200 }),
        fc.integer({ min: 60, max: 4_000 }),
        (lengths, room) => {
          const messages = lengths.map((length) => say('user', 'x'.repeat(length)));
          let counts = 0;
          const fitted = fitMessages(messages, room, (some) => {
            counts += 1;
            return count(some);
          });
          expect(fitted.messages).toEqual(messages.slice(fitted.dropped));
          expect(fitted.tokens).toBeLessThanOrEqual(room);
          if (fitted.dropped > 0) expect(count(messages.slice(fitted.dropped - 1))).toBeGreaterThan(room);
          expect(counts).toBeLessThanOrEqual(12);
        },
      ),
    );
  });
});

test('[L6] an answer has so many tokens at most, whatever is asked for, and none that do not fit', () => {
  const { answerTokens } = LIMITS;
  const room = 2 * answerTokens;
  expect([undefined, answerTokens, answerTokens + 1].map((wanted) => answerRoom(wanted, room))).toEqual([
    answerTokens,
    answerTokens,
    answerTokens,
  ]);
  expect([answerRoom(answerTokens - 1, room), answerRoom(20, room), answerRoom(undefined, 12)]).toEqual([
    answerTokens - 1,
    20,
    12,
  ]);
});

describe('[A2] the schema of an answer', () => {
  const nested = (depth: number): unknown =>
    depth === 0 ? { type: 'string' } : { type: 'array', items: nested(depth - 1) };

  test('is taken where a grammar can hold the answer to it', () => {
    expect(
      readAnswerSchema({
        $schema: 'https://json-schema.org/draft/2020-12/schema',
        title: 'Verdict',
        type: 'object',
        properties: {
          label: { enum: ['spam', 'none'], description: 'which' },
          sure: { anyOf: [{ type: 'boolean' }, { type: 'null' }] },
          next: { $ref: '#/definitions/step' },
        },
        required: ['label'],
        additionalProperties: false,
        definitions: { step: { type: 'array', items: { type: 'integer' }, maxItems: 3 } },
      }),
    ).toEqual({
      type: 'object',
      properties: {
        label: { enum: ['spam', 'none'] },
        sure: { oneOf: [{ type: 'boolean' }, { type: 'null' }] },
        next: { $ref: '#/$defs/step' },
      },
      $defs: { step: { type: 'array', items: { type: 'integer' }, maxItems: 3 } },
    });
  });

  test('is refused where it says what no grammar holds to: an answer is of its schema or is not given', () => {
    for (const schema of [
      { type: 'string', pattern: '^a' },
      { type: 'number', minimum: 3 },
      { allOf: [{ type: 'string' }] },
      { type: 'object', properties: { a: { not: {} } } },
      { $ref: 'https://example.org/schema' },
      { $ref: '#/$defs/absent', $defs: {} },
      { type: 'array', items: { type: 'null', $defs: {} } },
      { type: 'string', format: 'email' },
      { type: ['object', 'null'] },
      { description: 'anything' },
      { oneOf: [] },
      { type: 'object', properties: [] },
      { type: 'string', constructor: 1 },
      'string',
      null,
    ])
      expect([schema, codeOf(() => readAnswerSchema(schema))]).toEqual([schema, 'SCHEMA_UNSUPPORTED']);
  });

  test('[L6] is held to limits of size and depth', () => {
    expect(codeOf(() => readAnswerSchema(nested(LIMITS.answerSchemaDepth)))).toBe('fine');
    expect(codeOf(() => readAnswerSchema(nested(LIMITS.answerSchemaDepth + 1)))).toBe('SCHEMA_UNSUPPORTED');
    const words = (bytes: number) => ({ enum: ['x'.repeat(bytes - '{"enum":[""]}'.length)] });
    expect(codeOf(() => readAnswerSchema(words(LIMITS.answerSchemaBytes)))).toBe('fine');
    expect(codeOf(() => readAnswerSchema(words(LIMITS.answerSchemaBytes + 1)))).toBe('TOO_LARGE');
  });
});
