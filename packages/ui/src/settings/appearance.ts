/**
 * How this window looks: theme, density, language. Kept by the browser of this computer, in the clear: it must be known
 * before the first paint, and before any account is open. What a person sets about their chat lives in `settings.*`.
 */
import { useSyncExternalStore } from 'react';
import { findLanguage } from '../texts/languages.ts';

export const THEMES = ['system', 'light', 'dark', 'contrast'] as const;
type Theme = (typeof THEMES)[number];
export const DENSITIES = ['comfortable', 'compact'] as const;
type Density = (typeof DENSITIES)[number];

export interface Appearance {
  theme: Theme;
  density: Density;
  /** A language's code, or `system`. */
  language: string;
}

const STORED = {
  theme: 'plexi.theme',
  density: 'plexi.density',
  language: 'plexi.language',
} as const satisfies Record<keyof Appearance, string>;

const read = (): Appearance => ({
  theme: THEMES.find((theme) => theme === localStorage.getItem(STORED.theme)) ?? 'system',
  density: DENSITIES.find((density) => density === localStorage.getItem(STORED.density)) ?? 'comfortable',
  language: localStorage.getItem(STORED.language) ?? 'system',
});

const listeners = new Set<() => void>();
let current: Appearance | undefined;
const readOnce = (): Appearance => {
  current ??= read();
  return current;
};

/** Whether the system asks for more contrast: watched from the first look at it. */
let system: MediaQueryList | undefined;

/** Puts what was chosen on the page; called before the first paint, and again when the system asks for something else. */
export const applyAppearance = (): void => {
  const { theme, density, language } = readOnce();
  const { dataset } = document.documentElement;
  if (theme === 'light' || theme === 'dark') dataset['theme'] = theme;
  else delete dataset['theme'];
  if (system === undefined) {
    system = window.matchMedia('(prefers-contrast: more)');
    system.addEventListener('change', applyAppearance);
  }
  // The palette has these colours once, for both who choose them and whose system asks for them.
  if (theme === 'contrast' || system.matches) dataset['contrast'] = 'more';
  else delete dataset['contrast'];
  dataset['density'] = density;
  const { code, dir } = findLanguage(language);
  document.documentElement.lang = code;
  document.documentElement.dir = dir;
};

export const setAppearance = (change: Partial<Appearance>): void => {
  current = { ...readOnce(), ...change };
  for (const [field, key] of Object.entries(STORED))
    localStorage.setItem(key, current[field as keyof Appearance]);
  applyAppearance();
  for (const listener of listeners) listener();
};

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

export const useAppearance = (): Appearance => useSyncExternalStore(subscribe, readOnce);
