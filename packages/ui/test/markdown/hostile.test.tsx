import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { draw, elementsOf, wordsIn } from './drawn.tsx';

const folder = path.resolve(process.env['PLEXI_DATA'] ?? '../shared/data', 'hostile');
const read = (name: string): string => {
  const bytes = readFileSync(path.join(folder, name));
  return (name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
};

const TAGS = new Set(
  'a bdi blockquote br button code div em hr li ol p path pre rect s section span strong svg table tbody td th tr ul line'.split(
    ' ',
  ),
);
const ATTRIBUTES = new Set(
  'aria-hidden aria-label class d data-align data-emoji data-level data-rac data-react-aria-pressable data-self data-task dir fill height href id points rel role start stroke stroke-linecap stroke-linejoin stroke-width tabindex target title type viewBox width x x1 x2 xmlns y y1 y2 rx ry'.split(
    ' ',
  ),
);

/** What is drawn that no message may show. */
const breaches = (text: string): string[] =>
  elementsOf(draw(text)).flatMap(({ tag, attributes }) => [
    ...(TAGS.has(tag) ? [] : [`<${tag}>`]),
    ...[...attributes].flatMap(([name, value]) => {
      if (!ATTRIBUTES.has(name.toLowerCase()) && !ATTRIBUTES.has(name)) return [`${tag} ${name}`];
      if (name === 'href' && !/^(?:https?:\/\/[^@/]*(?:[/?#]|$)|mailto:)/u.test(value))
        return [`${tag} to ${value}`];
      return name === 'rel' && value !== 'noreferrer noopener' ? [`rel ${value}`] : [];
    }),
  ]);

interface Example {
  markdown: string;
}
interface UrlCase {
  input: string;
}

describe.skipIf(!existsSync(folder))('hostile text (skipped without shared/data/hostile)', () => {
  it.each(['commonmark_spec_tests', 'gfm_spec_tests'])(
    '%s: every example is drawn, with nothing beyond the list',
    (name) => {
      const examples = JSON.parse(read(`markdown/${name}.json.gz`)) as Example[];
      expect(examples.length).toBeGreaterThan(600);
      expect(examples.flatMap(({ markdown }) => breaches(markdown))).toEqual([]);
    },
  );

  it('every XSS payload is inert, in the open and inside links, and its words survive', () => {
    const payloads = read('xss/payloadbox_xss_payloads.txt').split('\n').filter(Boolean);
    expect(payloads.length).toBeGreaterThan(1000);
    for (const [index, payload] of payloads.entries()) {
      const ways = [payload, `[x](${payload})`, `![x](${payload})`, `<${payload}>`];
      // Each in the open; by turns in one of the other ways, which cost as much time each.
      for (const text of [payload, ways[index % 4] ?? payload])
        expect([text, breaches(text)]).toEqual([text, []]);
    }
    const lost = payloads.filter((payload) => {
      const html = draw(payload);
      const seen = `${wordsIn(html)} ${elementsOf(html)
        .map(({ attributes }) => decodeURI(attributes.get('href') ?? ''))
        .join(' ')}`;
      // Entities and backslashes stand for other letters.
      return (
        !/[&\\%]/u.test(payload) && (payload.match(/[a-z0-9]+/giu) ?? []).some((word) => !seen.includes(word))
      );
    });
    expect(lost).toEqual([]);
  });

  it('every naughty string is drawn inertly', () => {
    for (const text of JSON.parse(read('strings/blns.json')) as string[])
      expect([text, breaches(text)]).toEqual([text, []]);
  });

  it('every hostile URL leads to the web or nowhere', () => {
    const urls = ['urltestdata', 'ada_extra_urltestdata']
      .flatMap((name) => JSON.parse(read(`url/${name}.json.gz`)) as (string | UrlCase)[])
      .flatMap((one) => (typeof one === 'string' ? [] : [one.input]));
    expect(urls.length).toBeGreaterThan(800);
    for (const url of urls)
      for (const text of [url, `[x](<${url}>)`, `<${url}>`])
        expect([text, breaches(text)]).toEqual([text, []]);
  });
});

describe('a message of 64 KiB', () => {
  const SIZE = 64 * 1024;
  it('is shown as it is where it is little but signs, which would take long to read', () => {
    expect(draw('- a\n'.repeat(4000))).not.toContain('<li');
    expect(draw('- a\n'.repeat(400))).toContain('<li');
    // A fence that its own line takes back hides nothing.
    expect(draw(`\`\`\`a\`b\n${'- a\n'.repeat(4000)}`)).not.toContain('<li');
  });
  it('keeps its code, however many signs are in that', () => {
    expect(draw(`# Log\n\`\`\`\n${'{"a":[1,{}]}\n'.repeat(4000)}\`\`\`\n`)).toContain('<pre');
  });
  it.each(['*a ', '[a](', '`a``b', '> ', '- a\n', '|a|b|\n|-|-|\n', 'a\n=\n'])(
    'of nothing but %j is drawn in bounded time',
    (piece) => {
      const text = piece.repeat(Math.ceil(SIZE / piece.length)).slice(0, SIZE);
      const before = performance.now();
      expect(draw(text).length).toBeGreaterThan(0);
      expect(performance.now() - before).toBeLessThan(8000);
    },
  );
});
