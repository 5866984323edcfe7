import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { createCanvas, writeMarkdown } from '../../src/canvas/index.ts';
import { LIMITS } from '../../src/index.ts';
import { adas, createEditor, eves, says } from './editor.ts';

describe('[C1] the order in which updates come', () => {
  /** Ada writes, Eve answers inside it, Ada goes on; Eve also tries what is refused. */
  const story = () => {
    const [ada, eve] = [createEditor(adas), createEditor(eves)];
    const first = ada.write('milk, eggs');
    eve.receive(first);
    const second = eve.type(0, 4, ' and honey');
    ada.receive(second);
    const third = ada.type(0, 0, 'buy: ');
    const fourth = ada.write('buy: milk and honey, eggs\n\n- [x] bread');
    const bad = eve.change((root) => root.insert(0, [new Y.XmlElement('script')]));
    const text = 'buy: milk and honey, eggs\n\n- [x] bread';
    return { first, second, third, fourth, bad, text };
  };

  test('changes nothing, and neither does getting them twice', () => {
    const { first, second, third, fourth, bad, text } = story();
    const all = [first, second, third, fourth, bad];
    fc.assert(
      fc.property(fc.shuffledSubarray([...all, ...all], { minLength: 10 }), (updates) => {
        const canvas = createCanvas();
        for (const update of updates) canvas.take(update);
        expect(writeMarkdown(canvas.read())).toBe(text);
        expect(writeMarkdown(createCanvas(canvas.state()).read())).toBe(text);
      }),
    );
  });

  test('[C2] a canvas is rebuilt without a voided update and what builds on it', () => {
    const { first, second, third } = story();
    expect(says(first, third)).toBe('buy: milk, eggs');
    expect(says(first)).toBe('milk, eggs');
    expect(says(second, third)).toBe('');
    const canvas = createCanvas();
    expect([second, third].map((update) => canvas.take(update).verdict)).toEqual(['waiting', 'waiting']);
    expect(canvas.take(first).shown).toHaveLength(3);
    expect(writeMarkdown(canvas.read())).toBe('buy: milk and honey, eggs');
  });

  test('[C2] two windows of one device that edit at once both keep what they wrote', () => {
    const updates = [createEditor(adas, 0).write('left'), createEditor(adas, 1).write('right')];
    const text = says(...updates);
    expect(text.split('\n\n').sort()).toEqual(['left', 'right']);
    expect(says(...updates.reverse())).toBe(text);
  });

  test('[L6] LIMITS.canvasWaiting: the oldest of those that wait gives way', () => {
    const ada = createEditor(adas);
    ada.write('never sent');
    const canvas = createCanvas();
    for (let i = 0; i <= LIMITS.canvasWaiting; i++) canvas.take(ada.type(0, 0, 'x'));
    expect(canvas.waiting()).toHaveLength(LIMITS.canvasWaiting);
  });
});
