/** [P1] The names of what a plugin may do. */
import { listOperations } from '@plexi/operations';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { covers, inLanguage, isCovered, isGrantable, PLUGIN_EVENTS, parseCapability } from '../src/index.ts';

const CHANNEL = 'ab'.repeat(32);
const NAMES = [
  ...listOperations().map(({ id }) => id),
  ...new Set(listOperations().map(({ id }) => `${id.split('.')[0]}.*`)),
  ...PLUGIN_EVENTS.map((type) => `events:${type}`),
  'storage',
  'clock',
];
const written = fc
  .tuple(fc.constantFrom(...NAMES), fc.constantFrom('', `@channel:${CHANNEL}`, `@channel:${'cd'.repeat(32)}`))
  .map(([name, limit]) => name + limit);

test('any text is a capability or none, and none of keys, devices, the app or plugins is one', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        written,
        fc.tuple(written, fc.string()).map((parts) => parts.join('')),
      ),
      (text) => {
        const parsed = parseCapability(text);
        if (parsed === undefined) return;
        expect(parsed.name).not.toMatch(/^(?:account|app|device|draft|peer|plugin|relay)\b/u);
        if (parsed.kind === 'operation') expect(isGrantable(parsed.name)).toBe(true);
      },
    ),
  );
});

test('what one capability covers, it covers for whoever covers it; a limit is never shaken off', () => {
  const capability = written.map(parseCapability).filter((one) => one !== undefined);
  fc.assert(
    fc.property(capability, capability, capability, (a, b, c) => {
      expect(covers(a, a)).toBe(true);
      if (covers(a, b) && covers(b, c)) expect(covers(a, c)).toBe(true);
      if (covers(a, b) && a.channel !== undefined) expect(b.channel).toBe(a.channel);
    }),
  );
});

test('a noun covers its operations, nothing covers what cannot be read', () => {
  expect(isCovered(['message.*'], 'message.send')).toBe(true);
  expect(isCovered(['message.*'], `message.send@channel:${CHANNEL}`)).toBe(true);
  expect(isCovered([`message.*@channel:${CHANNEL}`], 'message.send')).toBe(false);
  expect(isCovered(['message.send'], 'message.*')).toBe(false);
  expect(isCovered(['*', 'account.*', 'message'], 'message.send')).toBe(false);
});

test('words come in the language that is asked for, else its main one, else in English', () => {
  const words = { en: 'Tea', ar: 'شاي', pt: 'Chá' };
  expect(['ar', 'pt-BR', 'fr', '__proto__'].map((language) => inLanguage(words, language))).toEqual([
    'شاي',
    'Chá',
    'Tea',
    'Tea',
  ]);
});
