import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import {
  CANVAS_WINDOWS,
  canvasClientId,
  canvasClientIds,
  createCanvas,
  PEER_WINDOW,
  type SignedUpdate,
  writeMarkdown,
} from '../../src/canvas/index.ts';
import { LIMITS, type LogId, logIdOf } from '../../src/index.ts';
import { primitives } from '../founding.ts';
import { adasLog, anyId, SPACE } from '../logs.ts';
import { adas, createEditor, eves, paragraph, says, textOf } from './editor.ts';

const own = canvasClientIds(primitives, adas);
const others = canvasClientIds(primitives, eves);
const verdictOn = (...updates: SignedUpdate[]): string[] => {
  const canvas = createCanvas();
  return updates.map((update) => canvas.take(update).verdict);
};
describe('[C2] the client ids of a log', () => {
  test('derive from it: one for each window and one for the peer, none shared with another log', () => {
    expect(own.size).toBe(CANVAS_WINDOWS + 1);
    expect(own.has(canvasClientId(primitives, adas, PEER_WINDOW))).toBe(true);
    fc.assert(
      fc.property(anyId<LogId>(), fc.nat(CANVAS_WINDOWS), (log, window) => {
        const id = canvasClientId(primitives, log, window);
        expect(Number.isInteger(id) && id >= 0 && id < 2 ** 32).toBe(true);
        expect(canvasClientIds(primitives, log).has(id)).toBe(true);
        expect(own.has(id)).toBe(log === adas);
      }),
    );
  });

  test('of the same device in another channel or generation are others', () => {
    const channel = 'd'.repeat(64) as typeof adasLog.channel;
    for (const other of [
      { ...adasLog, channel },
      { ...adasLog, generation: 1 },
    ]) {
      const ids = canvasClientIds(primitives, logIdOf(primitives, SPACE, other));
      expect([...ids].filter((id) => own.has(id))).toEqual([]);
    }
  });
});

describe('[C2] whose words an update carries', () => {
  test('any of the own windows counts, another log’s does not', () => {
    for (let window = 0; window <= CANVAS_WINDOWS; window++)
      expect(verdictOn(createEditor(adas, window).write('hello'))).toEqual(['lawful']);
    const { update } = createEditor(eves).write('ada never said this');
    expect(verdictOn({ update, writers: own })).toEqual(['unlawful']);
  });

  test('another’s structs beside the own ones are refused', () => {
    const ada = createEditor(adas);
    const eve = createEditor(eves);
    const first = eve.write('from eve');
    ada.receive(first);
    const second = ada.write('from eve\n\nfrom ada');
    expect(verdictOn(first, second)).toEqual(['lawful', 'lawful']);
    const both = Y.encodeStateAsUpdate(ada.doc);
    expect(verdictOn({ update: both, writers: own })).toEqual(['unlawful']);
    expect(verdictOn({ update: both, writers: new Set([...own, ...others]) })).toEqual(['lawful']);
  });

  test('what others wrote may be erased', () => {
    const [ada, eve] = [createEditor(adas), createEditor(eves)];
    const first = eve.write('from eve');
    ada.receive(first);
    expect(says(first, ada.erase(0, 0, 5))).toBe('eve');
  });
});

