/** A plan of what to fetch, with a device that follows it and sources that have what it is for. */
import {
  type ChannelId,
  createFetchPlan,
  type DeviceId,
  type LogRange,
  type LogRef,
  logKey,
} from '../src/index.ts';

export const logOf = (name: number): LogRef => ({
  channel: name.toString(16).padStart(64, '0') as ChannelId,
  device: 'd'.repeat(64) as DeviceId,
  generation: 0,
});

export type Name = 'a' | 'b' | 'c';

/** A device that fetches, and sources that bring what they are asked for, or don't. */
export const stage = (lastingLogs = 0, distrusted: readonly Name[] = []) => {
  const here = new Map<string, number>();
  /** Came ahead of what is here. */
  const held = new Map<string, Set<number>>();
  const asked: { source: Name; range: LogRange }[] = [];
  const fetched = new Map<string, number>();
  const plan = createFetchPlan<Name>({
    here: (log) => here.get(logKey(log)) ?? 0,
    isLasting: (log) => Number.parseInt(log.channel, 16) < lastingLogs,
    isDistrusted: (source) => distrusted.includes(source),
  });
  const at = { now: 0 };
  const ask = (): void => {
    for (const [source, ranges] of plan.next(at.now))
      for (const range of ranges) asked.push({ source, range });
  };
  const bring = (index: number): void => {
    const [request] = asked.splice(index, 1);
    if (request === undefined) return;
    const { range } = request;
    const { log, from, to } = range;
    const key = logKey(log);
    const ahead = held.get(key) ?? new Set<number>();
    held.set(key, ahead);
    for (let place = from; place <= to; place++) {
      fetched.set(`${key}/${place}`, (fetched.get(`${key}/${place}`) ?? 0) + 1);
      ahead.add(place);
    }
    let tip = here.get(key) ?? 0;
    while (ahead.delete(tip + 1)) tip++;
    here.set(key, tip);
    plan.advanced(log, at.now);
    plan.came(request.source, range, at.now);
  };
  return { plan, here, asked, fetched, at, ask, bring };
};
