import { useEffect, useEffectEvent } from 'react';
import { isApple, isCombo } from './combo.ts';
import { KEY_MAP, type KeyId } from './key-map.ts';

/** What a shortcut does. `place` says which of its combinations it was, from 0; `false` leaves the key to the page. */
type KeyHandlers = Partial<Record<KeyId, (place: number) => unknown>>;

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || /^(?:INPUT|TEXTAREA|SELECT)$/u.test(target.tagName));

/** Listens to the shortcuts that work wherever the focus is. What opens over the page takes the page's shortcuts from it. */
export const useKeys = (handlers: KeyHandlers): void => {
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (event.isComposing || event.defaultPrevented) return;
    const covered = document.querySelector('[role="dialog"], [role="alertdialog"], [role="menu"]') !== null;
    const apple = isApple();
    for (const [id, handle] of Object.entries(handlers)) {
      const { combos, place } = KEY_MAP[id as KeyId];
      const found = combos.findIndex((combo) => isCombo(event, combo, apple));
      if (found < 0 || (covered && place !== 'anywhere')) continue;
      // A key that writes something belongs to the field that has the focus.
      const writes = event.key.length === 1 && !event.ctrlKey && !event.metaKey;
      if (writes && (covered || isTyping(event.target))) continue;
      if (handle(found) !== false) event.preventDefault();
      return;
    }
  });
  useEffect(() => {
    const listener = (event: KeyboardEvent): void => onKey(event);
    document.addEventListener('keydown', listener);
    return () => document.removeEventListener('keydown', listener);
  }, []);
};
