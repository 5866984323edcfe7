/** How a screen is looked at: every width, theme and language that it has to hold in. */
import type { Page } from 'playwright-core';
import { WIDTHS } from './browser.ts';

export interface Look {
  width: (typeof WIDTHS)[number];
  theme: 'light' | 'dark' | 'contrast';
  language: 'en' | 'ar' | 'pseudo';
  /** The rules of axe that are tried; all of them without it. */
  rules?: string[];
}

const LONG = process.env['PLEXI_LONG'] !== undefined;

const ALL: Look[] = WIDTHS.flatMap((width) =>
  (['light', 'dark', 'contrast'] as const).flatMap((theme) =>
    (['en', 'ar'] as const).map((language): Look => ({ width, theme, language })),
  ),
);
const FIRST: Look = { width: 360, theme: 'light', language: 'en' };
/** What themes differ in is colour, what languages differ in is direction and length: the parts are the same ones. */
const DARK: Look = { width: 1440, theme: 'dark', language: 'en', rules: ['color-contrast'] };
const ARABIC: Look = { width: 360, theme: 'contrast', language: 'ar', rules: ['color-contrast', 'label'] };

/** How the screen with this index is looked at. With PLEXI_LONG in every width, every theme and both languages. */
export const looksOf = (index: number): readonly Look[] => {
  if (LONG) return ALL;
  return [FIRST, ...(index % 8 === 0 ? [DARK] : index % 8 === 5 ? [ARABIC] : [])];
};

export const takeLook = async (page: Page, { width, theme, language }: Look): Promise<void> => {
  await page.setViewportSize({ width, height: 800 });
  await page.emulateMedia({ colorScheme: theme === 'dark' ? 'dark' : 'light', reducedMotion: 'reduce' });
  await page.evaluate((chosen) => window.setAppearance(chosen), {
    theme: theme === 'contrast' ? ('contrast' as const) : ('system' as const),
    language,
  });
  await page.waitForFunction((wanted) => {
    // By what controls say: what people wrote may be in any language.
    const spoken = [...document.querySelectorAll('button, h1, h2, label')]
      .filter((element) => element.closest('[contenteditable], [data-user-text]') === null)
      .map((element) => `${element.getAttribute('aria-label') ?? ''} ${element.textContent}`)
      .join(' ');
    if (wanted === 'pseudo' || spoken.includes('!!]')) return wanted === 'pseudo' && spoken.includes('!!]');
    const count = (letters: RegExp) => spoken.match(letters)?.length ?? 0;
    // Languages are listed by their own names.
    const isArabic = count(/[\u0600-\u06ff]/gu) > count(/[a-z]/giu);
    return isArabic === (wanted === 'ar');
  }, language);
};

/** Pixels by which the page is wider than its window, where it is. */
export const findOverflow = async (page: Page): Promise<string[]> => {
  const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  return over > 0 ? [`${over} pixels wider than the window`] : [];
};