describe('what a canvas may hold: no block, mark or address that the schema lacks', () => {
  const put = (make: () => Y.XmlElement | Y.XmlText): SignedUpdate =>
    createEditor(adas).change((root) => root.insert(0, [make()]));
  const element = (name: string, attributes: Record<string, unknown> = {}, ...children: Y.XmlElement[]) => {
    const made = new Y.XmlElement(name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value as string);
    made.insert(0, children);
    return made;
  };
  const marked = (name: string, value: unknown) => () => {
    const block = new Y.XmlElement('paragraph');
    const text = new Y.XmlText();
    text.insert(0, 'word', { [name]: value });
    block.insert(0, [text]);
    return block;
  };

  test.each<[string, () => Y.XmlElement | Y.XmlText]>([
    ['a script', () => element('script')],
    ['a picture', () => element('image', { src: 'https://evil.example/x.png' })],
    ['an attribute that runs something', () => element('paragraph', { onclick: 'alert(1)' })],
    ['an attribute that is not one of the block', () => element('paragraph', { level: 1 })],
    ['a heading of level 7', () => element('heading', { level: 7 })],
    ['a level that is a text', () => element('heading', { level: '1' })],
    ['a huge attribute', () => element('code_block', { language: 'x'.repeat(100_000) })],
    ['a list item without a list', () => element('list_item', {}, paragraph('x'))],
    ['a paragraph in a paragraph', () => element('paragraph', {}, paragraph('x'))],
    ['a list of paragraphs', () => element('bullet_list', {}, paragraph('x'))],
    ['bare text', () => new Y.XmlText('x')],
    ['a hook', () => new Y.XmlHook('x') as never],
    ['a mark that nobody knows', marked('blink', {})],
    ['a mark that says more than it may', marked('strong', { onclick: 'x' })],
    ['a mark named like a method', marked('constructor', {})],
    ['a link that runs something', marked('link', { href: 'javascript:alert(1)', title: null })],
    ['the same in disguise', marked('link', { href: 'java\nscript:alert(1)', title: null })],
    ['a data address', marked('link', { href: 'data:text/html,<script>', title: null })],
    [
      'a link with an endless address',
      marked('link', { href: `https://x.example/${'a'.repeat(5000)}`, title: null }),
    ],
    [
      'a link of one’s own making',
      marked('link', { href: 'https://x.example', title: null, target: '_blank' }),
    ],
  ])('%s is refused', (_, make) => {
    expect(verdictOn(put(make))).toEqual(['unlawful']);
  });

  test('something that is embedded, another root and a document within are refused', () => {
    const ada = createEditor(adas);
    const embed = ada.change((root) => {
      const block = new Y.XmlElement('paragraph');
      const text = new Y.XmlText();
      text.insertEmbed(0, { image: 'https://evil.example' });
      block.insert(0, [text]);
      root.insert(0, [block]);
    });
    expect(verdictOn(embed)).toEqual(['unlawful']);
    expect(verdictOn(createEditor(adas).change((root) => root.doc?.getText('note').insert(0, 'x')))).toEqual([
      'unlawful',
    ]);
    expect(
      verdictOn(createEditor(adas).change((root) => root.doc?.getMap('m').set('d', new Y.Doc()))),
    ).toEqual(['unlawful']);
  });

  test('nor may anything be put later into what is there already', () => {
    const ada = createEditor(adas);
    const eve = createEditor(eves);
    const first = ada.write('a\n\n```\ncode\n```\n\n- [ ] task');
    eve.receive(first);
    const attempts: ((root: Y.XmlFragment) => void)[] = [
      (root) => (root.get(0) as Y.XmlElement).setAttribute('onclick', 'x'),
      (root) => (root.get(0) as Y.XmlElement).insert(0, [paragraph('within')]),
      (root) => textOf(root, 0).insert(1, 'x', { link: { href: 'javascript:x' } }),
      (root) => textOf(root, 1).insert(1, 'x', { strong: {} }),
      (root) => ((root.get(2) as Y.XmlElement).get(0) as Y.XmlElement).setAttribute('checked', 'yes'),
    ];
    for (const attempt of attempts) {
      const other = createEditor(eves);
      other.receive(first);
      expect(verdictOn(first, other.change(attempt))).toEqual(['lawful', 'unlawful']);
    }
    const toggles = [true, false, true].map((checked) =>
      eve.change((root) =>
        ((root.get(2) as Y.XmlElement).get(0) as Y.XmlElement).setAttribute('checked', checked as never),
      ),
    );
    expect(verdictOn(first, ...toggles)).toEqual(['lawful', 'lawful', 'lawful', 'lawful']);
    expect(says(first, ...toggles)).toContain('[x] task');
  });

  test('[L6] LIMITS.canvasDepth: deeper is refused, in one update or by many', () => {
    const nest = (depth: number): Y.XmlElement =>
      depth === 1 ? paragraph('deep') : element('blockquote', {}, nest(depth - 1));
    expect(verdictOn(put(() => nest(LIMITS.canvasDepth - 1)))).toEqual(['lawful']);
    expect(verdictOn(put(() => nest(LIMITS.canvasDepth)))).toEqual(['unlawful']);
    const ada = createEditor(adas);
    let inner: Y.XmlElement | undefined;
    const verdicts: string[] = [];
    const canvas = createCanvas();
    for (let depth = 0; depth < LIMITS.canvasDepth + 3; depth++) {
      const next = new Y.XmlElement('blockquote');
      const holder = inner;
      verdicts.push(canvas.take(ada.change((root) => (holder ?? root).insert(0, [next]))).verdict);
      inner = next;
    }
    expect(verdicts.slice(0, LIMITS.canvasDepth).every((verdict) => verdict === 'lawful')).toBe(true);
    expect(verdicts[LIMITS.canvasDepth]).toBe('unlawful');
    // What builds on it waits for what never comes.
    expect(verdicts.at(-1)).toBe('waiting');
  });

  test('[L6] LIMITS.canvasUpdateBytes', () => {
    expect(verdictOn(createEditor(adas).write('x'.repeat(LIMITS.canvasUpdateBytes - 200)))).toEqual([
      'lawful',
    ]);
    expect(verdictOn(createEditor(adas).write('x'.repeat(LIMITS.canvasUpdateBytes)))).toEqual(['unlawful']);
  });

  test('[L6] LIMITS.canvasAttributeBytes', () => {
    const address = (length: number) => `https://x.example/${'a'.repeat(length - 18)}`;
    const link = (length: number) => put(marked('link', { href: address(length), title: null }));
    expect(verdictOn(link(LIMITS.canvasAttributeBytes))).toEqual(['lawful']);
    expect(verdictOn(link(LIMITS.canvasAttributeBytes + 1))).toEqual(['unlawful']);
  });
});

