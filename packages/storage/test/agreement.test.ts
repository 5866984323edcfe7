import { join } from 'node:path';
import type { EntryId, Hlc, LogId, LogRef } from '@plexi/protocol';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  ADA,
  annotation,
  appending,
  BEN,
  CLUB,
  GENERAL,
  idOf,
  LAB,
  message,
  RANDOM,
  startLog,
} from '../src/conformance/index.ts';
import { openMemoryStore } from '../src/memory/index.ts';
import { openSqliteStore } from '../src/sqlite/index.ts';
import type { Store, Write } from '../src/store.ts';
import { makeFolder, makeKey } from './folder.ts';

const SPACES = [LAB, CLUB];
const CHANNELS = [GENERAL, RANDOM];
const DEVICES = [ADA, BEN];
const LOGS = SPACES.flatMap((space) =>
  CHANNELS.flatMap((channel) => DEVICES.map((device) => startLog(space, channel, device))),
);
const WRITTEN = LOGS.map((log) => log.write(12, 10));
const LOG_IDS = ['log a', 'log b', 'log c'].map((name) => idOf<LogId>(name));

const digit = fc.integer({ min: 0, max: 3 });
const messageWrite = fc
  .array(fc.tuple(digit, digit, digit, digit, fc.nat(1), fc.nat(1), fc.nat(2)), {
    minLength: 1,
    maxLength: 5,
  })
  .map(
    (drawn): Write => ({
      type: 'messages',
      messages: drawn.map(([id, clock, entry, part, space, channel, log]) =>
        message({
          id: `m${id}`,
          clock: (clock + 1) as Hlc,
          entry: `${clock}${entry}`.repeat(32) as EntryId,
          // No two messages have one place: they are numbered within their entry.
          part: part * 4 + id,
          space: SPACES[space] ?? LAB,
          channel: CHANNELS[channel] ?? GENERAL,
          logId: LOG_IDS[log] as LogId,
          sequence: entry,
          text: `${clock} ${entry} ${part}`,
          root: part === 1 ? 'm0' : undefined,
          apart: clock > 1,
        }),
      ),
    }),
  );
const entriesWrite = fc
  .tuple(fc.nat(LOGS.length - 1), fc.nat(6), fc.integer({ min: 1, max: 4 }))
  .map(([log, from, count]): Write => {
    const run = WRITTEN[log]?.slice(from, from + count) ?? [];
    return appending(LOGS[log] as (typeof LOGS)[number], run);
  });
const recordWrite = fc
  .tuple(fc.constantFrom('profile', ...SPACES), digit, fc.option(fc.uint8Array({ maxLength: 4 })))
  .map(
    ([scope, key, value]): Write => ({
      type: 'record',
      scope,
      kind: 'k',
      key: `${key}`,
      value: value ?? undefined,
    }),
  );
const annotationWrite = fc
  .array(fc.tuple(digit, digit, digit, fc.nat(1), fc.nat(2)), { minLength: 1, maxLength: 5 })
  .map(
    (drawn): Write => ({
      type: 'annotations',
      annotations: drawn.map(([target, sequence, register, space, log]) => {
        const logId = LOG_IDS[log] as LogId;
        // A log has one entry in one place, wherever it is drawn.
        return annotation({
          target: `m${(target + sequence) % 4}`,
          register: `${register % 2}`,
          space: SPACES[space] ?? LAB,
          channel: CHANNELS[log % 2] ?? GENERAL,
          logId,
          sequence: 1 + sequence * 64 + target * 16 + register * 4,
        });
      }),
    }),
  );
