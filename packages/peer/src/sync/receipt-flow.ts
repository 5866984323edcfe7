/**
 * How receipts find their way to whoever wrote [N4]: a relay answers the author and whoever brought the entries, and passes
 * on what members signed; a client tells its relays, which tell the author, and the author itself where it is connected.
 */
import {
  type DeviceId,
  deviceStanding,
  type LogId,
  type LogRef,
  type LogState,
  logIdOf,
  type PassedReceipt,
  type Primitives,
  plexiError,
  type Receipt,
  readReceipt,
  type Session,
  type SignedReceipt,
  type SpaceId,
  type SyncReplica,
  signReceipt,
} from '@plexi/protocol';
import type { ReceiptBook } from './receipt-book.ts';

export interface ReceiptFlowDependencies {
  primitives: Primitives;
  self: DeviceId;
  deviceSecretKey: Uint8Array;
  role: 'relay' | 'client';
  /** Whether nobody is to learn that we have what is in the space. */
  isQuiet: (space: SpaceId) => boolean;
  shared: (space: SpaceId) => { replica: SyncReplica; receipts: ReceiptBook } | undefined;
  sessions: (space: SpaceId) => Session[];
  /** A receipt that is news was taken in. */
  taken: (session: Session, receipt: Receipt) => void;
  /** Something failed that nobody waits for, in a space or with a device. */
  failed: (where: string, error: unknown) => void;
}

export interface ReceiptFlow {
  /** Entries of a log came over a session: it is owed our word for what is stored of it. */
  owe(session: Session, state: LogState): void;
  /** Governance changed: a relay may be listed now. */
  governed(space: SpaceId): void;
  /** Entries of a log were stored, now or after they had waited here: its author is owed our word. */
  stored(space: SpaceId, state: LogState): void;
  /** Tells the other side what it may have missed while it was away. */
  catchUp(session: Session): void;
  /** A verified receipt came in. */
  take(session: Session, receipt: Receipt, bytes: Uint8Array): void;
  /** A member passed on, by whatever way, what a relay signed; gives it where it is news. Throws FRAME_INVALID. */
  passedOn(space: SpaceId, passed: PassedReceipt): Receipt | undefined;
  /** So many of them came in one frame: the other side hears of it once they are on disk, and would never tell them again. */
  came(session: Session, count: number): void;
  /** The other side took in receipts of ours. */
  confirmed(session: Session, receipts: readonly Receipt[]): void;
  /** Keeps what came, and says so. */
  close(): Promise<void>;
}

/** Receipts of a client wait this long for others to go with them. */
const CLIENT_DELAY_MS = 4;
/** And what relays signed waits so long to be told to members. */
const MEMBERS_DELAY_MS = 2_000;
const FLUSH_DELAY_MS = 500;
const FLUSH_RETRY_MS = 5_000;

