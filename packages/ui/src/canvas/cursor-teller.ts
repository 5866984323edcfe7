/** Tells the others where this view is in a canvas while it is open. */
import type { PeerLink } from '../connection/peer-link.ts';

export interface CursorTeller {
  /** The selection moved. */
  moved: () => void;
  stop: () => void;
}

/** How often a view says that it is still there; the peer forgets one after three times as long. */
const AGAIN_MS = 10_000;
/** Moves that are told at most so often. */
const MOVES_MS = 150;

export const createCursorTeller = (
  peer: PeerLink['client'],
  place: { space: string; channel: string },
  cursor: () => string | undefined,
): CursorTeller => {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const say = (now: string | undefined): void => {
    // Nobody is waiting for it, and the next one follows.
    peer.call('canvas.cursor', now === undefined ? place : { ...place, cursor: now }).catch(() => undefined);
  };
  const tell = (): void => {
    timer = undefined;
    const now = cursor();
    if (now !== undefined) say(now);
  };
  const again = setInterval(tell, AGAIN_MS);
  return {
    moved: () => {
      timer ??= setTimeout(tell, MOVES_MS);
    },
    stop: () => {
      clearInterval(again);
      clearTimeout(timer);
      say(undefined);
    },
  };
};
