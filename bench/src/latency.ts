/** The time from sending to being visible on the other side, through the relay, all on loopback. */
import type { Figure } from './figure.ts';
import { meet, setStage } from './stage.ts';

const WARM_UP = 30;
const PAUSE_MS = 5;

export const benchLatency = async (messages: number): Promise<Figure[]> => {
  const stage = await setStage();
  try {
    const { ada, ben } = await meet(stage);
    await ben.do({ do: 'watch' });
    const seen = new Map<string, (at: bigint) => void>();
    ben.onSeen((text, at) => seen.get(text)?.(at));
    const times: number[] = [];
    for (let i = 0; i < messages + WARM_UP; i++) {
      const text = `message ${i}`;
      const arrived = new Promise<bigint>((resolve) => seen.set(text, resolve));
      const sent = process.hrtime.bigint();
      await ada.do({ do: 'write', texts: [text] });
      const ms = Number((await arrived) - sent) / 1e6;
      if (i >= WARM_UP) times.push(ms);
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
    times.sort((a, b) => a - b);
    const at = (share: number): number =>
      times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? Number.NaN;
    const figure = (metric: string, value: number): Figure => ({
      bench: 'latency',
      metric,
      value,
      unit: 'ms',
    });
    return [figure('p50_ms', at(0.5)), figure('p99_ms', at(0.99))];
  } finally {
    await stage.close();
  }
};
