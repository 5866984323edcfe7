/**
 * How receipts find their way to whoever wrote [N4]: a relay answers the author and whoever brought the entries, and passes
 * on what members signed; a client tells its relays, which tell the author, and the author itself where it is connected.
 */
import {
  type DeviceId,
  type LogId,
  type Primitives,
  type Receipt,
  type SpaceId,
  signReceipt,
} from '@plexi/protocol';
import type { LogState } from '../replica/frontier.ts';
import type { Replica } from '../replica/replica.ts';
import type { ReceiptBook, SignedReceipt } from './receipt-book.ts';
import type { Session } from './session-port.ts';

export interface ReceiptFlowDependencies {
  primitives: Primitives;
  self: DeviceId;
  deviceSecretKey: Uint8Array;
  role: 'relay' | 'client';
  shared: (space: SpaceId) => { replica: Replica; receipts: ReceiptBook } | undefined;
  sessions: (space: SpaceId) => Session[];
  /** A receipt that is news was taken in. */
  taken: (session: Session, receipt: Receipt) => void;
  failed: (space: SpaceId, error: unknown) => void;
}

export interface ReceiptFlow {
  /** Entries of a log were stored: somebody is owed our word for it. */
  owe(session: Session, state: LogState): void;
  /** Tells the other side what it may have missed while it was away. */
  catchUp(session: Session): void;
  /** A verified receipt came in. */
  take(session: Session, receipt: Receipt, bytes: Uint8Array): void;
  /** The other side took in receipts of ours. */
  confirmed(session: Session, receipts: readonly Receipt[]): void;
  close(): void;
}

/** Receipts of a client wait this long for others to go with them. */
const CLIENT_DELAY_MS = 4;
const FLUSH_DELAY_MS = 500;

export const createReceiptFlow = (dependencies: ReceiptFlowDependencies): ReceiptFlow => {
  const { primitives, self, role, shared, sessions } = dependencies;
  const owed = new Map<SpaceId, Map<LogState, Set<Session>>>();
  const unflushed = new Map<SpaceId, ReceiptBook>();
  let sendTimer: NodeJS.Timeout | undefined;
  let flushTimer: NodeJS.Timeout | undefined;

  const flushLater = (space: SpaceId, book: ReceiptBook): void => {
    unflushed.set(space, book);
    flushTimer ??= setTimeout(() => {
      flushTimer = undefined;
      for (const [id, receipts] of unflushed) {
        receipts.flush().catch((error: unknown) => dependencies.failed(id, error));
      }
      unflushed.clear();
    }, FLUSH_DELAY_MS);
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

  const sendOwed = (): void => {
    sendTimer = undefined;
    const bySession = new Map<Session, SignedReceipt[]>();
    for (const [space, logs] of owed) {
      for (const [state, sources] of logs) {
        if (state.visible.sequence === 0 || state.log.device === self) continue;
        const signed = ownReceipt(space, state);
        for (const session of targetsOf(space, state, sources)) {
          const offers = bySession.get(session) ?? [];
          offers.push(signed);
          bySession.set(session, offers);
        }
      }
    }
    owed.clear();
    for (const [session, signed] of bySession) session.offerReceipts(signed);
  };

  const authorOf = (replica: Replica, logId: LogId): DeviceId | undefined =>
    replica.frontier.byId(logId)?.log.device;

  return {
    owe: (session, state) => {
      const { space } = session.replica;
      const logs = owed.get(space) ?? new Map<LogState, Set<Session>>();
      owed.set(space, logs);
      logs.set(state, (logs.get(state) ?? new Set()).add(session));
      sendTimer ??= setTimeout(sendOwed, role === 'relay' ? 0 : CLIENT_DELAY_MS);
    },
    catchUp: (session) => {
      const { space, frontier } = session.replica;
      const book = shared(space)?.receipts;
      if (book === undefined) return;
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
      session.offerReceipts(missed);
    },
    take: (session, receipt, bytes) => {
      const { space } = session.replica;
      const book = shared(space)?.receipts;
      const author = authorOf(session.replica, receipt.logId);
      // A relay takes each device's own word only; a client takes what relays pass on, which its holder signed.
      if (book === undefined || author === undefined) return;
      if (role === 'relay' && receipt.holder !== session.device) return;
      const signed = { receipt, bytes: bytes.slice() };
      if (!book.add(signed)) return;
      flushLater(space, book);
      dependencies.taken(session, receipt);
      if (role === 'client' || author === session.device) return;
      for (const other of sessions(space)) if (other.device === author) other.offerReceipts([signed]);
    },
    confirmed: (session, receipts) => {
      const { space } = session.replica;
      const book = shared(space)?.receipts;
      if (book === undefined) return;
      book.confirm(session.device, receipts);
      flushLater(space, book);
    },
    close: () => {
      clearTimeout(sendTimer);
      clearTimeout(flushTimer);
    },
  };
};
