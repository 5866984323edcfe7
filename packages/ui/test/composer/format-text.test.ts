import { describe, expect, it } from 'vitest';
import { type Format, formatText } from '../../src/composer/format-text.ts';

/** `|` marks where the selection begins and ends. */
const read = (marked: string) => {
  const [before = '', inner = '', after = ''] = marked.split('|');
  return { text: before + inner + after, start: before.length, end: before.length + inner.length };
};
const show = ({ text, start, end }: ReturnType<typeof formatText>): string =>
  `${text.slice(0, start)}|${text.slice(start, end)}|${text.slice(end)}`;

describe('marks put around words', () => {
  it.each<[Format, string, string]>([
    ['bold', 'a |word| here', 'a **|word|** here'],
    ['italic', '|word|', '_|word|_'],
    ['code', 'run |it|', 'run `|it|`'],
    ['code', 'run |one\ntwo|', 'run \n```\n|one\ntwo|\n```'],
    ['link', 'see |this|', 'see [this](https://||)'],
    ['link', '|https://a.org|', '[||](https://a.org)'],
    ['list', 'one\n|two\nthree|', 'one\n- |two\n- three|'],
    ['quote', '|said|', '> |said|'],
    ['bold', '||', '**||**'],
  ])('%s: %j becomes %j', (format, before, after) => {
    expect(show(formatText(read(before), format))).toBe(after);
  });

  it.each<[Format, string]>([
    ['bold', 'a |word| here'],
    ['code', '|x|'],
    ['list', 'one\n|two|'],
  ])('%s twice leaves %j as it was', (format, marked) => {
    expect(show(formatText(formatText(read(marked), format), format))).toBe(marked);
  });
});
