import { useEffect, useEffectEvent } from 'react';

export interface KeyDependencies {
  onPalette: () => void;
  onSearch: () => void;
  /** One channel down (1) or up (-1). */
  onChannel: (step: 1 | -1) => void;
  /** Gives back whether there was something to close. */
  onEscape: () => boolean;
}

/** The shortcuts that work wherever the focus is. */
export const useKeys = ({ onPalette, onSearch, onChannel, onEscape }: KeyDependencies): void => {
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (event.isComposing) return;
    const inDialog = document.querySelector('[role="dialog"], [role="alertdialog"], [role="menu"]') !== null;
    if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === 'k') {
      event.preventDefault();
      onPalette();
    } else if (inDialog) {
      return;
    } else if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === 'f') {
      event.preventDefault();
      onSearch();
    } else if (event.altKey && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
      event.preventDefault();
      onChannel(event.key === 'ArrowDown' ? 1 : -1);
    } else if (event.key === 'Escape' && onEscape()) {
      event.preventDefault();
    }
  });
  useEffect(() => {
    const listener = (event: KeyboardEvent): void => onKey(event);
    document.addEventListener('keydown', listener);
    return () => document.removeEventListener('keydown', listener);
  }, []);
};
