import { type RefObject, useEffect, useEffectEvent } from 'react';

export interface MessageKeys {
  /** To the message one up (-1) or down (1) of the one that has the focus. */
  step: (from: string | undefined, by: 1 | -1) => void;
  /** To a message from something inside it. */
  leaveTo: (message: string) => void;
  /** To the end of what is here: the browser knows only the rows that were measured. */
  toEnd: () => void;
  onKey: (message: string, event: KeyboardEvent) => boolean;
  onFocus: (message: string | undefined) => void;
}

const messageAt = (target: EventTarget | null): string | undefined =>
  target instanceof Element ? target.closest<HTMLElement>('[data-message]')?.dataset['message'] : undefined;

/** Up and down move from message to message; the list as a whole is one stop of the Tab key. */
export const useMessageKeys = (list: RefObject<HTMLElement | null>, keys: MessageKeys): void => {
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.isComposing) return;
    const id = messageAt(event.target);
    const isOnMessage = event.target instanceof HTMLElement && event.target.dataset['message'] !== undefined;
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step !== 0) {
      event.preventDefault();
      if (id === undefined || isOnMessage) keys.step(id, step);
      else keys.leaveTo(id);
      return;
    }
    // In a message that is being edited it is the end of the line.
    if (event.key === 'End' && !event.shiftKey && (id === undefined || isOnMessage)) {
      event.preventDefault();
      keys.toEnd();
      return;
    }
    // A letter typed on a button inside a message is for that button.
    if (id !== undefined && isOnMessage && keys.onKey(id, event)) event.preventDefault();
  });
  const onFocus = useEffectEvent((event: FocusEvent) => keys.onFocus(messageAt(event.target)));
  useEffect(() => {
    const element = list.current;
    if (element === null) return undefined;
    const keyListener = (event: KeyboardEvent): void => onKey(event);
    const focusListener = (event: FocusEvent): void => onFocus(event);
    element.addEventListener('keydown', keyListener);
    element.addEventListener('focusin', focusListener);
    return () => {
      element.removeEventListener('keydown', keyListener);
      element.removeEventListener('focusin', focusListener);
    };
  }, [list]);
};
