/** Harbour Lab and its general, as scenes have them, and what stands in their window. */
import type { Page } from 'playwright-core';
import { idOf } from '../script.ts';

export const LAB = idOf('space-Lab');
export const GENERAL = idOf('Lab/general');

export const log = (page: Page) => page.getByRole('log').first();
export const composer = (page: Page) => page.getByLabel('Message to general');
export const row = (page: Page, text: string) => log(page).locator('[data-message]', { hasText: text });

/** What the interface has asked of one operation so far. */
export const callsOf = (page: Page, id: string): Promise<unknown[]> =>
  page.evaluate(
    (wanted) => window.peer.calls.filter((call) => call.id === wanted).map(({ input }) => input),
    id,
  );
