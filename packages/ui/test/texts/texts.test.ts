import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { IntlMessageFormat } from 'intl-messageformat';
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

/** A value for every argument of a text, of the type that it takes. */
const anyValues = (text: string): Record<string, string | number | Date> => {
  const values: Record<string, string | number | Date> = {};
  const collect = (parts: ReturnType<IntlMessageFormat['getAst']>): void => {
    for (const part of parts) {
      const type: number = part.type;
      if (!('value' in part) || type === 0) continue;
      values[part.value] =
        type === 2 || type === 6 ? 2 : type === 1 ? 'x' : type === 5 ? 'other' : new Date(0);
      if ('options' in part) for (const { value } of Object.values(part.options)) collect(value);
    }
  };
  collect(new IntlMessageFormat(text, 'en', undefined, { ignoreTag: true }).getAst());
  return values;
};

describe('texts', () => {
  it('are all well formed and say something', () => {
    const t = createTranslator(EN, 'en');
    const keys = Object.keys(EN) as TextKey[];
    const bad = keys.filter((key) => /^\s*$|[{}]/u.test(t(key, anyValues(EN[key]))));
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
