import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BROWSER_PATH, findBarriers, openStage, type Stage, THEMES, WIDTHS } from './browser.ts';
import { SCREENS } from './screens.ts';
import { findUnspoken } from './unspoken.ts';

/** A folder to put a picture of every screen in, to be looked at. */
const SHOTS = process.env['PLEXI_SHOTS'];

describe.skipIf(BROWSER_PATH === undefined)('every screen (skipped without PLEXI_BROWSER)', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage();
    if (SHOTS !== undefined) await mkdir(SHOTS, { recursive: true });
  }, 60_000);
  afterAll(() => stage.close());

  it.each(Object.entries(SCREENS))(
    '%s: no barrier, nothing cut off, no complaint, at every width and in both themes',
    async (name, { scene, go, sign }) => {
      const page = await stage.open(scene, WIDTHS[0]);
      await go?.(page);
      await sign(page).waitFor();
      const barriers: string[] = [];
      for (const width of WIDTHS) {
        await page.setViewportSize({ width, height: 800 });
        for (const theme of THEMES) {
          await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
          // What the themes differ in is colour, and the middle width is built of the same parts as the others.
          const rules = theme === 'dark' || width === 800 ? ['color-contrast'] : undefined;
          barriers.push(...(await findBarriers(page, rules)).map((found) => `${width} ${theme} ${found}`));
          if (SHOTS !== undefined)
            await page.screenshot({
              path: path.join(SHOTS, `${name.replaceAll(' ', '-')}-${width}-${theme}.png`),
            });
        }
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        if (overflow > 0) barriers.push(`${width}: ${overflow} pixels wider than the window`);
      }
      barriers.push(...(await findUnspoken(page)).map((found) => `not from the texts: ${found}`));
      expect(barriers).toEqual([]);
      expect(await page.evaluate(() => window.violations)).toEqual([]);
      await page.close();
    },
    60_000,
  );

  it('no page reported an error on its console', () => {
    expect(stage.complaints).toEqual([]);
  });
});
