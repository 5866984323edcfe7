import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { BROWSER_PATH, findBarriers, openStage, type Stage, WIDTHS } from './browser.ts';
import { findOverflow, LOOKS, takeLook } from './looks.ts';
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
  afterEach(async () => {
    expect(await stage.leave()).toEqual([]);
  });
  afterAll(() => stage.close());

  it.each(Object.entries(SCREENS))(
    '%s: no barrier, nothing cut off, every word from the texts, no complaint',
    async (name, { scene, go, sign }) => {
      const page = await stage.open(scene, WIDTHS[0]);
      await go?.(page);
      await sign(page).waitFor();
      const barriers: string[] = [];
      for (const look of LOOKS) {
        await takeLook(page, look);
        const title = `${look.width}-${look.theme}-${look.language}`;
        barriers.push(...(await findBarriers(page, look.rules)).map((found) => `${title} ${found}`));
        if (SHOTS !== undefined)
          await page.screenshot({ path: path.join(SHOTS, `${name.replaceAll(' ', '-')}-${title}.png`) });
      }
      barriers.push(...(await findOverflow(page, ['ar', 'en', 'pseudo'])));
      barriers.push(...(await findUnspoken(page)).map((found) => `not from the texts: ${found}`));
      expect(barriers).toEqual([]);
    },
    120_000,
  );
});
