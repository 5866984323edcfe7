import fc from 'fast-check';
import type { Node } from 'prosemirror-model';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import {
  CANVAS_SCHEMA,
  createCanvas,
  partsOfUpdate,
  readMarkdown,
  writeMarkdown,
  writePlain,
} from '../../src/canvas/index.ts';
import { LIMITS } from '../../src/index.ts';
import { adas, createEditor } from './editor.ts';

const WHOLE = `# Plan

Some **bold**, *em*, ~~gone~~, \`code\` and [a link](<https://example.org/a(b)> "its title").\\
next line

- one
- [ ] task
- [x] done
  - nested

3. three
4. four

> quote
>
> - in it

\`\`\`js
let x = '\`\`';
\`\`\`

---

end`;

describe('a canvas as Markdown', () => {
  test('says every block, and reads itself back', () => {
    expect(writeMarkdown(readMarkdown(WHOLE))).toBe(WHOLE);
    const ada = createEditor(adas);
    const canvas = createCanvas();
    expect(canvas.take(ada.write(WHOLE)).verdict).toBe('lawful');
    expect(writeMarkdown(canvas.read())).toBe(WHOLE);
    expect(writePlain(readMarkdown('# a\n\n- b\n- c'))).toBe('a\nb\nc');
    expect(writeMarkdown(readMarkdown(''))).toBe('');
  });

  test('fetches and runs nothing: HTML and pictures stay words, addresses that run something too', () => {
    const node = readMarkdown(
      '<img src=x onerror=alert(1)> [x](javascript:alert(1)) ![p](https://e.example/p.png) <b>b</b>',
    );
    node.descendants(({ type, marks }) => {
      expect(['paragraph', 'text']).toContain(type.name);
      for (const mark of marks) expect(mark.attrs['href']).toMatch(/^https:/u);
    });
    expect(node.textContent).toContain('<img src=x onerror=alert(1)>');
    expect(node.textContent).toContain('[x](javascript:alert(1))');
  });

  test('whatever words there are, they come back as they were', () => {
    const { nodes } = CANVAS_SCHEMA;
    const holders: ((inner: Node) => Node)[] = [
      (inner) => inner,
      (inner) => nodes['blockquote']!.create(null, inner),
      (inner) => nodes['bullet_list']!.create(null, nodes['list_item']!.create(null, inner)),
    ];
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), fc.nat(2), (raw, holder) => {
        const words = raw.replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ').trim();
        if (words === '') return;
        const inner = nodes['paragraph']!.create(null, CANVAS_SCHEMA.text(words));
        const doc = nodes['doc']!.create(null, (holders[holder] ?? holders[0]!)(inner));
        expect(readMarkdown(writeMarkdown(doc)).textContent).toBe(words);
      }),
      {
        numRuns: 500,
        examples: ['+', '-', '*', '1.', '7)', '#', '>', '.'].map((mark) => [mark, 0] as [string, number]),
      },
    );
  });

  test('a block changed by a command leaves what others write in the rest', () => {
    const [ada, ben] = [createEditor(adas, 0), createEditor(adas, 1)];
    const first = ada.write('one\n\ntwo\n\nthree');
    ben.receive(first);
    const left = ada.write('one!\n\ntwo\n\nthree');
    const right = ben.type(2, 5, ' more');
    const canvas = createCanvas();
    for (const update of [first, right, left]) canvas.take(update);
    expect(writeMarkdown(canvas.read())).toBe('one!\n\ntwo\n\nthree more');
    expect(left.update.length).toBeLessThan(80);
  });
});

describe('[L6] an update that is too large for one entry', () => {
  test('is several that say the same, each within the limit', () => {
    const ada = createEditor(adas);
    const { update, writers } = ada.write(`${'tide 😀 '.repeat(90_000)}\n\n${'line\n\n'.repeat(9000)}`);
    expect(update.length).toBeGreaterThan(3 * LIMITS.canvasUpdateBytes);
    const parts = partsOfUpdate(update);
    expect(parts.length).toBeGreaterThan(3);
    const canvas = createCanvas();
    for (const part of parts) expect(canvas.take({ update: part, writers }).verdict).toBe('lawful');
    expect(writeMarkdown(canvas.read())).toBe(ada.says());
  });

  test('sends only what is new, of one’s own, erasures too', () => {
    const ada = createEditor(adas);
    const canvas = createCanvas();
    canvas.take(ada.write('one two three'));
    const known = canvas.state();
    expect(partsOfUpdate(known, { known })).toEqual([]);
    const { writers } = ada.type(0, 3, ' and a half');
    ada.erase(0, 0, 4);
    const all = Y.encodeStateAsUpdate(ada.doc);
    const [part, ...rest] = partsOfUpdate(all, { known, writers });
    expect(rest).toEqual([]);
    expect(part?.length).toBeLessThan(60);
    expect(canvas.take({ update: part ?? new Uint8Array(), writers }).verdict).toBe('lawful');
    expect(writeMarkdown(canvas.read())).toBe('and a half two three');
    // Words of others are not ours to send; what was erased of theirs is.
    for (const erasures of partsOfUpdate(all, { known, writers: new Set([1]) }))
      expect(Y.decodeUpdate(erasures).structs).toEqual([]);
  });
});
