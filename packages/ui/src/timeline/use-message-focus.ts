import { type RefObject, useEffect } from 'react';

/** Up and down move from message to message; the list as a whole is one stop of the Tab key. */
const moveFocus = (list: HTMLElement, event: KeyboardEvent): void => {
  if (event.altKey || event.ctrlKey || event.metaKey) return;
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
  if (step === 0) return;
  const messages = [...list.querySelectorAll<HTMLElement>('[data-message]')];
  const current = messages.findIndex((message) => message.contains(document.activeElement));
  const next = current < 0 ? messages.at(-1) : messages[current + step];
  if (next === undefined) return;
  event.preventDefault();
  next.focus({ preventScroll: true });
  next.scrollIntoView({ block: 'nearest' });
};

export const useMessageFocus = (list: RefObject<HTMLElement | null>): void => {
  useEffect(() => {
    const element = list.current;
    if (element === null) return undefined;
    const onKey = (event: KeyboardEvent): void => moveFocus(element, event);
    element.addEventListener('keydown', onKey);
    return () => element.removeEventListener('keydown', onKey);
  }, [list]);
};
