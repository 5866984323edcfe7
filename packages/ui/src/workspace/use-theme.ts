import { useSyncExternalStore } from 'react';

export type Theme = 'system' | 'light' | 'dark';
const THEMES: readonly Theme[] = ['system', 'light', 'dark'];
const KEY = 'plexi.theme';
const listeners = new Set<() => void>();

const readTheme = (): Theme => THEMES.find((theme) => theme === localStorage.getItem(KEY)) ?? 'system';

/** Puts the chosen theme on the page; called before the first paint. */
export const applyTheme = (): void => {
  const theme = readTheme();
  if (theme === 'system') delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = theme;
};

const nextTheme = (): void => {
  localStorage.setItem(KEY, THEMES[(THEMES.indexOf(readTheme()) + 1) % THEMES.length] ?? 'system');
  applyTheme();
  for (const listener of listeners) listener();
};
const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

/** The theme, and how to go to the next one. */
export const useTheme = (): readonly [Theme, () => void] => [
  useSyncExternalStore(subscribe, readTheme),
  nextTheme,
];
