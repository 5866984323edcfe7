/** How a screen is looked at: every width, theme and language that it has to hold in. */
import type { Page } from 'playwright-core';
import { WIDTHS } from './browser.ts';

export interface Look {
  width: (typeof WIDTHS)[number];
  theme: 'light' | 'dark' | 'contrast';
  language: 'en' | 'ar';
  /** The rules of axe that are tried; all of them without it. */
  rules?: string[];
}

const LONG = process.env['PLEXI_LONG'] !== undefined;

const ALL: Look[] = WIDTHS.flatMap((width) =>
  (['light', 'dark', 'contrast'] as const).flatMap((theme) =>
    (['en', 'ar'] as const).map((language): Look => ({ width, theme, language })),
  ),
);
/** What themes differ in is colour, what languages differ in is direction and length; the rest is of the same parts. */
const FEW: Look[] = [
  { width: 360, theme: 'light', language: 'en' },
  { width: 1440, theme: 'dark', language: 'en', rules: ['color-contrast'] },
  { width: 1440, theme: 'contrast', language: 'ar', rules: ['color-contrast', 'aria-allowed-attr', 'label'] },
];
/** With PLEXI_LONG every width in every theme and both languages. */
export const LOOKS: readonly Look[] = LONG ? ALL : FEW;

export const takeLook = async (page: Page, { width, theme, language }: Look): Promise<void> => {
  await page.setViewportSize({ width, height: 800 });
  await page.emulateMedia({ colorScheme: theme === 'dark' ? 'dark' : 'light', reducedMotion: 'reduce' });
  await page.evaluate((chosen) => window.setAppearance(chosen), {
    theme: theme === 'contrast' ? ('contrast' as const) : ('system' as const),
    language,
  });
  const arabic = /[\u0600-\u06ff]/u;
  await page
    .locator('body')
    .filter(language === 'ar' ? { hasText: arabic } : { hasNotText: arabic })
    .waitFor({ state: 'attached' });
};

/** Pixels by which the page is wider than its window, where it is: in the narrowest, in every length of words. */
export const findOverflow = async (page: Page, languages: readonly string[]): Promise<string[]> => {
  const found: string[] = [];
  await page.setViewportSize({ width: WIDTHS[0], height: 800 });
  for (const language of languages) {
    await page.evaluate((chosen) => window.setAppearance({ language: chosen }), language);
    const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    if (over > 0) found.push(`${language}: ${over} pixels wider than the window`);
  }
  return found;
};
