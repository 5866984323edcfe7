/** The looks of screens: `lookAt` tests every second one of them, so that two files share the work. */
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { BROWSER_PATH, findBarriers, openStage, type Stage, WIDTHS } from './browser.ts';
import { findOverflow, looksOf, takeLook } from './looks.ts';
import { SCREENS } from './screens.ts';
import { findUnspoken } from './unspoken.ts';

/** A folder to put a picture of every screen in, to be looked at. */
const SHOTS = process.env['PLEXI_SHOTS'];

export const lookAt = (half: 0 | 1): void => {
  describe.skipIf(BROWSER_PATH === undefined)('every screen (skipped without PLEXI_BROWSER)', () => {
    let stage: Stage;
    beforeAll(async () => {
      stage = await openStage();
      if (SHOTS !== undefined) await mkdir(SHOTS, { recursive: true });
    }, 60_000);
    afterEach(async () => {
      expect(await stage.leave()).toEqual([]);
    });
    afterAll(() => stage.close());

    const screens = Object.entries(SCREENS)
      .map(([name, screen], index) => ({ name, index, ...screen }))
      .filter(({ index }) => index % 2 === half);
    it.each(screens)(
      '$name: no barrier, nothing cut off, every word from the texts, no complaint',
      async ({ name, index, scene, go, sign }) => {
        const page = await stage.open(scene, WIDTHS[0]);
        await go?.(page);
        await sign(page).waitFor();
        const found: string[] = [];
        const note = (title: string, what: string[]) => found.push(...what.map((one) => `${title}: ${one}`));
        for (const look of looksOf(index)) {
          await takeLook(page, look);
          const title = `${look.width}-${look.theme}-${look.language}`;
          note(title, await findOverflow(page));
          note(title, await findBarriers(page, look.rules));
          if (SHOTS !== undefined)
            await page.screenshot({ path: path.join(SHOTS, `${name.replaceAll(' ', '-')}-${title}.png`) });
        }
        await takeLook(page, { width: 360, theme: 'light', language: 'pseudo' });
        note('360-pseudo', await findOverflow(page));
        note('not from the texts', await findUnspoken(page));
        expect(found).toEqual([]);
      },
      120_000,
    );
  });
};
