/** What one relay passes on to many members who are all there, and what each of their connections weighs in it. */
import { each, gather } from './crowd.ts';
import type { Figure } from './figure.ts';
import { measureConnections } from './floors.ts';
import type { BenchOptions } from './options.ts';
import { progress } from './progress.ts';
import { setStage } from './stage.ts';
import { sizedLines } from './texts.ts';

const BYTES = 200;
const AT_ONCE = 50;

/**
 * Ada writes as fast as she can, and the clock runs until every member has every message verified, opened and durable. All of
 * them share the machine with the relay; what the relay alone could do is told by its own processor time.
 */
export const benchFanout = async ({ messages, receivers }: BenchOptions): Promise<Figure[]> => {
  const stage = await setStage();
  try {
    const { ada, actors, sizes } = await gather(stage, receivers);
    await Promise.all(actors.map((actor) => actor.do({ do: 'settle' })));
    progress('all are settled');
    const connected = await stage.relayRssBytes();
    const cpu = await stage.relayCpuSeconds();
    const all = Promise.all(actors.map((actor) => actor.do<string>({ do: 'await-all', count: messages })));
    const start = process.hrtime.bigint();
    await ada.do({ do: 'write', texts: sizedLines(messages, BYTES), atOnce: AT_ONCE });
    const written = Number(process.hrtime.bigint() - start) / 1e9;
    progress('all is written');
    const ends = await all;
    const last = ends.reduce((a, b) => (BigInt(a) > BigInt(b) ? a : b));
    const seconds = Number(BigInt(last) - start) / 1e9;
    const relayCpu = (await stage.relayCpuSeconds()) - cpu;
    const deliveries = messages * receivers;
    await Promise.all(
      actors.map((actor, i) =>
        each(sizes[i] ?? 0, (who) => actor.do({ do: 'call', who, operation: 'sync.pause', input: {} })),
      ),
    );
    const alone = await stage.relayRssBytes();
    const bare = await measureConnections(receivers);
    const figure = (metric: string, value: number, unit: string): Figure => ({
      bench: 'fanout',
      metric,
      value,
      unit,
    });
    return [
      figure('receivers', receivers, ''),
      figure('deliveries_per_second', deliveries / seconds, '1/s'),
      figure('relay_deliveries_per_cpu_second', deliveries / relayCpu, '1/s'),
      figure('written_per_second', messages / written, '1/s'),
      figure('connection_bytes', (connected - Math.min(alone, connected)) / receivers, 'B'),
      figure('floor_connection_bytes', bare.bytesEach, 'B'),
    ];
  } finally {
    await stage.close();
  }
};
