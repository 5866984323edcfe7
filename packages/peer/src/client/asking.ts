/** Asking to be let into spaces [G9]: each session once, and again where there is something new to ask. */
import type { Session, SpaceId } from '@plexi/protocol';
import type { Space } from '../space/space.ts';

export interface Asking {
  ask(space: Pick<Space, 'id' | 'joining'>, session: Pick<Session, 'send'>): void;
  /** Governance changed: we may be let in now, or as somebody else. */
  follow(space: Pick<Space, 'id' | 'joining'>, sessions: Iterable<Pick<Session, 'send'>>): void;
}

export const createAsking = (): Asking => {
  const asked = new Map<SpaceId, Uint8Array>();
  const ask: Asking['ask'] = ({ id, joining }, session) => {
    const request = joining.request();
    if (request === undefined) return;
    asked.set(id, request);
    session.send({ kind: 'join', request });
  };
  return {
    ask,
    follow: (space, sessions) => {
      const request = space.joining.request();
      if (request === undefined) asked.delete(space.id);
      else if (asked.get(space.id) !== request) for (const session of sessions) ask(space, session);
    },
  };
};
