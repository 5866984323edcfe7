/** What relays say that they have, signed: asked for once things have been quiet for a moment. */
import type { PeerEvent } from '@plexi/operations';
import { type DeviceId, type Session, type SpaceId, toHex } from '@plexi/protocol';

export interface Digests {
  /** Asks the relays of a space soon. */
  ask(space: SpaceId): void;
  take(session: Session, digest: Uint8Array): void;
  forget(session: Session): void;
  /** The digest that a relay last signed for a space, hexadecimal. */
  of: (space: SpaceId, relay: DeviceId) => string | undefined;
  close(): void;
}

const DELAY_MS = 250;

export const createDigests = (
  sessions: (space: SpaceId) => Session[],
  emit: (event: PeerEvent) => void,
): Digests => {
  const digests = new Map<string, string>();
  const timers = new Map<SpaceId, NodeJS.Timeout>();
  const keyOf = ({ replica, device }: Session): string => `${replica.space}/${device}`;
  const tell = (space: SpaceId): void => emit({ type: 'sync', space });
  return {
    ask: (space) => {
      clearTimeout(timers.get(space));
      const timer = setTimeout(() => {
        for (const session of sessions(space))
          if (session.isLive() && session.standing() === 'relay') session.send({ kind: 'ask-digest' });
        tell(space);
      }, DELAY_MS);
      timer.unref();
      timers.set(space, timer);
    },
    take: (session, digest) => {
      digests.set(keyOf(session), toHex(digest));
      tell(session.replica.space);
    },
    forget: (session) => {
      digests.delete(keyOf(session));
      tell(session.replica.space);
    },
    of: (space, relay) => digests.get(`${space}/${relay}`),
    close: () => {
      for (const timer of timers.values()) clearTimeout(timer);
    },
  };
};
