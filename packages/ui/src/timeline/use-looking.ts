import { useSyncExternalStore } from 'react';

const subscribe = (listener: () => void): (() => void) => {
  document.addEventListener('visibilitychange', listener);
  window.addEventListener('focus', listener);
  window.addEventListener('blur', listener);
  return () => {
    document.removeEventListener('visibilitychange', listener);
    window.removeEventListener('focus', listener);
    window.removeEventListener('blur', listener);
  };
};
const isLooking = (): boolean => document.visibilityState === 'visible' && document.hasFocus();

/** Whether the window has somebody's attention. */
export const useLooking = (): boolean => useSyncExternalStore(subscribe, isLooking);
