import { type RefObject, useEffect, useEffectEvent, useState } from 'react';

/** Whether the pointer or the focus is on an element, and where its menu is asked for. */
export const useNear = (
  target: RefObject<HTMLElement | null>,
  onMenu: (point: { x: number; y: number }) => void,
): boolean => {
  const [near, setNear] = useState(false);
  const askMenu = useEffectEvent((event: MouseEvent) => {
    // The browser's own menu stays for links, fields and what is selected.
    if (event.target instanceof Element && event.target.closest('a, input') !== null) return;
    if (!(getSelection()?.isCollapsed ?? true)) return;
    event.preventDefault();
    onMenu({ x: event.clientX, y: event.clientY });
  });
  useEffect(() => {
    const element = target.current;
    if (element === null) return undefined;
    const come = (): void => setNear(true);
    const leave = (event: Event): void => {
      const to = event instanceof FocusEvent ? event.relatedTarget : null;
      if (!(to instanceof Node && element.contains(to))) setNear(false);
    };
    const onContextMenu = (event: MouseEvent): void => askMenu(event);
    element.addEventListener('pointerenter', come);
    element.addEventListener('pointerleave', leave);
    element.addEventListener('focusin', come);
    element.addEventListener('focusout', leave);
    element.addEventListener('contextmenu', onContextMenu);
    return () => {
      element.removeEventListener('pointerenter', come);
      element.removeEventListener('pointerleave', leave);
      element.removeEventListener('focusin', come);
      element.removeEventListener('focusout', leave);
      element.removeEventListener('contextmenu', onContextMenu);
    };
  }, [target]);
  return near;
};
