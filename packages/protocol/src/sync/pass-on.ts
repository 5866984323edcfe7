/** Whoever wrote something tells the others too: a client passes on only what they still lack after a while. */
import type { LogState } from './frontier.ts';
import type { Session } from './session/session-port.ts';
import type { SyncTime } from './time-port.ts';

const PASS_ON_DELAY_MS = 1_500;

/** Has a log told to all sessions later, however often it goes on meanwhile. */
export const createPassOn = (
  time: Pick<SyncTime, 'later'>,
  sessions: () => Session[],
): ((state: LogState) => void) => {
  const waiting = new Set<LogState>();
  return (state) => {
    if (waiting.has(state)) return;
    waiting.add(state);
    time.later(PASS_ON_DELAY_MS, () => {
      waiting.delete(state);
      for (const session of sessions()) session.passOn(state);
    });
  };
};