export const createReceiptFlow = (dependencies: ReceiptFlowDependencies): ReceiptFlow => {
  const { primitives, self, role, shared, sessions } = dependencies;
  const owed = new Map<SpaceId, Map<LogState, Set<Session>>>();
  /** Spaces with something that is not on disk yet: how many receipts each session waits to be told of. */
  const unkept = new Map<SpaceId, Map<Session, number>>();
  let sendTimer: NodeJS.Timeout | undefined;
  let flushTimer: NodeJS.Timeout | undefined;
  /** Own logs that members lacked when they met us, although a relay had signed for them. */
  const untold = new Map<Session, Set<LogId>>();
  let membersTimer: NodeJS.Timeout | undefined;

  const keepLater = (space: SpaceId, delayMs = FLUSH_DELAY_MS): Map<Session, number> => {
    const waiting = unkept.get(space) ?? new Map<Session, number>();
    unkept.set(space, waiting);
    flushTimer ??= setTimeout(() => void keepAll(), delayMs);
    return waiting;
  };

  const confirmLater = (session: Session, count: number, delayMs?: number): void => {
    const waiting = keepLater(session.replica.space, delayMs);
    waiting.set(session, (waiting.get(session) ?? 0) + count);
  };

  const keep = async (space: SpaceId, waiting: ReadonlyMap<Session, number>): Promise<void> => {
    try {
      await shared(space)?.receipts.flush();
    } catch (error) {
      keepLater(space, FLUSH_RETRY_MS);
      for (const [session, count] of waiting) confirmLater(session, count, FLUSH_RETRY_MS);
      return dependencies.failed(space, error);
    }
    for (const [session, count] of waiting) session.confirmReceipts(count);
  };

  const keepAll = async (): Promise<void> => {
    clearTimeout(flushTimer);
    flushTimer = undefined;
    const all = [...unkept];
    unkept.clear();
    await Promise.all(all.map(([space, waiting]) => keep(space, waiting)));
  };

  const ownReceipt = (space: SpaceId, state: LogState): SignedReceipt => {
    const receipt: Receipt = {
      space,
      logId: state.logId,
      holder: self,
      sequence: state.visible.sequence,
      id: state.visible.id,
    };
    return { receipt, bytes: signReceipt(primitives, receipt, dependencies.deviceSecretKey) };
  };

  /** Who should hear that we hold a log. */
  const targetsOf = (space: SpaceId, state: LogState, sources: ReadonlySet<Session>): Set<Session> => {
    const targets = sessions(space).filter(
      (session) =>
        session.device === state.log.device || (role === 'client' && session.standing() === 'relay'),
    );
    return new Set([...targets, ...(role === 'relay' ? sources : [])]);
  };

  /** A relay signs for nothing before the space lists it: what it has until then it may let go. */
  const maySign = (space: SpaceId): boolean =>
    role === 'client' || shared(space)?.replica.governance()?.state.relays[self] !== undefined;

  const sendOwed = (): void => {
    sendTimer = undefined;
    const bySession = new Map<Session, SignedReceipt[]>();
    for (const [space, logs] of owed) {
      if (!maySign(space)) {
        if (shared(space) === undefined) owed.delete(space);
        continue;
      }
      owed.delete(space);
      for (const [state, sources] of logs) {
        if (state.visible.sequence === 0) continue;
        const signed = ownReceipt(space, state);
        for (const session of targetsOf(space, state, sources)) {
          const offers = bySession.get(session) ?? [];
          offers.push(signed);
          bySession.set(session, offers);
        }
      }
    }
    for (const [session, signed] of bySession) session.offerReceipts(signed);
  };

  const oweWord = (space: SpaceId, state: LogState, source?: Session): void => {
    if (state.log.device === self || dependencies.isQuiet(space)) return;
    const logs = owed.get(space) ?? new Map<LogState, Set<Session>>();
    owed.set(space, logs);
    const sources = logs.get(state) ?? new Set();
    logs.set(state, source === undefined ? sources : sources.add(source));
    sendTimer ??= setTimeout(sendOwed, role === 'relay' ? 0 : CLIENT_DELAY_MS);
  };

  const authorOf = (replica: SyncReplica, logId: LogId): DeviceId | undefined =>
    replica.frontier.byId(logId)?.log.device;

  /** Members hear what relays signed for, from whom it is about: so a relay that tells them less is found out. */
  const isTold = (session: Session): boolean =>
    role === 'client' && session.isLive() && session.standing() === 'member';

  const relaysWords = (replica: SyncReplica, book: ReceiptBook, logId: LogId): SignedReceipt[] =>
    book.of(logId).filter(({ receipt }) => replica.governance()?.state.relays[receipt.holder] !== undefined);

  const isSignedFor = (session: Session, book: ReceiptBook, { log, logId }: LogState): boolean => {
    const has = session.has(log);
    return relaysWords(session.replica, book, logId).some(({ receipt }) => receipt.sequence > has);
  };

  /** Once the log has come: of one that is not there yet nothing is taken. */
  const tellMembers = (): void => {
    membersTimer = undefined;
    for (const [session, logs] of untold) {
      const book = shared(session.replica.space)?.receipts;
      if (book === undefined || !isTold(session)) continue;
      const words = [...logs].flatMap((logId) => relaysWords(session.replica, book, logId));
      session.offerReceipts(book.unconfirmed(session.device, words));
    }
    untold.clear();
  };

  const tellMemberLater = (session: Session, logId: LogId): void => {
    untold.set(session, (untold.get(session) ?? new Set<LogId>()).add(logId));
    membersTimer ??= setTimeout(tellMembers, MEMBERS_DELAY_MS).unref();
  };

  /** Whether it was news. Nobody can hold more of our own log than there is of it, nor another end of it. */
  const add = (
    { replica, receipts: book }: { replica: SyncReplica; receipts: ReceiptBook },
    signed: SignedReceipt,
  ) => {
    const { receipt } = signed;
    const state = replica.frontier.byId(receipt.logId);
    const own = state?.log.device === self ? state.tip : undefined;
    if (own !== undefined && receipt.sequence >= own.sequence && receipt.id !== own.id) return false;
    if (!book.add({ receipt, bytes: signed.bytes.slice() })) return false;
    keepLater(replica.space);
    return true;
  };

  /** Whether a log may be: its device wrote in the space once, and the channel is one. */
  const mayBe = (replica: SyncReplica, log: LogRef): boolean => {
    const governance = replica.governance();
    if (governance === undefined || deviceStanding(governance, log, 1) === 'unknown') return false;
    const { channels } = governance.state;
    return channels[log.channel] !== undefined || Object.values(replica.channels).includes(log.channel);
  };

  return {
    owe: (session, state) => oweWord(session.replica.space, state, session),
    stored: (space, state) => oweWord(space, state),
    governed: (space) => {
      if (owed.has(space)) sendTimer ??= setTimeout(sendOwed, 0);
    },
    catchUp: (session) => {
      const { space, frontier } = session.replica;
      const book = shared(space)?.receipts;
      if (book === undefined || dependencies.isQuiet(space) || !maySign(space)) return;
      const concerns = (state: LogState): boolean =>
        role === 'relay'
          ? state.log.device === session.device
          : state.log.device !== self &&
            (session.standing() === 'relay' || state.log.device === session.device);
      const missed: SignedReceipt[] = [];
      for (const state of frontier.all()) {
        if (!concerns(state) || state.visible.sequence === 0) continue;
        if (book.confirmed(session.device, state.logId, self) < state.visible.sequence) {
          missed.push(ownReceipt(space, state));
        }
        if (role === 'relay') missed.push(...book.unconfirmed(session.device, book.of(state.logId)));
      }
      // What a member lacks although a relay signed for it: it may have been told less.
      if (isTold(session))
        for (const state of frontier.all())
          if (state.log.device === self && isSignedFor(session, book, state))
            tellMemberLater(session, state.logId);
      session.offerReceipts(missed);
    },
    take: (session, receipt, bytes) => {
      const { space } = session.replica;
      const here = shared(space);
      const author = authorOf(session.replica, receipt.logId);
      // A relay takes each device's own word only; a client takes what relays pass on, which its holder signed.
      if (here === undefined || author === undefined) return;
      if (receipt.holder !== session.device && (role === 'relay' || here.receipts.isWithdrawn(receipt)))
        return;
      if (!add(here, { receipt, bytes })) return;
      dependencies.taken(session, receipt);
      if (role === 'client' || author === session.device) return;
      for (const other of sessions(space))
        if (other.device === author) other.offerReceipts([{ receipt, bytes: bytes.slice() }]);
    },
    passedOn: (space, { bytes, log }) => {
      const here = shared(space);
      const receipt = readReceipt(primitives, bytes);
      if (receipt.space !== space || logIdOf(primitives, space, log) !== receipt.logId)
        throw plexiError('FRAME_INVALID', { detail: 'a receipt of another log' });
      if (here === undefined || here.receipts.isWithdrawn(receipt) || !mayBe(here.replica, log))
        return undefined;
      if (here.replica.governance()?.state.relays[receipt.holder] === undefined) return undefined;
      here.replica.stateOf(log);
      return add(here, { receipt, bytes }) ? receipt : undefined;
    },
    confirmed: (session, receipts) => {
      const { space } = session.replica;
      const book = shared(space)?.receipts;
      if (book === undefined) return;
      book.confirm(session.device, receipts);
      keepLater(space);
    },
    came: (session, count) => confirmLater(session, count),
    close: async () => {
      clearTimeout(sendTimer);
      clearTimeout(membersTimer);
      await keepAll();
      clearTimeout(flushTimer);
    },
  };
};
