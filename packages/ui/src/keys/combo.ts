/** Key combinations: whether an event is one, and how it is written for people. */
import type { Translator } from '../texts/translate.ts';

const APPLE = /Mac|iPhone|iPad/u;

export const isApple = (): boolean => APPLE.test(navigator.platform);

interface Pressed {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  shiftKey: boolean;
}

/** Signs are what they are whichever keys make them: `?` needs Shift on some layouts and not on others. */
const isSign = (key: string): boolean => key.length === 1 && !/[\p{L}\p{N}]/u.test(key);

/** Whether `event` is the combination. A shortcut with a letter works on any layout that has the letter. */
export const isCombo = (event: Pressed, combo: string, apple: boolean): boolean => {
  const parts = combo === '+' ? ['+'] : combo.split('+');
  const key = parts.at(-1) ?? '';
  const modifiers = new Set(parts.slice(0, -1));
  const main = apple ? event.metaKey : event.ctrlKey;
  const other = apple ? event.ctrlKey : event.metaKey;
  return (
    event.key.toLowerCase() === key.toLowerCase() &&
    main === modifiers.has('Mod') &&
    !other &&
    event.altKey === modifiers.has('Alt') &&
    (event.shiftKey === modifiers.has('Shift') || isSign(key))
  );
};

/** What a key event has of a combination; Shift is open where a sign needs it on some layouts. */
export interface Chord extends Omit<Pressed, 'shiftKey'> {
  shiftKey?: boolean;
}

export const chordOf = (combo: string, apple: boolean): Chord => {
  const parts = combo.split('+');
  const key = (parts.at(-1) ?? '').toLowerCase();
  const modifiers = new Set(parts.slice(0, -1));
  const main = modifiers.has('Mod');
  return {
    key,
    ctrlKey: main && !apple,
    metaKey: main && apple,
    altKey: modifiers.has('Alt'),
    ...(isSign(key) ? {} : { shiftKey: modifiers.has('Shift') }),
  };
};

const ARROWS: Record<string, string> = {
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
};

/** The keys of a combination, each as it stands on the keyboard. */
export const sayCombo = (combo: string, t: Translator, apple: boolean): string[] =>
  (combo === '+' ? ['+'] : combo.split('+')).map((part) => {
    if (part === 'Mod') return apple ? '⌘' : t('key.name.control');
    if (part === 'Alt') return apple ? '⌥' : t('key.name.alt');
    if (part === 'Shift') return t('key.name.shift');
    if (part === 'Enter') return t('key.name.enter');
    if (part === 'Escape') return t('key.name.escape');
    if (part === 'ContextMenu') return t('key.name.menu');
    return ARROWS[part] ?? part.toUpperCase();
  });
