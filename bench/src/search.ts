/**
 * How long finding takes: queries of two words drawn from the messages, half of them with the last word half typed and
 * half with filters, each through the operation `message.search` of a peer that holds them all.
 */
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  type ChannelId,
  type DeviceId,
  type EntryId,
  hlcFromMs,
  type LogId,
  type SpaceId,
} from '@plexi/protocol';
import { type StoredMessage, wordsOf } from '@plexi/storage';
import { openSqliteStore } from '@plexi/storage/sqlite';
import type { Figure } from './figure.ts';
import { borrowProfile, CHANNELS, openBenchPeer } from './profile.ts';
import { type DrawnQuery, measureSearchFloor } from './search-floor.ts';
import { type ChatRecord, chatRecords } from './texts.ts';

const QUERIES = 500;
const SEED = 20_261_123;
const MEGA = 1e6;
const STEP_MS = 6;

/** Mulberry32: the same queries on every machine. https://gist.github.com/tommyettinger/46a874533244883189143505d203312c */
const randomFrom = (seed: number) => {
  let state = seed;
  return (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
};

const drawQueries = (records: readonly ChatRecord[]): DrawnQuery[] => {
  const random = randomFrom(SEED);
  const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)] as Item;
  const queries: DrawnQuery[] = [];
  while (queries.length < QUERIES) {
    const record = pick(records);
    const words = wordsOf(record.text)
      .map(({ token }) => token)
      .filter((word) => /^\w{2,20}$/u.test(word));
    const [first, second] = [pick(words), pick(words)];
    if (words.length < 2 || first === second || first === undefined || second === undefined) continue;
    const open = random() < 0.5 && second.length > 3;
    const filters: DrawnQuery['filters'][] = [
      { from: record.author },
      { in: pick(CHANNELS) },
      { after: record.time.slice(0, 7) },
      { before: record.time.slice(0, 10) },
      { has: 'link' },
    ];
    queries.push({
      words: [first, open ? second.slice(0, Math.ceil(second.length / 2)) : second],
      open,
      filters: random() < 0.5 ? pick(filters) : {},
    });
  }
  return queries;
};

export const percentile = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ??
  Number.NaN;

/** The index by itself, in a store of its own: its bytes, how long it takes, and the longest step of it. */
const measureIndex = async (
  records: readonly ChatRecord[],
): Promise<{ bytes: number; seconds: number; longest: number }> => {
  const folder = await mkdtemp(path.join(tmpdir(), 'plexi-bench-index-'));
  const file = path.join(folder, 'store.db');
  const key = crypto.getRandomValues(new Uint8Array(32));
  const id = (digit: string): string => digit.repeat(64);
  const toMessage = (record: ChatRecord, i: number): StoredMessage => ({
    id: `message ${i}`,
    space: id('1') as SpaceId,
    channel: id('2') as ChannelId,
    clock: hlcFromMs(1_700_000_000_000 + i),
    entry: id('3') as EntryId,
    part: i,
    logId: id('4') as LogId,
    sequence: i + 1,
    device: id('5') as DeviceId,
    kind: 'import',
    ...record,
    root: undefined,
    apart: false,
    hasFile: false,
    hasLink: record.text.includes('http'),
    mentionsSelf: false,
    extras: undefined,
    dropped: false,
  });
  try {
    let store = await openSqliteStore({ path: file, key });
    const messages = records.map(toMessage);
    for (let at = 0; at < messages.length; at += 5000)
      await store.commit([{ type: 'messages', messages: messages.slice(at, at + 5000) }]);
    await store.close();
    const before = (await stat(file)).size;
    store = await openSqliteStore({ path: file, key });
    const start = performance.now();
    let longest = 0;
    for (;;) {
      const step = performance.now();
      const { done, total } = await store.indexMessages(STEP_MS);
      longest = Math.max(longest, performance.now() - step);
      if (done === total) break;
    }
    const seconds = (performance.now() - start) / 1000;
    await store.close();
    return { bytes: (await stat(file)).size - before, seconds, longest };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

export const benchSearch = async (messages: number): Promise<Figure[]> => {
  const records = chatRecords(messages);
  const queries = drawQueries(records);
  const profile = await borrowProfile(messages);
  const { peer, call } = await openBenchPeer(profile.folder);
  const times: number[] = [];
  let found = 0;
  try {
    for (const { words, open, filters } of queries) {
      const query = `${words.join(' ')}${open ? '' : ' '}`;
      const start = performance.now();
      const { results } = await call('message.search', { query, wait: 0, ...filters });
      times.push(performance.now() - start);
      found += results.length;
    }
  } finally {
    await peer.close();
    await profile.dispose();
  }
  const floor = await measureSearchFloor(records, queries);
  const index = await measureIndex(records);
  const figure = (metric: string, value: number, unit: string): Figure => ({
    bench: 'search',
    metric,
    value,
    unit,
  });
  return [
    figure('messages', messages, ''),
    figure('p50_ms', percentile(times, 0.5), 'ms'),
    figure('p95_ms', percentile(times, 0.95), 'ms'),
    figure('worst_ms', Math.max(...times), 'ms'),
    figure('results_per_query', found / queries.length, ''),
    figure('floor_p50_ms', percentile(floor.times, 0.5), 'ms'),
    figure('floor_p95_ms', percentile(floor.times, 0.95), 'ms'),
    figure('index_mb', index.bytes / MEGA, 'MB'),
    figure('floor_index_mb', floor.bytes / MEGA, 'MB'),
    figure('index_seconds', index.seconds, 's'),
    figure('index_longest_step_ms', index.longest, 'ms'),
  ];
};
