/** What every `Store` does. An adapter's own tests call this with a way to open an empty one. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Store } from '../store.ts';
import { describeAnnotations } from './annotations.ts';
import { describeLogs } from './logs.ts';
import { describeRecords } from './records.ts';
import { describeSearches } from './searches.ts';
import { describeTimelines } from './timelines.ts';
import { describeUnread } from './unread.ts';

export * from './fixtures.ts';
export { indexAll } from './searches.ts';

export const describeStore = (name: string, openEmpty: () => Promise<Store>): void => {
  describe(`the store ${name}`, () => {
    let store: Store | undefined;
    const current = (): Store => {
      if (store === undefined) throw new Error('no store is open');
      return store;
    };
    beforeEach(async () => {
      store = await openEmpty();
    });
    afterEach(async () => {
      await store?.close();
    });

    describeLogs(current);
    describeRecords(current);
    describeTimelines(current);
    describeAnnotations(current);
    describeSearches(current);
    describeUnread(current);

    test('a closed store says so, and closing again is fine', async () => {
      const open = current();
      const last = open.commit([
        { type: 'record', scope: 'profile', kind: 'k', key: 'a', value: new Uint8Array(1) },
      ]);
      await open.close();
      await last;
      await expect(open.heads('0'.repeat(64) as never)).rejects.toMatchObject({ code: 'STORE_CLOSED' });
      await expect(open.commit([])).rejects.toMatchObject({ code: 'STORE_CLOSED' });
      await open.close();
    });
  });
};