describe('what is no update', () => {
  test('is refused and throws nothing', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const canvas = createCanvas();
        const { verdict } = canvas.take({ update: bytes, writers: own });
        // Whatever passes has no words of anybody's.
        expect(
          verdict === 'unlawful' || Y.decodeUpdate(bytes).structs.every(({ id }) => own.has(id.client)),
        ).toBe(true);
        expect(writeMarkdown(canvas.read())).toBe('');
      }),
      { numRuns: 1000 },
    );
    const { update } = createEditor(adas).write('# hello **you**');
    for (let length = 0; length < update.length; length++)
      expect(verdictOn({ update: update.subarray(0, length), writers: own })).toEqual(['unlawful']);
  });

  test('bits that fell over in an honest one never show what the schema lacks', () => {
    const { update } = createEditor(adas).write('# a [b](https://x.example) `c`\n\n- [ ] d\n\n> e');
    fc.assert(
      fc.property(fc.nat(update.length - 1), fc.nat(255), (at, byte) => {
        const bytes = update.slice();
        bytes[at] = byte;
        const canvas = createCanvas();
        canvas.take({ update: bytes, writers: own });
        expect(() => canvas.read().check()).not.toThrow();
      }),
      // An item that hangs on itself.
      { numRuns: 1000, examples: [[132, 16]] },
    );
  });

  test('in any byte, nothing stops it half way', { timeout: 60_000 }, () => {
    const step = process.env['PLEXI_LONG'] === undefined ? 16 : 1;
    const { update } = createEditor(adas).write('# a [b](https://x.example) `c`\n\n- [ ] d\n\n> e');
    for (let at = 0; at < update.length; at++)
      for (let byte = 0; byte < 256; byte += step) {
        const bytes = update.slice();
        bytes[at] = byte;
        const canvas = createCanvas();
        expect(() => canvas.take({ update: bytes, writers: own })).not.toThrow();
      }
  });

  const folder = path.join(
    process.env['PLEXI_DATA'] ?? path.join(import.meta.dirname, '../../../../../shared/data'),
    'crdt/automerge_fuzz_crashers',
  );
  test('another library’s crash files are refused', async ({ skip }) => {
    const names = await readdir(folder).catch(() => skip('PLEXI_DATA has no crdt/automerge_fuzz_crashers'));
    expect(names.length).toBeGreaterThan(0);
    for (const name of names) {
      const update = new Uint8Array(await readFile(path.join(folder, name)));
      expect([name, ...verdictOn({ update, writers: own })]).toEqual([name, 'unlawful']);
    }
  });
});

describe('[L6] LIMITS.canvasBytes', () => {
  test('says when it is full, counting what is left of it and not what was erased', () => {
    const ada = createEditor(adas);
    const canvas = createCanvas();
    const part = 'x'.repeat(200 * 1024);
    canvas.take(ada.write('begin'));
    for (let i = 0; canvas.hasRoomFor(part.length + 64); i++) {
      expect(i * part.length).toBeLessThan(LIMITS.canvasBytes);
      canvas.take(ada.type(0, 0, part));
    }
    expect(canvas.state().length).toBeGreaterThan(LIMITS.canvasBytes - 2 * part.length);
    canvas.take(ada.erase(0, 0, 4 * part.length));
    expect(canvas.hasRoomFor(part.length)).toBe(true);
    expect(canvas.hasRoomFor(LIMITS.canvasBytes)).toBe(false);
  });
});
