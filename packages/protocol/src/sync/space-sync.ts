/**
 * What goes on between this peer and all others about one space [N2]: its sessions share what is fetched, and each is told of what
 * happens here. Whoever runs it opens and closes the sessions, and says what the replica says.
 */
import type { DeviceId } from '../ids.ts';
import { createFetching, type FetchingDependencies } from './fetching.ts';
import type { LogState } from './frontier.ts';
import { createPassOn } from './pass-on.ts';
import type { Fetching } from './session/session-port.ts';

export interface SpaceSyncDependencies extends FetchingDependencies {
  self: DeviceId;
}

export interface SpaceSync {
  /** For the sessions. */
  readonly fetching: Fetching;
  /** A log went on here. */
  advanced(state: LogState): void;
  /** [L4] Bodies are missing here for no known reason. */
  missing(): void;
  /** Bodies of a log that were missing came. */
  filled(state: LogState): void;
  /** Governance changed. */
  governed(): void;
  close(): void;
}

/** An order that says why a body went may be on its way behind it. */
const ASK_BODIES_DELAY_MS = 1_000;

export const createSpaceSync = (dependencies: SpaceSyncDependencies): SpaceSync => {
  const { self, role, sessions, time } = dependencies;
  const fetching = createFetching(dependencies);
  const passOnLater = createPassOn(time, sessions);
  let isAsking = false;

  const askBodies = (): void => {
    isAsking = false;
    for (const session of sessions()) session.askBodies();
  };

  const filled = (state: LogState): void => {
    for (const session of sessions()) session.bodiesCame(state);
  };

  return {
    fetching,
    filled,
    advanced: (state) => {
      fetching.advanced(state);
      filled(state);
      // Whoever wrote something tells of it; of what others wrote, only what is lacking after a while.
      if (role === 'client' && state.log.device !== self) return passOnLater(state);
      for (const session of sessions()) session.advanced(state);
    },
    missing: () => {
      if (isAsking) return;
      isAsking = true;
      time.later(ASK_BODIES_DELAY_MS, askBodies);
    },
    governed: () => {
      for (const session of sessions()) session.reconsider();
      fetching.changed();
    },
    close: () => fetching.close(),
  };
};
