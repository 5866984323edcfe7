import { expect, test } from 'vitest';
import { createFrontier, type Entry, LIMITS, type LogState } from '../src/index.ts';
import { createBodyRequests } from '../src/sync/session/body-requests.ts';
import { primitives } from './founding.ts';
import { adasEntries, adasLog } from './logs.ts';

test('[L6] LIMITS.bodiesOwed: what was asked for is given when it comes; beyond that, it has to be asked for again', async () => {
  const [entry] = adasEntries(1) as [Entry];
  const frontier = createFrontier(primitives);
  const state = frontier.open(adasLog, entry.parsed.logId);
  for (const others of [LIMITS.bodiesOwed - 1, LIMITS.bodiesOwed]) {
    let isHere = false;
    const due = new Set<LogState>();
    const requests = createBodyRequests({
      replica: {
        missing: { wanted: () => [] },
        frontier,
        bodiesAt: async (_, sequences) => (isHere && sequences.includes(1) ? [entry] : []),
      },
      readableEnd: () => 1,
      send: () => true,
      due: (log) => due.add(log),
    });
    requests.asked(
      adasLog,
      Array.from({ length: others }, (_, i) => 1_000 + i),
    );
    requests.asked(adasLog, [1]);
    expect((await requests.take(state)).batch).toEqual([]);
    due.clear();
    isHere = true;
    requests.came(adasLog);
    expect([...due]).toEqual([state]);
    const given = [...(await requests.take(state)).batch, ...(await requests.take(state)).batch];
    expect(given).toHaveLength(others < LIMITS.bodiesOwed ? 1 : 0);
  }
});
