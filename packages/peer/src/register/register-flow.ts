/**
 * How registers get around [C4]. Once a session is live both sides say the digest of what the other may have; where the
 * digests differ they name what they have, and each sends what the other lacks. What is new goes on at once: from a relay to
 * every member that may have it, from a member to relays, and to other members only while there is no relay to do it.
 */
import {
  accountOf,
  type DeviceId,
  equalBytes,
  isMemberOf,
  isScopedDevice,
  LIMITS,
  type RegisterHead,
  replaces,
  type Session,
  type SpaceId,
} from '@plexi/protocol';
import type { HeldRegister, RegisterBook, RegisterReader } from './register-book.ts';

export interface RegisterFlowDependencies {
  self: DeviceId;
  role: 'relay' | 'client';
  book: (space: SpaceId) => RegisterBook | undefined;
  sessions: (space: SpaceId) => Session[];
  failed: (space: SpaceId, error: unknown) => void;
}

export interface RegisterFlow {
  /** A session is live, or the other side became somebody: says what we have, if that was not said yet. */
  begin(session: Session): void;
  /** The other side says what it has. */
  compare(session: Session, digest: Uint8Array): void;
  named(session: Session, heads: readonly RegisterHead[], last: boolean): void;
  take(session: Session, bytes: Uint8Array): Promise<void>;
  /** One of our own was written. */
  spread(space: SpaceId, register: HeldRegister): void;
  /** Members or their devices changed. */
  governed(space: SpaceId): void;
}

interface Talk {
  begun: boolean;
  rounds: number;
  theirs: Map<string, RegisterHead>;
}

export const createRegisterFlow = (dependencies: RegisterFlowDependencies): RegisterFlow => {
  const { self, role, book, sessions } = dependencies;
  const talks = new WeakMap<Session, Talk>();
  const devices = new Map<SpaceId, string>();

  const talkOf = (session: Session): Talk => {
    const known = talks.get(session);
    if (known !== undefined) return known;
    const talk: Talk = { begun: false, rounds: 0, theirs: new Map() };
    talks.set(session, talk);
    return talk;
  };

  /** What both sides may have of a space; undefined where nothing. */
  const scopeOf = (session: Session): RegisterReader | undefined => {
    const governance = session.replica.governance();
    if (governance === undefined || !session.isLive()) return undefined;
    const standing = session.standing();
    const theirs = accountOf(governance, session.device);
    const scoped = [session.device, self].some((device) => isScopedDevice(governance, device));
    if (role === 'relay') return isMemberOf(standing) ? { account: theirs, scoped } : undefined;
    const ours = accountOf(governance, self);
    if (standing === 'relay') return { account: ours, scoped };
    if (!isMemberOf(standing)) return undefined;
    return { account: theirs === ours ? ours : undefined, scoped };
  };

  const sayDigest = (session: Session, scope: RegisterReader): void => {
    const digest = book(session.replica.space)?.digest(scope);
    // Whoever has nothing has nothing to say: the other side's digest shows it what it lacks.
    if (digest?.some((byte) => byte !== 0) === true) session.send({ kind: 'registers', digest });
  };

  const begin = (session: Session): void => {
    const scope = scopeOf(session);
    const talk = talkOf(session);
    if (scope === undefined || talk.begun) return;
    talk.begun = true;
    sayDigest(session, scope);
  };

  const keyOf = ({ device, slot }: RegisterHead): string => `${device}/${slot}`;

  const sendAll = async (session: Session, registers: readonly HeldRegister[]): Promise<void> => {
    for (const { bytes } of registers) {
      if (!session.isLive()) return;
      if (!session.send({ kind: 'register', register: bytes })) await session.drained();
    }
  };

  const spread = (space: SpaceId, register: HeldRegister, from: Session | undefined): void => {
    const registers = book(space);
    const others = sessions(space).filter((session) => session !== from);
    const hasRelay = others.some((session) => session.isLive() && session.standing() === 'relay');
    const isOwn = from === undefined;
    if (role === 'client' && from?.standing() === 'relay') return;
    for (const session of others) {
      const scope = scopeOf(session);
      if (scope === undefined || registers?.isShownTo(scope, register) !== true) continue;
      if (role === 'client' && !isOwn && hasRelay && session.standing() !== 'relay') continue;
      session.send({ kind: 'register', register: register.bytes });
    }
  };

  return {
    begin,
    compare: (session, digest) => {
      const scope = scopeOf(session);
      const registers = book(session.replica.space);
      if (scope === undefined || registers === undefined) return;
      begin(session);
      if (equalBytes(digest, registers.digest(scope))) return;
      const talk = talkOf(session);
      if (talk.rounds >= LIMITS.registerRounds) return;
      talk.rounds++;
      const heads = registers
        .shownTo(scope)
        .map(({ device, slot, clock, hash }) => ({ device, slot, clock, hash }));
      for (let at = 0; at === 0 || at < heads.length; at += LIMITS.registerHeads) {
        const last = at + LIMITS.registerHeads >= heads.length;
        session.send({ kind: 'register-heads', heads: heads.slice(at, at + LIMITS.registerHeads), last });
      }
    },
    named: (session, heads, last) => {
      const scope = scopeOf(session);
      const registers = book(session.replica.space);
      if (scope === undefined || registers === undefined) return;
      const talk = talkOf(session);
      // Of what we don't have ourselves nothing needs to be remembered: that bounds it.
      for (const head of heads)
        if (registers.get(head.device, head.slot) !== undefined) talk.theirs.set(keyOf(head), head);
      if (!last) return;
      const { theirs } = talk;
      talk.theirs = new Map();
      const lacking = registers
        .shownTo(scope)
        .filter((register) => replaces(register, theirs.get(keyOf(register))));
      sendAll(session, lacking).catch((error: unknown) => dependencies.failed(session.replica.space, error));
    },
    take: async (session, bytes) => {
      const registers = book(session.replica.space);
      if (scopeOf(session) === undefined || registers === undefined) return;
      const taken = await registers.take(bytes);
      if (taken !== undefined) spread(session.replica.space, taken, session);
    },
    spread: (space, register) => spread(space, register, undefined),
    governed: (space) => {
      const [first] = sessions(space);
      const now = Object.keys(first?.replica.governance()?.state.devices ?? {})
        .sort()
        .join();
      const changed = devices.get(space) !== now;
      devices.set(space, now);
      book(space)
        ?.review()
        .catch((error: unknown) => dependencies.failed(space, error));
      for (const session of sessions(space)) {
        const talk = talkOf(session);
        talk.rounds = 0;
        const scope = scopeOf(session);
        // What was turned away because its writer was not known yet is offered again.
        if (changed && talk.begun && scope !== undefined) sayDigest(session, scope);
        else begin(session);
      }
    },
  };
};
