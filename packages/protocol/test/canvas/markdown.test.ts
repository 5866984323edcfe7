import fc from 'fast-check';
import type { Node } from 'prosemirror-model';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import {
  CANVAS_SCHEMA,
  createCanvas,
  hasTablesInBounds,
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

| Name | *Wert* | القيمة |
| --- | --- | --- |
| a \\| b | \`c\\|d\` | [l](<https://e.example/>) |
|  | ثلاثة حبال |  |

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
    const long = `https://e.example/${'a'.repeat(LIMITS.canvasAttributeBytes)}`;
    expect(readMarkdown(`[*a*]() [c](<https://e.example/> "${long}")`).toJSON()).toEqual(
      readMarkdown('*a* c').toJSON(),
    );
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
        examples: ['+', '-', '*', '1.', '7)', '#', '>', '.', '__0__', '_a_b_', 'a__b'].map(
          (mark) => [mark, 0] as [string, number],
        ),
      },
    );
  });

  // Each was looked for among all that follow it: time that grew with the square of their number.
  test('line breaks are written in a time that grows with their number', () => {
    /** CPU time in ms, the best of some, since others use this machine too. */
    const cost = (bytes: number): number => {
      const node = readMarkdown('\\\n'.repeat(bytes / 2));
      const runs = [1, 2, 3].map(() => {
        const before = process.cpuUsage();
        writeMarkdown(node);
        return process.cpuUsage(before).user / 1000;
      });
      return Math.min(...runs);
    };
    const short = cost(16 * 1024);
    expect(cost(64 * 1024)).toBeLessThan(short * 8 + 100);
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

describe('tables', () => {
  const { nodes } = CANVAS_SCHEMA;
  const cell = (words: string) =>
    nodes['table_cell']!.create(null, words === '' ? [] : CANVAS_SCHEMA.text(words));
  const table = (rows: readonly (readonly string[])[]) =>
    nodes['table']!.create(
      null,
      rows.map((row) => nodes['table_row']!.create(null, row.map(cell))),
    );
  const doc = (...blocks: Node[]) => nodes['doc']!.create(null, blocks);

  test('whatever words are in their cells, in a quote and a list too, they come back as they were', () => {
    const words = fc
      .string({ unit: 'grapheme', maxLength: 20 })
      .map((raw) => raw.replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ').trim());
    const rows = fc
      .integer({ min: 1, max: 4 })
      .chain((width) =>
        fc.array(fc.array(words, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 4 }),
      );
    const holders: ((inner: Node) => Node)[] = [
      (inner) => inner,
      (inner) => nodes['blockquote']!.create(null, inner),
      (inner) =>
        nodes['bullet_list']!.create(
          null,
          nodes['list_item']!.create(null, [
            nodes['paragraph']!.create(null, CANVAS_SCHEMA.text('a')),
            inner,
          ]),
        ),
    ];
    fc.assert(
      fc.property(rows, fc.nat(2), (said, holder) => {
        const node = doc((holders[holder] ?? holders[0]!)(table(said)));
        expect(readMarkdown(writeMarkdown(node)).toJSON()).toEqual(node.toJSON());
      }),
      {
        numRuns: 200,
        examples: [
          [[['|', '\\|', '`|`']], 0],
          [
            [
              ['---', ':-:'],
              ['-', '|'],
            ],
            1,
          ],
        ],
      },
    );
  });

  test('rows of different length are written as they are, and the head says how many columns there are', () => {
    expect(writeMarkdown(doc(table([['a'], ['b', 'c']])))).toBe('| a |  |\n| --- | --- |\n| b | c |');
  });

  test('what begins a later line of a paragraph begins no block', () => {
    const lines = [
      'a | b',
      '--- | ---',
      '| x |',
      '===',
      '- not a list',
      '2. nor this',
      '1) nor that',
      '# nor a heading',
      '> nor a quote',
      ': -',
    ];
    const inline = lines.flatMap((line, i) => [
      ...(i === 0 ? [] : [nodes['hard_break']!.create()]),
      CANVAS_SCHEMA.text(line),
    ]);
    const node = doc(nodes['paragraph']!.create(null, inline));
    expect(readMarkdown(writeMarkdown(node)).toJSON()).toEqual(node.toJSON());
    expect(writePlain(node)).toBe(lines.join('\n'));
  });

  test('[L6] LIMITS.canvasTableRows, canvasTableColumns', () => {
    const of = (height: number, width: number) =>
      doc(table(Array.from({ length: height }, () => Array<string>(width).fill('x'))));
    expect(hasTablesInBounds(of(LIMITS.canvasTableRows, 1))).toBe(true);
    expect(hasTablesInBounds(of(LIMITS.canvasTableRows + 1, 1))).toBe(false);
    expect(hasTablesInBounds(of(1, LIMITS.canvasTableColumns))).toBe(true);
    expect(hasTablesInBounds(of(1, LIMITS.canvasTableColumns + 1))).toBe(false);
    expect(
      hasTablesInBounds(
        doc(nodes['blockquote']!.create(null, of(1, LIMITS.canvasTableColumns + 1).children)),
      ),
    ).toBe(false);
  });

  test('[C1] [C2] a row and a column that come at once are both there; rows and cells elsewhere are refused', () => {
    const [ada, ben] = [createEditor(adas, 0), createEditor(adas, 1)];
    ben.receive(ada.write('| a | b |\n| --- | --- |\n| 1 | 2 |'));
    const row = ada.write('| a | b |\n| --- | --- |\n| 1 | 2 |\n| 3 | 4 |');
    const column = ben.write('| a | b | c |\n| --- | --- | --- |\n| 1 | 2 |  |');
    ben.receive(row);
    ada.receive(column);
    expect(ada.says()).toBe('| a | b | c |\n| --- | --- | --- |\n| 1 | 2 |  |\n| 3 | 4 |');
    expect(ben.says()).toBe(ada.says());
    const canvas = createCanvas(Y.encodeStateAsUpdate(ada.doc));
    const put = (...names: string[]) =>
      canvas.judge(
        createEditor(adas, 3).change((root) =>
          root.insert(0, [
            names.reduceRight<Y.XmlElement | undefined>((inner, name) => {
              const element = new Y.XmlElement(name);
              if (inner !== undefined) element.insert(0, [inner]);
              return element;
            }, undefined) as Y.XmlElement,
          ]),
        ),
      );
    expect(put('table', 'table_row', 'table_cell')).toBe('lawful');
    for (const names of [
      ['table_row'],
      ['table_cell'],
      ['table', 'table_cell'],
      ['table', 'table_row', 'table_cell', 'paragraph'],
      ['paragraph', 'table'],
      ['table', 'table_row', 'table_cell', 'hard_break'],
    ])
      expect([names, put(...names)]).toEqual([names, 'unlawful']);
  });
});
