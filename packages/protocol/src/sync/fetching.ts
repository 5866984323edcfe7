/**
 * What this peer fetches of one space, and from whom [N2]: the sessions say what their other sides have, the plan says whom to
 * ask for what, and one side at most sends what is new by itself: of several relays that kept their word the one that answers soonest.
 */

import type { LogRef } from '../entry/log.ts';
import type { DeviceId } from '../ids.ts';
import { LIMITS } from '../limits.ts';
import { createFetchPlan } from './fetch-plan.ts';
import type { SyncReplica } from './replica-port.ts';
import type { Fetching, Session } from './session/session-port.ts';
import type { SyncTime } from './time-port.ts';

export interface FetchingDependencies {
  replica: Pick<SyncReplica, 'channels' | 'frontier'>;
  time: SyncTime;
  /** A relay is to have everything as soon as it is there; a client hears it from one side. */
  role: 'relay' | 'client';
  sessions: () => Session[];
  /** [N4] Whether a device is known to have broken its word. */
  isDistrusted: (device: DeviceId) => boolean;
}

/** How long what one side tells of is waited for from the side that sends it by itself. */
const GRACE_MS = 400;
const TICK_MS = 200;
/** [L5] How long the history of a channel of which nothing is here waits for its newest page, and from how many entries on it is one. */
const PAGE_MS = 1_000;
const HISTORY = 256;

export const createFetching = (dependencies: FetchingDependencies): Fetching => {
  const { replica, time, role, sessions, isDistrusted } = dependencies;
  const { governance, keys } = replica.channels;
  const plan = createFetchPlan<Session>({
    here: (log) => replica.frontier.get(log)?.tip.sequence ?? 0,
    isLasting: ({ channel }) => channel === governance || channel === keys,
    isDistrusted: ({ device }) => isDistrusted(device),
  });
  const now = time.elapsedMs;
  let cancel: (() => void) | undefined;
  let waiting = false;

  const stop = (): void => {
    cancel?.();
    cancel = undefined;
  };

  const ask = (): void => {
    waiting = false;
    for (const [session, ranges] of plan.next(now()))
      for (let at = 0; at < ranges.length; at += LIMITS.fetchRanges)
        session.send({ kind: 'fetch', ranges: ranges.slice(at, at + LIMITS.fetchRanges) });
    if (!plan.isBusy()) return stop();
    cancel ??= time.later(TICK_MS, tick);
  };

  const tick = (): void => {
    cancel = undefined;
    plan.expire(now());
    ask();
  };

  /** Asks once for all that one turn brings. */
  const askSoon = (): void => {
    if (waiting || !plan.isBusy()) return;
    waiting = true;
    time.soon(ask);
  };

  const isUnseen = ({ channel }: LogRef): boolean =>
    channel !== governance &&
    channel !== keys &&
    replica.frontier.inChannel(channel).every(({ tip }) => tip.sequence === 0);

  /** Those that are to send what is new by themselves. */
  const pushing = (): Session[] => {
    const live = sessions().filter((session) => session.isLive());
    if (role === 'relay') return live;
    const [best] = live
      .filter((session) => session.standing() === 'relay')
      .sort(
        (a, b) =>
          Number(isDistrusted(a.device)) - Number(isDistrusted(b.device)) ||
          (plan.answerMs(a) ?? 0) - (plan.answerMs(b) ?? 0),
      );
    return best === undefined ? live : [best];
  };

  const chooseFlow = (): void => {
    const chosen = new Set(pushing());
    for (const session of sessions()) if (session.isLive()) session.flow(chosen.has(session));
  };

  return {
    answered: (session, answerMs) => plan.answered(session, answerMs),
    offered: (session, heads, isNews) => {
      const senders = isNews ? pushing() : [];
      const isAwaited = senders.length > 0 && !senders.includes(session);
      const notBefore = isAwaited ? now() + GRACE_MS : 0;
      for (const { log, sequence } of heads) {
        const waits = role === 'client' && sequence > HISTORY && isUnseen(log);
        plan.offered(session, log, sequence, waits ? now() + PAGE_MS : notBefore);
      }
      askSoon();
    },
    ended: (session, ends) => {
      for (const { log, sequence } of ends) plan.ended(session, log, sequence, now());
      askSoon();
    },
    refused: (session, log) => {
      plan.refused(session, log, now());
      askSoon();
    },
    reconsidered: (session) => {
      plan.reconsidered(session);
      askSoon();
    },
    came: (session, range) => {
      const wasAsked = plan.came(session, range, now());
      askSoon();
      return wasAsked;
    },
    advanced: ({ log }) => plan.advanced(log, now()),
    changed: chooseFlow,
    pageCame: () => {
      plan.hurry();
      askSoon();
    },
    gone: (session) => {
      plan.gone(session, now());
      plan.hurry();
      chooseFlow();
      askSoon();
    },
    isBusy: (session) => plan.isBusy(session),
    close: stop,
  };
};
