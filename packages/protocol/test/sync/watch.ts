/** What honest machines never do, noted as frames go by. */
import { decodeHeader, LIMITS, type LogEnd, type LogRange, logKey, type Session } from '../../src/index.ts';
import { bytesOf, type Device, keyOf, type Links, type Passed } from './network.ts';
import type { Schedule } from './schedule.ts';

export interface Watch {
  /** What was wrong, in words. */
  readonly wrong: string[];
  /** Entries that came again, of somebody who could know that they had come. */
  readonly twice: string[];
  /** Bytes of entries that were on their way on one session at most. */
  most: () => number;
  /** Stretches of logs that a device asked for. */
  fetched(by: Device): number;
  /** Entries that came to a device. */
  arrived(to: Device): number;
}

interface Asked {
  session: Session;
  atMs: number;
}

interface Heard {
  /** What was asked for and has not come, by entry. */
  asked: Map<string, Asked>;
  came: Set<string>;
  /** What somebody brought who could know whether it was still lacking. */
  brought: Set<string>;
  count: number;
  fetches: number;
}

const placesOf = function* ({ log, from, to }: LogRange): Generator<string> {
  for (let sequence = from; sequence <= to; sequence++) yield keyOf(log, sequence);
};

/** Looks at all that goes over some links; `handled` is told of each frame that somebody handles. */
export const watchOver = (links: Links, schedule: Schedule, handled: () => void = () => undefined): Watch => {
  const wrong: string[] = [];
  const twice: string[] = [];
  /** Bytes on their way that the other side has not said to have taken in. */
  const owed = new Map<Session, number>();
  const heard = new Map<Device, Heard>();
  let most = 0;

  const of = (device: Device): Heard => {
    const known = heard.get(device) ?? {
      asked: new Map(),
      came: new Set(),
      brought: new Set(),
      count: 0,
      fetches: 0,
    };
    heard.set(device, known);
    return known;
  };
  const note = ({ from, to }: Passed, what: string): void =>
    void wrong.push(
      `${Math.round(schedule.time.elapsedMs())} ms, ${from.who.name} to ${to.who.name}: ${what}`,
    );
  const isOpen = (device: Device, session: Session): boolean =>
    [...device.ends.values()].some((each) => each.session === session);

  const asks = (passed: Passed, range: LogRange): void => {
    const { from: device, session } = passed;
    const now = schedule.time.elapsedMs();
    const here = device.replica.frontier.get(range.log)?.tip.sequence ?? 0;
    if (range.from <= here) note(passed, `asks for ${range.from}, ${here} are here`);
    const { asked } = of(device);
    of(device).fetches++;
    for (const place of placesOf(range)) {
      const before = asked.get(place);
      const isAwaited =
        before !== undefined && isOpen(device, before.session) && now - before.atMs < LIMITS.fetchPatienceMs;
      if (isAwaited)
        note(passed, `asks for ${place.slice(-8)}, which ${before.session.device.slice(0, 4)} owes`);
      asked.set(place, { session, atMs: now });
    }
  };

  const ends = ({ to, session }: Passed, { log, sequence }: LogEnd): void => {
    const { asked } = of(to);
    for (const [place, before] of asked) {
      if (before.session !== session || !place.startsWith(`${logKey(log)}/`)) continue;
      if (Number(place.slice(place.lastIndexOf('/') + 1)) > sequence) asked.delete(place);
    }
  };

  links.watch({
    sent: (passed) => {
      const { frame, session } = passed;
      if (frame.kind === 'fetch') for (const range of frame.ranges) asks(passed, range);
      if (frame.kind !== 'entries') return;
      const bytes = bytesOf(frame.entries);
      const before = owed.get(session) ?? 0;
      if (before >= LIMITS.creditBytes) note(passed, `${bytes} bytes without credit`);
      owed.set(session, before + bytes);
      most = Math.max(most, before + bytes);
    },
    refused: (by, log) => {
      // What was owed of it is asked of others.
      const { asked } = of(by);
      for (const place of asked.keys()) if (place.startsWith(`${logKey(log)}/`)) asked.delete(place);
    },
    handled: (passed) => {
      handled();
      const { frame, session, from, to } = passed;
      if (frame.kind === 'credit') owed.set(session, Math.max(0, (owed.get(session) ?? 0) - frame.bytes));
      if (frame.kind === 'ends') for (const one of frame.ends) ends(passed, one);
      if (frame.kind !== 'entries') return;
      const { asked, came, brought } = of(to);
      for (const { header } of frame.entries) {
        const { sequence } = decodeHeader(header);
        const place = keyOf(frame.log, sequence);
        asked.delete(place);
        // Whoever gets something while connected brings it by itself, and cannot know of whom else it was asked.
        const isNewsToIt = of(from).came.has(place);
        if (!isNewsToIt && brought.has(place))
          twice.push(`${from.who.name} to ${to.who.name}: entry ${sequence} of a log again`);
        if (!isNewsToIt) brought.add(place);
        came.add(place);
      }
      of(to).count += frame.entries.length;
    },
  });
  return { wrong, twice, most: () => most, fetched: (by) => of(by).fetches, arrived: (to) => of(to).count };
};
