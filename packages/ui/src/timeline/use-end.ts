import { type RefObject, useEffect, useEffectEvent, useRef } from 'react';

/** Pixels from the end that still count as being there. */
export const NEAR_END = 32;

export interface End {
  /** The reader is there; with `false` they are being taken elsewhere. */
  set: (atEnd: boolean) => void;
  /** The list has moved or changed its size. */
  check: () => void;
}

export interface EndOptions {
  scroller: RefObject<HTMLElement | null>;
  /** Whether the end of the list is where the newest message is. */
  follows: boolean;
  scrollToEnd: () => void;
  onAtEnd: (atEnd: boolean) => void;
}

const fromEnd = ({ scrollHeight, scrollTop, clientHeight }: HTMLElement): number =>
  scrollHeight - scrollTop - clientHeight;

/**
 * Whether the reader is at the end of a list. Only scrolling takes them away from it: where rows wrap anew because a pane
 * opened, or the window shrinks under a banner, it is the end that moved, and the list goes after it.
 */
export const useEnd = ({ scroller, follows, scrollToEnd, onAtEnd }: EndOptions): End => {
  const at = useRef(true);
  const sizes = useRef({ content: 0, window: 0 });
  const returning = useRef(false);

  const set = (now: boolean): void => {
    if (now === at.current) return;
    at.current = now;
    onAtEnd(now);
  };
  const check = (): void => {
    const element = scroller.current;
    // A list that is hidden behind a pane is at neither end.
    if (element === null || element.clientHeight === 0) return;
    const is = fromEnd(element) <= NEAR_END;
    if (is || !follows || !at.current) {
      set(is);
      return;
    }
    if (returning.current) return;
    returning.current = true;
    requestAnimationFrame(() => {
      returning.current = false;
      if (at.current) scrollToEnd();
    });
  };
  const scrolled = useEffectEvent((element: HTMLElement): void => {
    if (element.clientHeight === 0) return;
    const { content, window } = sizes.current;
    const stayed = content === element.scrollHeight && window === element.clientHeight;
    sizes.current = { content: element.scrollHeight, window: element.clientHeight };
    if (stayed && fromEnd(element) > NEAR_END) set(false);
  });
  const resized = useEffectEvent((element: HTMLElement): void => {
    if (element.clientHeight === 0) return;
    if (at.current) scrollToEnd();
    sizes.current = { content: element.scrollHeight, window: element.clientHeight };
  });

  useEffect(() => {
    const element = scroller.current;
    if (element === null) return undefined;
    const onScroll = (): void => scrolled(element);
    // Before the list itself hears of it, draws rows and changes its height.
    element.addEventListener('scroll', onScroll, { capture: true, passive: true });
    const observer = new ResizeObserver(() => resized(element));
    observer.observe(element);
    return () => {
      element.removeEventListener('scroll', onScroll, { capture: true });
      observer.disconnect();
    };
  }, [scroller]);
  return { set, check };
};
