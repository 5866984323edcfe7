/** Looks at a page as it is in windows of every size and in both themes. */
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { findBarriers } from './barriers.ts';

const WIDTHS = [360, 800, 1440] as const;
const THEMES = ['light', 'dark'] as const;
const HEIGHT = 900;
/** A folder to put pictures in, to be looked at. */
const SHOTS = process.env['PLEXI_SHOTS'];

const picture = async (page: Page, name: string): Promise<void> => {
  if (SHOTS === undefined) return;
  await mkdir(SHOTS, { recursive: true });
  await page.screenshot({ path: path.join(SHOTS, `${name}.png`) });
};

/** What is wrong with this page, in words: barriers, and what is wider than the window. */
export const findFlaws = async (page: Page, name: string): Promise<string[]> => {
  const before = page.viewportSize() ?? { width: 1200, height: 800 };
  const flaws: string[] = [];
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: HEIGHT });
    for (const colorScheme of THEMES) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await picture(page, `${name}-${width}-${colorScheme}`);
      // What the themes differ in is colour, and that is the same at every width; the layouts differ at the ends.
      const rules = colorScheme === 'dark' ? ['color-contrast'] : undefined;
      if (width === 800) continue;
      for (const barrier of await findBarriers(page, rules)) flaws.push(`${width} ${colorScheme} ${barrier}`);
    }
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    if (overflow > 0) flaws.push(`${width}: ${overflow} pixels wider than the window`);
  }
  await page.setViewportSize(before);
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  return flaws;
};
