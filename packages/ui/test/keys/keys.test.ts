import { describe, expect, it } from 'vitest';
import { isCombo, sayCombo } from '../../src/keys/combo.ts';
import { KEY_MAP, type KeyPlace, type Shortcut } from '../../src/keys/key-map.ts';
import { EN } from '../../src/texts/en.ts';
import { createTranslator } from '../../src/texts/translate.ts';

const shortcuts: [string, Shortcut][] = Object.entries(KEY_MAP);
/** Whether two shortcuts can be heard at once: on a message and in the composer the focus is never together. */
const overlap = (one: KeyPlace, other: KeyPlace): boolean =>
  one === other || [one, other].some((place) => place === 'anywhere' || place === 'page');

const press = (key: string, held: string[] = []) => ({
  key,
  ctrlKey: held.includes('ctrl'),
  metaKey: held.includes('meta'),
  altKey: held.includes('alt'),
  shiftKey: held.includes('shift'),
});

describe('the map of keys', () => {
  it('no combination does two things where it is heard', () => {
    const clashes = shortcuts.flatMap(([id, { combos, place }], at) =>
      shortcuts
        .slice(at + 1)
        .flatMap(([other, { combos: theirs, place: there }]) =>
          overlap(place, there)
            ? combos.filter((combo) => theirs.includes(combo)).map((combo) => `${combo}: ${id}, ${other}`)
            : [],
        ),
    );
    expect(clashes).toEqual([]);
  });

  it('what works while one writes carries a modifier or writes nothing', () => {
    const taken = shortcuts.flatMap(([id, { combos, place }]) =>
      place === 'anywhere' || place === 'page'
        ? combos.filter((combo) => combo.length === 1 && combo !== '?').map((combo) => `${id}: ${combo}`)
        : [],
    );
    expect(taken).toEqual([]);
  });

  it('modifiers are exact, Command stands for Control on Apple’s computers, signs need no Shift of their own', () => {
    expect(isCombo(press('k', ['ctrl']), 'Mod+k', false)).toBe(true);
    expect(isCombo(press('K', ['ctrl']), 'Mod+k', false)).toBe(true);
    expect(isCombo(press('k', ['meta']), 'Mod+k', false)).toBe(false);
    expect(isCombo(press('k', ['meta']), 'Mod+k', true)).toBe(true);
    expect(isCombo(press('k', ['ctrl', 'shift']), 'Mod+k', false)).toBe(false);
    expect(isCombo(press('?', ['shift']), '?', false)).toBe(true);
    expect(isCombo(press('+', ['shift']), '+', false)).toBe(true);
    expect(isCombo(press('ArrowDown', ['alt']), 'Alt+ArrowDown', false)).toBe(true);
    expect(isCombo(press('ArrowDown', ['alt', 'shift']), 'Alt+ArrowDown', false)).toBe(false);
  });

  it('keys are written as they stand on the keyboard', () => {
    const t = createTranslator(EN, 'en');
    expect(sayCombo('Mod+Shift+l', t, false)).toEqual(['Ctrl', 'Shift', 'L']);
    expect(sayCombo('Mod+k', t, true)).toEqual(['⌘', 'K']);
    expect(sayCombo('Alt+ArrowUp', t, false)).toEqual(['Alt', '↑']);
    expect(sayCombo('+', t, false)).toEqual(['+']);
  });
});
