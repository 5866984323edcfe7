/** [P3] The admin panel as it ships: it asks for what it uses and nothing else, and says everything in both languages. */
import path from 'node:path';
import { createContext, runInContext } from 'node:vm';
import { type PackageFiles, readManifest } from '@plexi/plugin-api';
import { readFolder } from '@plexi/plugin-host/package';
import { POLICY } from '@plexi/protocol';
import { beforeAll, expect, test } from 'vitest';

type Text = string | Record<string, string>;

let files: PackageFiles;
let sources: string;
let tables: { en: Record<string, Text>; ar: Record<string, Text> };
const textOf = (name: string): string => Buffer.from(files.get(name) ?? []).toString('utf8');

beforeAll(async () => {
  files = await readFolder(path.join(import.meta.dirname, '..', 'plugin'));
  const scripts = [...files.keys()].filter((name) => name.endsWith('.js') && !/texts-|reasons-/u.test(name));
  sources = scripts.map(textOf).join('\n');
  const both = `${textOf('panel/texts-en.js')}\n${textOf('panel/texts-ar.js')}\n({ en: TEXTS_EN, ar: TEXTS_AR })`;
  tables = runInContext(both, createContext({})) as typeof tables;
});

test('[P1] it asks for the operations that it calls and the events that it hears, and for nothing else', () => {
  const called = [...sources.matchAll(/'([a-z]+\.[a-z]+)'/gu)].flatMap(([, id]) => id ?? []);
  const nouns = new Set(
    readManifest(files)
      .capabilities.filter((one) => !one.includes(':'))
      .map((one) => one.split('.', 1)[0] ?? ''),
  );
  // Texts have names of the same form: those are no calls.
  const isText = (id: string): boolean => id in tables.en;
  const uses = new Set(called.filter((id) => nouns.has(id.split('.', 1)[0] ?? '') && !isText(id)));
  const events = [...textOf('code.js').matchAll(/'([a-z]+)'/gu)].map(([, type]) => `events:${type ?? ''}`);
  expect([...uses, ...events].sort()).toEqual([...readManifest(files).capabilities].sort());
});

test('every text that is asked for is there, in both languages, with the same blanks and every plural form', () => {
  const asked = [...sources.matchAll(/(?:say|label)\('([\w.]+)'/gu)].flatMap(([, key]) => key ?? []);
  expect(asked.filter((key) => !(key in tables.en))).toEqual([]);
  expect(Object.keys(tables.ar).sort()).toEqual(Object.keys(tables.en).sort());
  const blanks = (text: Text): string[] => {
    const other = typeof text === 'string' ? text : (text['other'] ?? '');
    return [...new Set([...other.matchAll(/\{(\w+)\}/gu)].map(([, name]) => name ?? ''))].sort();
  };
  for (const [key, text] of Object.entries(tables.en)) {
    expect([key, blanks(tables.ar[key] ?? '')]).toEqual([key, blanks(text)]);
    const forms = tables.ar[key];
    if (typeof forms === 'object' && Object.keys(forms).length > 1)
      expect(Object.keys(forms).sort()).toEqual(['few', 'many', 'one', 'other', 'two', 'zero']);
  }
});

test('every script and style that the page names is in the package, and none is left out', () => {
  const page = textOf('panel/index.html');
  const named = [...page.matchAll(/(?:src|href)="([^"]+)"/gu)].flatMap(([, name]) => name ?? []);
  const held = [...files.keys()].filter((name) => /^panel\/.*\.(?:js|css)$/u.test(name));
  expect(named.map((name) => `panel/${name}`).sort()).toEqual([...held, 'panel/plexi.js'].sort());
});

test('every rule that can void a decision is said in Arabic too', () => {
  const reasons = runInContext(`${textOf('panel/reasons-ar.js')}\nREASONS_AR`, createContext({})) as object;
  const rules: { unless?: object }[] = Object.values(POLICY);
  expect(rules.flatMap(({ unless = {} }) => Object.keys(unless)).filter((one) => !(one in reasons))).toEqual(
    [],
  );
});

test('[A4] the card of a decided report says what came of its appeal', async () => {
  const report = {
    reporter: 'Cleo',
    time: '2026-03-14T09:26:53.000Z',
    reason: 'spam',
    note: '',
    author: 'Dan',
    state: 'closed',
    outcome: 'hidden',
    decidedBy: 'Ben',
    appeal: { words: 'It was a joke' },
    review: { outcome: 'reversed', by: 'Ada', words: 'So it was' },
  };
  // What the panel's other scripts give: texts, and parts as they are told.
  const say = (key: string, blanks: Record<string, string> = {}): string => {
    const text = tables.en[key];
    return Object.entries(blanks).reduce(
      (said, [name, value]) => said.replace(`{${name}}`, value),
      typeof text === 'string' ? text : key,
    );
  };
  const context = {
    VIEWS: {} as Record<string, () => Promise<{ lines: unknown[] }[][]>>,
    call: async () => [report],
    say,
    sayTime: String,
    badge: String,
    button: () => '',
    opener: () => ({ toggle: '', shown: '' }),
    part: (_: string, cards: unknown) => cards,
    cards: (list: unknown) => list,
  };
  runInContext(textOf('panel/reports.js'), createContext(context));
  const [, closed] = (await context.VIEWS['reports']?.()) ?? [];
  expect(closed?.[0]?.lines.filter((line) => typeof line === 'string').slice(1)).toEqual([
    'Decided by Ben',
    'Appeal: It was a joke',
    'Ada looked at it again and took it back – So it was',
  ]);
});