const dropBodies = fc.tuple(fc.nat(LOGS.length - 1), fc.nat(2), fc.nat(12), fc.boolean()).map(
  ([log, logId, sequence, leaves]): Write => ({
    type: 'drop-bodies',
    space: LOGS[log]?.space ?? LAB,
    log: LOGS[log]?.log as LogRef,
    logId: LOG_IDS[logId] as LogId,
    sequences: [sequence, 1 + sequence * 16],
    leave: leaves ? 'tombstone' : 'nothing',
  }),
);
const fillBody = fc.tuple(fc.nat(LOGS.length - 1), fc.nat(12)).map(
  ([log, sequence]): Write => ({
    type: 'fill-body',
    space: LOGS[log]?.space ?? LAB,
    log: LOGS[log]?.log as LogRef,
    sequence,
    body: new Uint8Array(5),
  }),
);
const forgetMessages = fc.tuple(fc.nat(1), fc.nat(2), digit).map(
  ([space, log, after]): Write => ({
    type: 'forget-messages',
    space: SPACES[space] ?? LAB,
    logId: LOG_IDS[log] as LogId,
    after,
  }),
);
const forgetSpace = fc.constantFrom(...SPACES).map((space): Write => ({ type: 'forget-space', space }));
const commits = fc.array(
  fc.array(
    fc.oneof(
      { weight: 6, arbitrary: messageWrite },
      { weight: 6, arbitrary: entriesWrite },
      { weight: 2, arbitrary: recordWrite },
      { weight: 4, arbitrary: annotationWrite },
      { weight: 2, arbitrary: dropBodies },
      { weight: 1, arbitrary: fillBody },
      { weight: 2, arbitrary: forgetMessages },
      { weight: 1, arbitrary: forgetSpace },
    ),
    { maxLength: 4 },
  ),
  { maxLength: 12 },
);

const readAll = async (store: Store): Promise<unknown[]> => {
  const seen: unknown[] = [await store.spaces(), await store.records('profile', 'k')];
  for (const space of SPACES) {
    seen.push(await store.heads(space), await store.spaceBytes(space), await store.records(space, 'k'));
    seen.push(await store.knownMessages(space, ['m0', 'm1', 'm2', 'm3']));
    seen.push(await store.annotations(space, ['m0', 'm1', 'm2', 'm3']));
    seen.push(await store.annotationHistory(space, 'm1', 'react'), await store.thread(space, 'm0', 2));
    const shares = await store.threadShares(space, ['m0']);
    seen.push(shares.sort((a, b) => (a.logId < b.logId ? -1 : 1)));
    for (const channel of CHANNELS) {
      seen.push(await store.channelAnnotations(space, channel, 'react'));
      seen.push(await store.messages(space, channel, { limit: 3, withoutApart: true }));
      seen.push(
        await store.messages(space, channel, { limit: 3 }),
        await store.countMessages(space, channel),
      );
      seen.push(
        await store.messages(space, channel, {
          limit: 2,
          after: { clock: 2 as Hlc, entry: '1'.repeat(64) as EntryId },
        }),
      );
    }
  }
  for (const log of LOGS) seen.push(await store.entries(log.space, log.log, 2, { limit: 3, maxBytes: 1e6 }));
  return seen;
};

const settle = async (store: Store, groups: readonly (readonly Write[])[]): Promise<string[]> => {
  const results = await Promise.allSettled(groups.map((writes) => store.commit(writes)));
  return results.map((result) =>
    result.status === 'fulfilled' ? 'done' : (result.reason as { code: string }).code,
  );
};

test('both stores answer alike after any commits, one by one or at once', async () => {
  let failed = 0;
  await fc.assert(
    fc.asyncProperty(commits, fc.boolean(), async (groups, atOnce) => {
      const memory = openMemoryStore();
      const disk = await openSqliteStore({ path: join(makeFolder(), 'store.db'), key: makeKey() });
      try {
        for (const step of atOnce ? [groups] : groups.map((writes) => [writes])) {
          const outcome = await settle(memory, step);
          failed += outcome.filter((code) => code === 'ENTRY_OUT_OF_ORDER').length;
          expect(await settle(disk, step)).toEqual(outcome);
        }
        expect(await readAll(disk)).toStrictEqual(await readAll(memory));
      } finally {
        await disk.close();
      }
    }),
    // More of them with PLEXI_LONG.
    { numRuns: process.env['PLEXI_LONG'] === undefined ? 40 : 200 },
  );
  expect(failed).toBeGreaterThan(20);
}, 60_000);
