/** All members come back at once to a relay that has just been started again. */
import { each, gather } from './crowd.ts';
import type { Figure } from './figure.ts';
import { measureConnections } from './floors.ts';
import type { BenchOptions } from './options.ts';
import { progress } from './progress.ts';
import { setStage } from './stage.ts';
import { chatLines } from './texts.ts';

const AT_ONCE = 50;

/** While they were away Ada has written `messages`: the clock runs until every member has them and the relay knows. */
export const benchStorm = async ({ messages, clients, data }: BenchOptions): Promise<Figure[]> => {
  const stage = await setStage();
  try {
    const { ada, actors, sizes } = await gather(stage, clients);
    const all = (operation: 'sync.pause' | 'sync.resume') =>
      Promise.all(
        actors.map((actor, i) =>
          each(sizes[i] ?? 0, (who) => actor.do({ do: 'call', who, operation, input: {} })),
        ),
      );
    await Promise.all(actors.map((actor) => actor.do({ do: 'settle' })));
    progress('settled');
    await all('sync.pause');
    progress('paused');
    await ada.do({ do: 'write', texts: chatLines(messages, data), atOnce: AT_ONCE });
    await ada.do({ do: 'call', operation: 'sync.wait', input: { space: 'Bench', timeout: 600 } });
    await ada.do({ do: 'call', operation: 'sync.pause', input: {} });
    progress('written');
    await stage.stopRelay();
    await stage.restartRelay();
    const bareStart = process.hrtime.bigint();
    await measureConnections(clients);
    const bare = Number(process.hrtime.bigint() - bareStart) / 1e9;
    const start = process.hrtime.bigint();
    const arrived = actors.map((actor) => actor.do({ do: 'await-all', count: messages }));
    await all('sync.resume');
    await Promise.all(arrived);
    progress('arrived');
    await Promise.all(actors.map((actor) => actor.do({ do: 'settle' })));
    const seconds = Number(process.hrtime.bigint() - start) / 1e9;
    const figure = (metric: string, value: number, unit: string): Figure => ({
      bench: 'storm',
      metric,
      value,
      unit,
    });
    return [
      figure('clients', clients, ''),
      figure('messages', messages, ''),
      figure('seconds', seconds, 's'),
      figure('floor_connect_seconds', bare, 's'),
    ];
  } finally {
    await stage.close();
  }
};
