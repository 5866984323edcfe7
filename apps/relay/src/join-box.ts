/** Requests to be let in, kept for members' devices that are not here at the moment. */
import type { Exchange, Replica } from '@plexi/peer/exchange';
import {
  type Governance,
  inviteStatus,
  LIMITS,
  type Primitives,
  readJoinRequest,
  type Session,
} from '@plexi/protocol';
import type { Store } from '@plexi/storage';

export interface JoinBox {
  /** Takes a request from an invited person and passes it on. Throws INVITE_INVALID. */
  take(session: Session, request: Uint8Array): Promise<void>;
  /** Tells a member's device what waits. */
  tell(session: Session): Promise<void>;
  /** Lets go of requests that were granted, or whose invite is over. */
  tidy(replica: Replica, governance: Governance): Promise<void>;
}

interface JoinBoxDependencies {
  primitives: Primitives;
  store: Store;
  exchange: () => Exchange;
  now: () => number;
}

const KIND = 'join';

export const createJoinBox = ({ primitives, store, exchange, now }: JoinBoxDependencies): JoinBox => ({
  take: async (session, bytes) => {
    const { space } = session.replica;
    const request = readJoinRequest(primitives, bytes);
    const { device } = request.certificate;
    if (session.standing() !== 'invited' || request.space !== space) return;
    if (device !== session.device || request.invite !== session.invite()) return;
    const waiting = await store.records(space, KIND);
    if (waiting.length >= LIMITS.joinRequests && !waiting.some(({ key }) => key === device)) {
      session.send({ kind: 'refused', code: 'TOO_BUSY' });
      return;
    }
    await store.commit([{ type: 'record', scope: space, kind: KIND, key: device, value: bytes.slice() }]);
    for (const member of exchange().sessions(space)) {
      if (member.standing() === 'member') member.send({ kind: 'join', request: bytes });
    }
  },
  tell: async (session) => {
    if (session.standing() !== 'member') return;
    for (const { value } of await store.records(session.replica.space, KIND))
      session.send({ kind: 'join', request: value });
  },
  tidy: async (replica, governance) => {
    for (const { key, value } of await store.records(replica.space, KIND)) {
      const { invite } = readJoinRequest(primitives, value);
      const granted = governance.state.devices[key as never] !== undefined;
      if (!granted && inviteStatus(governance, invite, now()) === 'live') continue;
      await store.commit([{ type: 'record', scope: replica.space, kind: KIND, key, value: undefined }]);
    }
  },
});
