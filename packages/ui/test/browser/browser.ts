/** A real browser for tests: `PLEXI_BROWSER` holds the path of a Chromium, Chrome or Edge. */
import axe from 'axe-core';
import { type Browser, chromium, type Page } from 'playwright-core';
import { type Served, serveHarness } from '../harness/serve.ts';

export const BROWSER_PATH = process.env['PLEXI_BROWSER'];
export const WIDTHS = [360, 800, 1440] as const;

export interface Stage {
  /** Opens a scene, as a page that nobody has used before. */
  open: (scene: string, width?: number, theme?: 'light' | 'dark') => Promise<Page>;
  /** Done with what was opened: what its pages complained about, and what the content security policy refused. */
  leave: () => Promise<string[]>;
  close: () => Promise<void>;
}

/** `permissions` are what its pages may do without asking, as Playwright names them. */
export const openStage = async (permissions: string[] = []): Promise<Stage> => {
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
  // Pages are used again: a new one costs a process, and compiles the interface anew.
  const context = await browser.newContext({ reducedMotion: 'reduce', permissions });
  const used: Page[] = [];
  const spare: Page[] = [];
  const complaints: string[] = [];
  const makePage = async (): Promise<Page> => {
    const page = await context.newPage();
    const sceneOf = () => new URL(page.url()).search;
    page.setDefaultTimeout(8000);
    page.on('pageerror', (error) => complaints.push(`${sceneOf()}: ${error.message}`));
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(`${sceneOf()}: ${message.text()}`);
    });
    return page;
  };
  return {
    open: async (scene, width = 1440, theme = 'light') => {
      const page = spare.pop() ?? (await makePage());
      used.push(page);
      await page.setViewportSize({ width, height: 800 });
      await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
      await page.goto(`${served.origin}/?scene=${scene}`);
      return page;
    },
    leave: async () => {
      for (const page of used.splice(0)) {
        complaints.push(
          ...(await page.evaluate(() => {
            localStorage.clear();
            sessionStorage.clear();
            return window.violations;
          })),
        );
        await page.goto('about:blank');
        spare.push(page);
      }
      return complaints.splice(0);
    },
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
