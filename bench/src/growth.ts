/**
 * Whether storing slows down as a store grows: the time per message of the next 10,000 in a client's store that has 10,000, 100,000 and
 * 1,000,000, from opening it to closing it, everything in its place on disk. Processor time: what six other people do on this machine is
 * not the store's. Beside it opening the store up to the newest page and the
 * number of messages, and a page anywhere in the timeline.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Store } from '@plexi/storage';
import { openSqliteStore } from '@plexi/storage/sqlite';
import { openBareStore } from './bare-store.ts';
import type { Figure } from './figure.ts';
import { BATCH, createLoad, openWords } from './store-load.ts';
import { sizedLines } from './texts.ts';

const TEXT_BYTES = 200;
const KEY = new Uint8Array(32).fill(7);
const SIZES = [10_000, 100_000, 1_000_000];
const MEASURED = 10_000;
const PAGE = 50;
const PAGES = 40;
const MICRO = 1000;

/** Milliseconds of processor time, in the kernel and outside, since `from`. */
const spent = (from: NodeJS.CpuUsage): number => {
  const { user, system } = process.cpuUsage(from);
  return (user + system) / MICRO;
};

const median = (values: number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

/** Milliseconds of a page before and one after a place, everywhere in the timeline; the median. */
const readPages = async (
  store: Store,
  load: ReturnType<typeof createLoad>,
  stored: number,
): Promise<number> => {
  const times: number[] = [];
  for (let i = 1; i <= PAGES; i++) {
    const place = { clock: load.clockOf(Math.floor((stored * i) / (PAGES + 1))), entry: load.lowest };
    const start = performance.now();
    const before = await store.messages(load.space, load.channel, { limit: PAGE, before: place });
    const after = await store.messages(load.space, load.channel, { limit: PAGE, after: place });
    times.push((performance.now() - start) / 2);
    if (before.length !== PAGE || after.length !== PAGE) throw new Error('a page is not full');
  }
  return median(times);
};

export const benchGrowth = async (messages: number): Promise<Figure[]> => {
  const folder = await mkdtemp(path.join(tmpdir(), 'plexi-bench-growth-'));
  const file = path.join(folder, 'client.db');
  const floor = path.join(folder, 'floor.db');
  const figures: Figure[] = [];
  const tell = (metric: string, value: number, unit: string): void => {
    figures.push({ bench: 'growth', metric, value, unit });
  };
  const name = (size: number): string => (size >= 1e6 ? `${size / 1e6}m` : `${size / 1000}k`);
  const texts = sizedLines(MEASURED, TEXT_BYTES);
  const load = createLoad();
  let stored = 0;
  /** Brings a client's store, or the floor's, `count` messages; gives the processor time in it. */
  const bring = async (count: number): Promise<{ store: number; bare: number }> => {
    const time = { store: 0, bare: 0 };
    const timed = async (side: 'store' | 'bare', task: () => unknown): Promise<void> => {
      const start = process.cpuUsage();
      await task();
      time[side] += spent(start);
    };
    let store: Store | undefined;
    await timed('store', async () => {
      store = await openSqliteStore({ path: file, key: KEY, openWords });
    });
    const bare = openBareStore(floor, KEY);
    for (let at = 0; at < count; at += BATCH) {
      const from = at % MEASURED;
      const batch = load.next(texts.slice(from, from + BATCH));
      await timed('store', () => store?.commit(batch.client));
      await timed('bare', () => bare.commit(batch.rows));
    }
    await timed('store', () => store?.close());
    await timed('bare', () => bare.close());
    stored += count;
    return time;
  };
  try {
    const perMessage = new Map<number, { store: number; bare: number }>();
    for (const size of SIZES.filter((one) => one <= messages)) {
      await bring(size - stored);
      const { store, bare } = await bring(MEASURED);
      perMessage.set(size, { store, bare });
      tell(`us_per_message_${name(size)}`, (store * MICRO) / MEASURED, 'us');
      tell(`floor_us_per_message_${name(size)}`, (bare * MICRO) / MEASURED, 'us');
      const start = performance.now();
      const open = await openSqliteStore({ path: file, key: KEY, openWords });
      await open.messages(load.space, load.channel, { limit: PAGE });
      await open.countMessages(load.space, load.channel);
      tell(`open_ms_${name(size)}`, performance.now() - start, 'ms');
      tell(`page_ms_${name(size)}`, await readPages(open, load, stored), 'ms');
      await open.close();
    }
    const [least, most] = [SIZES[0] ?? 0, [...perMessage.keys()].at(-1) ?? 0];
    const ratio = (side: 'store' | 'bare'): number =>
      (perMessage.get(most)?.[side] ?? 0) / (perMessage.get(least)?.[side] ?? 1);
    tell(`ratio_${name(most)}_to_10k`, ratio('store'), '');
    tell(`floor_ratio_${name(most)}_to_10k`, ratio('bare'), '');
    return figures;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};
