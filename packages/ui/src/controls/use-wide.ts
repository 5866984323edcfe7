import { useSyncExternalStore } from 'react';

/** From here on a window is wide: styles break at the same width. */
const WIDE = '(min-width: 720px)';

const subscribe = (listener: () => void): (() => void) => {
  const query = window.matchMedia(WIDE);
  query.addEventListener('change', listener);
  return () => query.removeEventListener('change', listener);
};

/** Whether the window is wide, where what a part says of itself, and not only its looks, depends on it. */
export const useWide = (): boolean => useSyncExternalStore(subscribe, () => window.matchMedia(WIDE).matches);
