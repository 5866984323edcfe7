/** The time from sending to being visible on the other side, through the relay, at a hundred messages a second. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Figure } from './figure.ts';
import { measureConnections, measureFloors } from './floors.ts';
import type { BenchOptions } from './options.ts';
import { percentile } from './search.ts';
import { type Actor, meet, setStage } from './stage.ts';

const WARM_UP = 100;
const EVERY_MS = 10;
const BYTES = 400;
const FLOOR_ROWS = 1000;

/**
 * Sends by the clock, whether or not what was sent before has come: a slow one shows in those behind it. Gives milliseconds, the
 * shortest first; `name` tells these messages from others.
 */
export const sendByTheClock = async (
  from: Actor,
  to: Actor,
  messages: number,
  name: string,
): Promise<number[]> => {
  const seen = new Map<string, (at: bigint) => void>();
  to.onSeen((text, at) => seen.get(text)?.(at));
  const times: Promise<number>[] = [];
  const start = performance.now();
  for (let i = 0; i < messages + WARM_UP; i++) {
    await sleep(Math.max(0, start + i * EVERY_MS - performance.now()));
    const text = `${name} ${i}`;
    const arrived = new Promise<bigint>((resolve) => seen.set(text, resolve));
    const sent = process.hrtime.bigint();
    const written = from.do({ do: 'write', texts: [text] });
    times.push(Promise.all([arrived, written]).then(([at]) => Number(at - sent) / 1e6));
  }
  return (await Promise.all(times)).slice(WARM_UP).toSorted((a, b) => a - b);
};

export const benchLatency = async ({ messages }: BenchOptions): Promise<Figure[]> => {
  const stage = await setStage();
  try {
    const { ada, ben } = await meet(stage);
    await ben.do({ do: 'watch' });
    const sorted = await sendByTheClock(ada, ben, messages, 'message');
    const [bare, floors] = [await measureConnections(0), await measureFloors(FLOOR_ROWS, BYTES)];
    const figure = (metric: string, value: number): Figure => ({
      bench: 'latency',
      metric,
      value,
      unit: 'ms',
    });
    return [
      figure('p50_ms', percentile(sorted, 0.5)),
      figure('p99_ms', percentile(sorted, 0.99)),
      figure('floor_stream_round_trip_p50_ms', percentile(bare.echoes, 0.5)),
      figure('floor_stream_round_trip_p99_ms', percentile(bare.echoes, 0.99)),
      figure('floor_commit_ms', floors.commitMs),
    ];
  } finally {
    await stage.close();
  }
};
