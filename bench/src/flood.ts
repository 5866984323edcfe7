/**
 * What others notice of one peer that floods, 1,000 messages a second: sending to visible through the relay, first with nobody
 * else there, then while the flood goes into another space of the same relay, then while it goes into their own.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Figure } from './figure.ts';
import { sendByTheClock } from './latency.ts';
import type { BenchOptions } from './options.ts';
import { percentile } from './search.ts';
import { type Actor, meet, type Stage, setStage } from './stage.ts';

const EVERY_MS = 20;
const AT_ONCE = 20;

const arrive = async (stage: Stage, name: string): Promise<Actor> => {
  const actor = await stage.actor(name);
  await actor.do({ do: 'call', operation: 'account.create', input: { name } });
  await actor.do({ do: 'online' });
  return actor;
};

/** Floods until told to stop, which gives how many messages a second it came to. */
const startFlood = (from: Actor): (() => Promise<number>) => {
  const begun = performance.now();
  let written = 0;
  const stop = new AbortController();
  const flooding = (async () => {
    while (!stop.signal.aborted) {
      const due = begun + (written / AT_ONCE + 1) * EVERY_MS;
      await from.do({
        do: 'write',
        texts: Array.from({ length: AT_ONCE }, () => `flood ${++written}`),
        atOnce: AT_ONCE,
      });
      await sleep(Math.max(0, due - performance.now()));
    }
  })();
  return async () => {
    stop.abort();
    await flooding;
    return (written / (performance.now() - begun)) * 1000;
  };
};

export const benchFlood = async ({ messages }: BenchOptions): Promise<Figure[]> => {
  const stage = await setStage();
  try {
    const { ada, ben } = await meet(stage);
    await ben.do({ do: 'watch' });
    const [mallory, eve] = [await arrive(stage, 'mallory'), await arrive(stage, 'eve')];
    const founding = { name: 'Bench', relay: [stage.relayAddress] };
    await mallory.do({ do: 'call', operation: 'space.create', input: founding });
    const input = { space: 'Bench' };
    const { link } = await ada.do<{ link: string }>({ do: 'call', operation: 'invite.create', input });
    await eve.do({ do: 'call', operation: 'space.join', input: { link } });

    const figure = (metric: string, value: number, unit = 'ms'): Figure => ({
      bench: 'flood',
      metric,
      value,
      unit,
    });
    const quiet = await sendByTheClock(ada, ben, messages, 'quiet');
    const figures = [
      figure('quiet_p50_ms', percentile(quiet, 0.5)),
      figure('quiet_p99_ms', percentile(quiet, 0.99)),
    ];
    for (const [where, flooder] of [
      ['elsewhere', mallory],
      ['here', eve],
    ] as const) {
      const stop = startFlood(flooder);
      const times = await sendByTheClock(ada, ben, messages, where);
      const perSecond = await stop();
      figures.push(
        figure(`${where}_p50_ms`, percentile(times, 0.5)),
        figure(`${where}_p99_ms`, percentile(times, 0.99)),
        figure(`${where}_p99_ratio`, percentile(times, 0.99) / percentile(quiet, 0.99), 'times'),
        figure(`${where}_flood`, perSecond, 'messages/s'),
      );
    }
    return figures;
  } finally {
    await stage.close();
  }
};
