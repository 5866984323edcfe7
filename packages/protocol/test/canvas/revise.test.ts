import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { CANVAS_ROOT, readContent, readMarkdown, writeContent } from '../../src/canvas/index.ts';
import { adas, createEditor, eves } from './editor.ts';

/** Both begin with the same, each rewrites it whole without the other, and they meet. */
const meet = (start: string, hers: string, theirs: string): string => {
  const ada = createEditor(adas);
  const eve = createEditor(eves);
  eve.receive(ada.write(start));
  const [one, other] = [ada.write(hers), eve.write(theirs)];
  ada.receive(other);
  eve.receive(one);
  expect(ada.says()).toBe(eve.says());
  return ada.says();
};

describe('a canvas that is handed over whole', () => {
  test.each([
    [
      'words',
      'Bring a rope.',
      'Bring a long rope.',
      'Bring a rope and gloves.',
      'Bring a long rope and gloves.',
    ],
    ['a word that both replace', 'at two', 'at three', 'at two sharp', 'at three sharp'],
    [
      'Arabic words',
      'أحضر الحبل غدا',
      'أحضر الحبل الطويل غدا',
      'أحضر الحبل غدا صباحا',
      'أحضر الحبل الطويل غدا صباحا',
    ],
    ['signs without spaces', '明日会議', '明日の会議', '明日会議室', '明日の会議室'],
    ['marks', 'one two three', '**one** two three', 'one two *three* four', '**one** two *three* four'],
    ['a mark taken away', '**one two**', 'one two', '**one two** three', 'one two three'],
    [
      'a task ticked',
      '- [ ] rope\n- [ ] nets',
      '- [x] rope\n- [ ] nets',
      '- [ ] long rope\n- [ ] nets',
      '- [x] long rope\n- [ ] nets',
    ],
    [
      'a block before',
      'old words here',
      'new\n\nold words here',
      'old words there',
      'new\n\nold words there',
    ],
    [
      'a block taken away',
      'one\n\ntwo words\n\nthree',
      'one\n\nthree',
      'one\n\ntwo words\n\nthree more',
      'one\n\nthree more',
    ],
    ['lines', 'one\\\ntwo', 'one\\\ntwo and', 'one more\\\ntwo', 'one more\\\ntwo and'],
    ['a nested list', '- a\n  - b c', '- a\n  - b c d', '- a e\n  - b c', '- a e\n  - b c d'],
    [
      'code',
      '```js\nlet a = 1;\nlet b = 2;\n```',
      '```ts\nlet a = 1;\nlet b = 2;\n```',
      '```js\nlet a = 1;\nlet c = 2;\n```',
      '```ts\nlet a = 1;\nlet c = 2;\n```',
    ],
  ])('keeps what somebody else writes meanwhile: %s', (_, start, hers, theirs, both) => {
    expect(meet(start, hers, theirs)).toBe(both);
  });

  test('says afterwards what it was to say, whatever it said', () => {
    const word = fc.constantFrom(
      'rope',
      'the',
      'net',
      'حبل',
      '👩‍🚒',
      'a b',
      '**bold**',
      '*thin*',
      '`x`',
      '[l](<https://e.example/>)',
      'x\\\ny',
    );
    const line = fc.array(word, { minLength: 1, maxLength: 6 }).map((list) => list.join(' '));
    const block = fc.oneof(
      line,
      line.map((said) => `# ${said.replace(/\\\n/gu, ' ')}`),
      line.map((said) => `> ${said.replace(/\n/gu, '\n> ')}`),
      fc
        .array(line, { minLength: 1, maxLength: 4 })
        .map((list) => list.map((said) => `- [ ] ${said.replace(/\n/gu, '\n  ')}`).join('\n')),
      line.map((said) => `\`\`\`\n${said}\n\`\`\``),
      fc.constant('---'),
    );
    const page = fc.array(block, { maxLength: 8 }).map((list) => list.join('\n\n'));
    fc.assert(
      fc.property(page, page, page, (first, second, third) => {
        const doc = new Y.Doc({ gc: false });
        for (const said of [first, second, third]) {
          const target = readMarkdown(said);
          writeContent(doc, target);
          expect(readContent(doc).toJSON()).toEqual(target.toJSON());
        }
      }),
      { numRuns: 60 },
    );
  });

  test('writes no more than differs: a word in a long page costs a word, however long it is', () => {
    const page = Array.from({ length: 600 }, (_, i) => `Paragraph ${i} of a page that is long`);
    const ada = createEditor(adas);
    ada.write(page.join('\n\n'));
    const changed = page.with(7, 'Paragraph 7 of a page that is very long').with(500, '# Now a heading');
    expect(ada.write(changed.join('\n\n')).update.length).toBeLessThan(300);
    expect(ada.write(changed.join('\n\n')).update.length).toBeLessThan(3);
    expect(ada.write([...changed].reverse().join('\n\n')).update.length).toBeGreaterThan(3);
    expect(ada.says()).toBe([...changed].reverse().join('\n\n'));
    expect(ada.doc.getXmlFragment(CANVAS_ROOT).length).toBe(600);
  });
});
