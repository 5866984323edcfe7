/** How fast messages written offline come to another member through the relay. */

import type { Figure } from './figure.ts';
import { measureFloor } from './floor.ts';
import { meet, setStage } from './stage.ts';
import { chatLines } from './texts.ts';

interface ActorFigures {
  wireBytes: number;
  peakRssMb: number;
}

/**
 * Ada writes `messages` posts offline, each an entry of its own; then Ada and Ben go online at once, and the clock runs until
 * Ben's timeline holds them all: verified, opened, and durable on Ada's disk, the relay's and Ben's.
 */
export const benchSync = async (messages: number): Promise<Figure[]> => {
  const stage = await setStage();
  try {
    const met = await meet(stage);
    await met.ada.do({ do: 'close' });
    await met.ben.do({ do: 'close' });
    const [ada, ben] = [await stage.actor('ada'), await stage.actor('ben')];
    const writeStart = process.hrtime.bigint();
    await ada.do({ do: 'write', texts: chatLines(messages) });
    const writeSeconds = Number(process.hrtime.bigint() - writeStart) / 1e9;
    const all = ben.do<string>({ do: 'await-count', count: messages });
    const start = process.hrtime.bigint();
    await Promise.all([ada.do({ do: 'online' }), ben.do({ do: 'online' })]);
    const seconds = Number(BigInt(await all) - start) / 1e9;
    const [adaFigures, benFigures] = await Promise.all(
      [ada, ben].map((actor) => actor.do<ActorFigures>({ do: 'figures' })),
    );
    const wireBytes = benFigures?.wireBytes ?? 0;
    const floor = await measureFloor(messages, Math.max(1, Math.round(wireBytes / messages)));
    const figure = (metric: string, value: number, unit: string): Figure => ({
      bench: 'sync',
      metric,
      value,
      unit,
    });
    return [
      figure('messages_per_second', messages / seconds, '1/s'),
      figure('seconds', seconds, 's'),
      figure('wire_bytes', wireBytes, 'B'),
      figure('client_peak_rss_mb', Math.max(adaFigures?.peakRssMb ?? 0, benFigures?.peakRssMb ?? 0), 'MiB'),
      figure('relay_peak_rss_mb', await stage.relayPeakRssMb(), 'MiB'),
      figure('floor_messages_per_second', floor, '1/s'),
      figure('written_per_second', messages / writeSeconds, '1/s'),
    ];
  } finally {
    await stage.close();
  }
};
