import { describe, expect, it } from 'vitest';
import { splitLinks } from '../../src/timeline/links.ts';

const hrefs = (text: string) => splitLinks(text).flatMap(({ href }) => href ?? []);
const whole = (text: string) =>
  splitLinks(text)
    .map((piece) => piece.text)
    .join('');

describe('links in text', () => {
  it.each([
    ['see https://example.org.', ['https://example.org/']],
    ['(https://example.org/a_(b))', ['https://example.org/a_(b)']],
    ['HTTP://EXAMPLE.org/x?y=1&z=2, and more', ['http://example.org/x?y=1&z=2']],
    ['https://a.org https://b.org', ['https://a.org/', 'https://b.org/']],
    ['nothing here', []],
  ])('%s', (text, expected) => {
    expect(hrefs(text)).toEqual(expected);
    expect(whole(text)).toBe(text);
  });

  it.each([
    'javascript:alert(1)',
    'data:text/html,<script>alert(1)</script>',
    'https://example.org@evil.example/',
    'https://',
    'file:///etc/passwd',
    `https://example.org/${'a'.repeat(4000)}`,
  ])('%s is no link', (text) => {
    expect(hrefs(text)).toEqual([]);
    expect(whole(text)).toBe(text);
  });

  it('ends at an invisible letter that would turn the reading order around', () => {
    expect(hrefs('https://example.org/\u202egro.live')).toEqual(['https://example.org/']);
  });
});
