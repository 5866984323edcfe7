/** [G4] Where in its channels somebody was at some time: what owners name when they undo what was written from then on. */
import type { Hlc, LogHead } from '@plexi/protocol';
import type { Replica } from '../replica/replica.ts';

/** The first entries that were written in channels of the space at that time or later, by log, in logs that are concerned. */
export const writtenSince = async (
  replica: Replica,
  isConcerned: (of: Pick<LogHead, 'log'>) => boolean,
  clock: Hlc,
): Promise<LogHead[]> => {
  const reserved = Object.values(replica.channels);
  const found: LogHead[] = [];
  for (const { log, tip } of replica.frontier.all()) {
    if (reserved.includes(log.channel) || tip.clock < clock || !isConcerned({ log })) continue;
    // Clocks ascend along a log.
    let [low, high] = [1, tip.sequence];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((await replica.tipAt(log, middle)).clock < clock) low = middle + 1;
      else high = middle;
    }
    found.push({ log, sequence: low, id: (await replica.tipAt(log, low)).id });
  }
  return found;
};

/** Whether what is at some place of a log was written before then, as far as it is here. */
export const isFromBefore = async (
  replica: Replica,
  { log, sequence }: LogHead,
  { clock }: { clock: Hlc },
): Promise<boolean> =>
  sequence <= (replica.frontier.get(log)?.tip.sequence ?? 0) &&
  (await replica.tipAt(log, sequence)).clock < clock;
