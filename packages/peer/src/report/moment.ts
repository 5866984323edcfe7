/** When a decision was made: what tells which of two was first, on every device [A4]. */
import { hlcToMs, LIMITS } from '@plexi/protocol';
import type { SpaceContext } from '../space/context.ts';

/** Clocks of honest devices may be so far apart, both ways. */
const SLACK_MS = 2 * LIMITS.clockSkewMs;

/** Now, and not before anything that is here: a device whose clock is slow decides no earlier than what it has seen. */
export const momentOf = ({ now, replica }: Pick<SpaceContext, 'now' | 'replica'>): number => {
  let latest = Math.floor(now());
  for (const { tip } of replica.frontier.all()) latest = Math.max(latest, hlcToMs(tip.clock));
  return latest;
};

/** Whether what a letter says of its time agrees with its entry's clock, so that nobody decides in the past. */
export const isTimely = (at: number, { ms }: { ms: number }): boolean => at <= ms && ms - at <= SLACK_MS;
