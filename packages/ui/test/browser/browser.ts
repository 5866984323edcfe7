/** A real browser for tests: `PLEXI_BROWSER` holds the path of a Chromium, Chrome or Edge. */
import axe from 'axe-core';
import { type Browser, chromium, type Page } from 'playwright-core';
import { type Served, serveHarness } from '../harness/serve.ts';

export const BROWSER_PATH = process.env['PLEXI_BROWSER'];
export const WIDTHS = [360, 800, 1440] as const;

export interface Stage {
  /** Opens a scene; what the page complains about ends up in `complaints`. */
  open: (scene: string, width?: number, theme?: 'light' | 'dark') => Promise<Page>;
  complaints: string[];
  close: () => Promise<void>;
}

export const openStage = async (): Promise<Stage> => {
  const served: Served = await serveHarness();
  const browser: Browser = await chromium.launch({
    ...(BROWSER_PATH === undefined ? {} : { executablePath: BROWSER_PATH }),
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
    ],
  });
  const complaints: string[] = [];
  return {
    open: async (scene, width = 1440, theme = 'light') => {
      const page = await browser.newPage({
        viewport: { width, height: 800 },
        colorScheme: theme,
        reducedMotion: 'reduce',
      });
      page.setDefaultTimeout(8000);
      page.on('pageerror', (error) => complaints.push(`${scene}: ${error.message}`));
      page.on('console', (message) => {
        if (message.type() === 'error') complaints.push(`${scene}: ${message.text()}`);
      });
      await page.goto(`${served.origin}/?scene=${scene}`);
      return page;
    },
    complaints,
    close: async () => {
      await browser.close();
      await served.close();
    },
  };
};

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

interface AxeResults {
  violations: { id: string; impact: string | null; nodes: { html: string; failureSummary?: string }[] }[];
}

/** What axe finds that is serious or worse, in words. https://github.com/dequelabs/axe-core */
export const findBarriers = async (page: Page, rules?: string[]): Promise<string[]> => {
  // Evaluated by the debugger, which the page's content security policy does not bind.
  await page.evaluate(`if (!('axe' in window)) { ${axe.source} }`);
  const results = await page.evaluate<AxeResults>(
    `axe.run(document, { resultTypes: ['violations'], runOnly: ${JSON.stringify(rules ?? TAGS)} })`,
  );
  return (
    results.violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      // The palette's list is scrolled by the arrow keys of its input (aria-activedescendant), which axe does not see.
      .map(({ id, nodes }) => ({
        id,
        nodes: nodes.filter(
          ({ html }) => id !== 'scrollable-region-focusable' || !html.includes('palette-list'),
        ),
      }))
      .flatMap(({ id, nodes }) =>
        nodes.map((node) => `${id}: ${node.html.slice(0, 160)} ${node.failureSummary ?? ''}`),
      )
  );
};
