import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { EN } from '../../src/texts/en.ts';
import { createTranslator, type TextKey } from '../../src/texts/translate.ts';

const source = path.join(import.meta.dirname, '../../src');
const files = new Map<string, string>();
beforeAll(async () => {
  for (const entry of await readdir(source, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !/\.tsx?$/u.test(entry.name) || /\/(?:en|ar)$/u.test(entry.parentPath)) continue;
    const file = path.join(entry.parentPath, entry.name);
    files.set(path.relative(source, file), await readFile(file, 'utf8'));
  }
});

const ANY_VALUES = {
  bidi: 'x',
  channel: 'general',
  connected: 1,
  count: 2,
  devices: 2,
  expires: new Date(0),
  inviter: 'Ben',
  name: 'Ada',
  of: 24,
  other: 3,
  pending: 2,
  place: 7,
  profile: 'second',
  reason: 'why',
  relays: 1,
  space: 'Lab',
  state: 'fine',
  suggestion: 'winner',
  text: 'hello',
  theme: 'dark',
  uses: 25,
  word: 'winer',
};

describe('texts', () => {
  it('are all well formed and say something', () => {
    const t = createTranslator(EN, 'en');
    const keys = Object.keys(EN) as TextKey[];
    const bad = keys.filter((key) => /^\s*$|[{}]/u.test(t(key, ANY_VALUES)));
    expect(bad).toEqual([]);
  });

  it('keep values as they are, markup included', () => {
    const t = createTranslator(EN, 'en');
    expect(t('timeline.said', { name: '<b>{x}</b>', text: "it's {fine}" })).toBe("<b>{x}</b>: it's {fine}");
  });

  it('are all used', () => {
    const all = [...files.values()].join('\n');
    const prefixes = [...all.matchAll(/t\(\s*`([a-z.]+)\$\{[^}]+\}([a-z.]*)`/gu)].map(([, head, tail]) => [
      head,
      tail,
    ]);
    const unused = Object.keys(EN).filter(
      (key) =>
        !all.includes(`'${key}'`) &&
        !prefixes.some(([head = '', tail = '']) => key.startsWith(head) && key.endsWith(tail)),
    );
    expect(unused).toEqual([]);
  });

  it('are the only words in components', () => {
    const found = [...files].flatMap(([file, text]) =>
      file.endsWith('.tsx')
        ? [
            ...text.matchAll(/>\s*([A-Za-z][A-Za-z ,.’']{2,})\s*<\//gu),
            ...text.matchAll(/(?:aria-label|title|placeholder|alt)="([^"]+)"/gu),
          ].map(([words]) => `${file}: ${words}`)
        : [],
    );
    expect(found).toEqual([]);
  });
});
