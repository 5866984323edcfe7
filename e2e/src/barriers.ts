/** What keeps people out of a page, as far as a program can tell. https://github.com/dequelabs/axe-core */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const ALL = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

interface AxeResults {
  violations: { id: string; impact: string | null; nodes: { html: string; failureSummary?: string }[] }[];
}

/** All that is serious or worse, in words; of one rule or of all. */
export const findBarriers = async (page: Page, rules: readonly string[] = ALL): Promise<string[]> => {
  // Evaluated by the debugger, which the page's content security policy does not bind.
  await page.evaluate(`if (!('axe' in window)) { ${axe} }`);
  const { violations } = await page.evaluate<AxeResults>(
    `axe.run(document, { resultTypes: ['violations'], runOnly: ${JSON.stringify(rules)} })`,
  );
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes.map(({ html, failureSummary = '' }) => `${id}: ${html.slice(0, 160)} ${failureSummary}`),
    );
};
