import { statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { ADA, appending, GENERAL, LAB, message, startLog, type Writer } from '../src/conformance/index.ts';
import { openSqliteStore } from '../src/sqlite/index.ts';
import type { Store, Write } from '../src/store.ts';
import { makeFolder, makeKey } from './folder.ts';

const ENTRIES = 4000;
const BODY_BYTES = 264;

const fill = async (store: Store, writer: Writer, isClient: boolean): Promise<void> => {
  for (let at = 0; at < ENTRIES; at += 1000) {
    const entries = writer.write(1000, BODY_BYTES);
    const messages = entries.map((entry) =>
      message({
        id: entry.id,
        entry: entry.id,
        clock: entry.parsed.clock,
        logId: writer.logId,
        sequence: entry.parsed.sequence,
        text: `${entry.id} `.repeat(3),
      }),
    );
    await store.commit([
      appending(writer, entries),
      ...(isClient ? [{ type: 'messages', messages } satisfies Write] : []),
    ]);
  }
};

const dropping = (writer: Writer, from: number, to: number): Write => ({
  type: 'drop-bodies',
  space: LAB,
  log: writer.log,
  logId: writer.logId,
  sequences: Array.from({ length: to - from + 1 }, (_, i) => from + i),
  leave: 'nothing',
});

/** Waits until the file is that short, while nothing asks for it. */
const shrinksTo = (path: string, bytes: number): Promise<void> =>
  vi.waitFor(() => expect(statSync(path).size).toBeLessThanOrEqual(bytes), { timeout: 10_000, interval: 20 });

for (const [who, isClient] of [
  ['a relay', false],
  ['a client', true],
] as const) {
  test(`[L4] the file of ${who} shrinks by the bytes of what is dropped, at once and while it is open`, async () => {
    const path = join(makeFolder(), 'store.db');
    const key = makeKey();
    const writer = startLog(LAB, GENERAL, ADA);
    const made = await openSqliteStore({ path, key });
    await fill(made, writer, isClient);
    await made.close();
    const full = statSync(path).size;
    const store = await openSqliteStore({ path, key });
    // Three quarters: the oldest, as by retention.
    await store.commit([dropping(writer, 1, (ENTRIES / 4) * 3)]);
    const bodies = (ENTRIES / 4) * 3 * BODY_BYTES;
    await shrinksTo(path, full - bodies);
    expect(await store.entries(LAB, writer.log, ENTRIES, { limit: 1, maxBytes: 1 })).toMatchObject([
      { body: expect.any(Uint8Array) as Uint8Array },
    ]);
    if (isClient) expect(await store.countMessages(LAB, GENERAL)).toBe(ENTRIES / 4);
    await store.commit([{ type: 'forget-space', space: LAB }]);
    await shrinksTo(path, 300_000);
    await store.close();
  });
}

test('what one run did not come to give back the next one does', async () => {
  const path = join(makeFolder(), 'store.db');
  const key = makeKey();
  const writer = startLog(LAB, GENERAL, ADA);
  const store = await openSqliteStore({ path, key });
  await fill(store, writer, false);
  await store.commit([dropping(writer, 1, ENTRIES)]);
  await store.close();
  const full = statSync(path).size;
  const again = await openSqliteStore({ path, key });
  await shrinksTo(path, full - ENTRIES * BODY_BYTES);
  expect((await again.head(LAB, writer.log))?.tip.sequence).toBe(ENTRIES);
  await again.close();
});
