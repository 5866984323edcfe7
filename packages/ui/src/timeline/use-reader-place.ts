/** Keeps the reader's place: what they look at stays where it is, whatever arrives above or below. */
import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';

/** Pixels from the end that still count as being there. */
const NEAR_END = 32;
/** Pixels from the start where the next page is asked for. */
const NEAR_START = 240;

export interface ReaderPlace {
  list: RefObject<HTMLDivElement | null>;
  atEnd: boolean;
  goToEnd: () => void;
  onScroll: () => void;
}

/** A message by its id: its element may be another one after the groups around it have changed. */
interface Anchor {
  id: string;
  top: number;
}

const isNearEnd = (list: HTMLElement): boolean =>
  list.scrollHeight - list.scrollTop - list.clientHeight <= NEAR_END;

const findAnchor = (list: HTMLElement): Anchor | undefined => {
  const edge = list.getBoundingClientRect().top;
  for (const element of list.querySelectorAll<HTMLElement>('[data-message]')) {
    const { top, bottom } = element.getBoundingClientRect();
    const id = element.dataset['message'];
    if (bottom > edge && id !== undefined) return { id, top };
  }
  return undefined;
};

/** `content` changes whenever what the list shows does; `onStart` is called where the list begins. */
export const useReaderPlace = (content: unknown, onStart: () => void): ReaderPlace => {
  const list = useRef<HTMLDivElement>(null);
  const anchor = useRef<Anchor>(undefined);
  const stuck = useRef(true);
  const [atEnd, setAtEnd] = useState(true);

  const remember = useCallback(() => {
    const element = list.current;
    if (element === null) return;
    stuck.current = isNearEnd(element);
    anchor.current = stuck.current ? undefined : findAnchor(element);
    setAtEnd(stuck.current);
  }, []);

  const restore = useCallback(() => {
    const element = list.current;
    if (element === null) return;
    if (stuck.current) {
      element.scrollTop = element.scrollHeight;
    } else if (anchor.current !== undefined) {
      const { id, top } = anchor.current;
      const anchored = element.querySelector(`[data-message="${CSS.escape(id)}"]`);
      if (anchored !== null) element.scrollTop += anchored.getBoundingClientRect().top - top;
    }
    anchor.current = stuck.current ? undefined : findAnchor(element);
  }, []);

  useLayoutEffect(restore, [restore, content]);

  useEffect(() => {
    const element = list.current;
    if (element === null) return undefined;
    // A composer that grows or a window that shrinks must not move what is read either.
    const observer = new ResizeObserver(restore);
    observer.observe(element);
    return () => observer.disconnect();
  }, [restore]);

  return {
    list,
    atEnd,
    goToEnd: () => {
      stuck.current = true;
      restore();
      setAtEnd(true);
    },
    onScroll: () => {
      remember();
      if (list.current !== null && list.current.scrollTop < NEAR_START) onStart();
    },
  };
};
