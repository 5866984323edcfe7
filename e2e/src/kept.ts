/** What a page of the app keeps in its browser's own database. */
import type { Page } from 'playwright-core';

/** How many sealed updates of drafts lie there. It grows when one more is kept for good. */
export const countKept = (page: Page): Promise<number> =>
  page.evaluate(async () => {
    const settle = <T>(request: IDBRequest<T>): Promise<T> =>
      new Promise((resolve, reject) => {
        request.addEventListener('success', () => resolve(request.result));
        request.addEventListener('error', () => reject(request.error ?? new Error('IndexedDB')));
      });
    let count = 0;
    for (const { name = '' } of await indexedDB.databases()) {
      if (!name.endsWith('/desk')) continue;
      const database = await settle(indexedDB.open(name));
      count += await settle(database.transaction('updates').objectStore('updates').count());
      database.close();
    }
    return count;
  });
