import { describe, expect, it } from 'vitest';
import { isOnlyEmoji } from '../../src/markdown/is-only-emoji.ts';
import { oneLine } from '../../src/markdown/one-line.ts';
import { draw, elementsOf, wordsIn } from './drawn.tsx';

const tags = (text: string) => elementsOf(draw(text)).map(({ tag }) => tag);

describe('Markdown in a message', () => {
  it.each([
    ['**bold** _soft_ ~~gone~~ `code`', ['strong', 'em', 's', 'code']],
    ['> said\n\nanswered', ['blockquote', 'p', 'p']],
    ['1. one\n2. two', ['ol', 'li', 'li']],
    ['|a|b|\n|-|-|\n|1|2|', ['table', 'th', 'th', 'td', 'td']],
    ['one\ntwo', ['p', 'br']],
    ['```js\nlet a = 1\n```', ['pre', 'code']],
  ])('%j is drawn with its marks', (text, expected) => {
    const found = tags(text);
    for (const tag of expected) {
      expect(found).toContain(tag);
      found.splice(found.indexOf(tag), 1);
    }
  });

  it('shows HTML as the words that it is', () => {
    const text = '<b>not bold</b> <script>alert(1)</script>\n\n<div onclick="x()">**x**</div>';
    expect(tags(text).filter((tag) => ['script', 'b'].includes(tag))).toEqual([]);
    expect(wordsIn(draw(text))).toContain('<script>alert(1)</script>');
    expect(wordsIn(draw(text))).toContain('<div onclick="x()">');
  });

  it.each([
    ['**bold** and [a link](https://example.org)', 'bold and a link'],
    ['# Head\n\n- one\n- two\n\n> said', 'Head one two said'],
    ['a\nb  \nc', 'a b c'],
    ['```js\nlet a\n```\nend', 'let a end'],
    ['|a|b|\n|-|-|\n|1|2|', 'a b 1 2'],
    ['2 * 3 * 4 <b>', '2 * 3 * 4 <b>'],
  ])('%j says, on one line, %j', (text, words) => expect(oneLine(text)).toBe(words));

  it('fetches nothing: a picture elsewhere is a link', () => {
    const html = draw('![the pier](https://example.org/pier.png)');
    expect(tags('![the pier](https://example.org/pier.png)')).not.toContain('img');
    expect(html).toContain('href="https://example.org/pier.png"');
    expect(wordsIn(html)).toContain('the pier');
  });

  it('leaves nothing out that was written, definitions included', () => {
    expect(wordsIn(draw('[//]: # (a hidden remark)'))).toContain('a hidden remark');
    expect(wordsIn(draw('> '.repeat(200) + 'the end'))).toContain('the end');
    expect(wordsIn(draw('- '.repeat(200) + 'the end'))).toContain('the end');
    expect(wordsIn(draw('```\nnever closed'))).toContain('never closed');
  });

  it('says in words what is done and what is not', () => {
    const html = draw('- [x] packed\n- [ ] sent');
    expect(wordsIn(html)).toBe('DonepackedNot donesent');
  });

  it('warns where the words of a link name another place', () => {
    expect(wordsIn(draw('[bank.example](https://evil.example/x)'))).toContain('leads to evil.example');
    expect(wordsIn(draw('[https://a.org](https://b.org)'))).toContain('leads to b.org');
    expect(wordsIn(draw('https://xn--80ak6aa92e.com/'))).toContain('leads to xn--80ak6aa92e.com');
    expect(wordsIn(draw('https://example.org/\u202egro.live'))).toContain('leads to example.org');
    expect(wordsIn(draw('[the tide table](https://example.org/tide)'))).not.toContain('leads to');
    expect(wordsIn(draw('see https://www.example.org/x.'))).not.toContain('leads to');
  });

  it.each([
    'javascript:alert(1)',
    '[x](javascript:alert(1))',
    '[x](JaVaScRiPt&colon;alert(1))',
    '[x](data:text/html;base64,PHNjcmlwdD4=)',
    '[x](vbscript:x)',
    '[x](file:///etc/passwd)',
    '[x](https://example.org@evil.example/)',
    `[x](https://example.org/${'a'.repeat(4000)})`,
    '<javascript:alert(1)>',
    '![x](javascript:alert(1))',
  ])('%s is no link', (text) => {
    expect(tags(text)).not.toContain('a');
  });

  it('leads inside the app without an address that a browser could follow', () => {
    const place = `plexi://${'a'.repeat(64)}/${'b'.repeat(64)}/${'c'.repeat(64)}`;
    expect(tags(`[there](${place})`)).toContain('button');
    expect(draw(`[there](${place})`)).not.toContain('href');
    expect(wordsIn(draw(`<${place}>, ${place}.`))).toBe('Link to a message, Link to a message.');
  });

  it('marks people, the longest name first, and oneself apart', () => {
    const html = draw('@Ben Okafor and @Ben, @here: @Ada wrote to ada@example.org in #general, @Benjamin');
    const named = elementsOf(html).filter(({ attributes }) => attributes.get('class') === 'mention');
    expect(named.map(({ attributes }) => attributes.get('role'))).toEqual([
      'link',
      'link',
      undefined,
      'link',
      'link',
    ]);
    expect(named.map(({ attributes }) => attributes.get('data-self'))).toEqual([
      'false',
      'false',
      'true',
      'true',
      undefined,
    ]);
    expect(html).toContain('@Ben Okafor</bdi>');
  });

  it('shows a few emoji large, and nothing else', () => {
    expect(['🎉', '👩‍👩‍👧‍👦 🇳🇴', '👍🏽👍🏽', '❤️'].map(isOnlyEmoji)).toEqual([true, true, true, true]);
    expect(['', '1', '©', 'hi 🎉', '🎉'.repeat(13), ' '].map(isOnlyEmoji)).toEqual(Array(6).fill(false));
  });
});
