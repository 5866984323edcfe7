/**
 * The exchange of one peer with all others: channels come and go, each carries the sessions of the spaces that both sides
 * share, and receipts find their way to whoever wrote [N4]. A relay and a client differ by what `ExchangeDependencies` says.
 */

import type { Channel, Network } from '@plexi/network';
import {
  type DeviceId,
  decodeFrame,
  isPlexiError,
  LIMITS,
  type LogId,
  type Primitives,
  type Receipt,
  type SpaceId,
  signReceipt,
} from '@plexi/protocol';
import type { LogState } from '../replica/frontier.ts';
import type { Replica } from '../replica/replica.ts';
import type { ReceiptBook, SignedReceipt } from './receipt-book.ts';
import { createSession, type Session } from './session.ts';

/** A space as the exchange sees it. */
export interface SharedSpace {
  replica: Replica;
  receipts: ReceiptBook;
}

export interface ExchangeDependencies {
  primitives: Primitives;
  self: DeviceId;
  deviceSecretKey: Uint8Array;
  now: () => number;
  network: () => Network | undefined;
  /** The space if this peer has it, or will have it: a relay opens one that it is asked about. */
  space: (id: SpaceId, device: DeviceId) => Promise<SharedSpace | undefined>;
  /** The spaces to begin sessions about with a device, when a channel to it opens. */
  spacesWith: (device: DeviceId) => Iterable<SpaceId>;
  /** How we show a device that we are invited into a space. */
  inviteFor?: (space: SpaceId, device: DeviceId) => Uint8Array | undefined;
  /** Relays answer for everybody's receipts; clients send theirs to relays and authors. */
  role: 'relay' | 'client';
  events: ExchangeEvents;
}

export interface ExchangeEvents {
  live?(session: Session): void;
  closed?(session: Session): void;
  refused?(session: Session, code: string, byPeer: boolean): void;
  receipt?(session: Session, receipt: Receipt): void;
  join?(session: Session, request: Uint8Array): void;
  digest?(session: Session, digest: Uint8Array): void;
  address?(session: Session, device: DeviceId, sealed: Uint8Array): void;
  problem?(device: DeviceId, code: string, detail: string | undefined): void;
}

export interface Exchange {
  onChannel(channel: Channel): void;
  /** Sessions about a space that are open. */
  sessions(space: SpaceId): Session[];
  /** Begins a session about a space on a channel that is open already. */
  begin(space: SpaceId, device: DeviceId): void;
  isConnected(device: DeviceId): boolean;
  close(): Promise<void>;
}

interface Link {
  channel: Channel;
  sessions: Map<SpaceId, Session>;
}

/** Receipts of a client wait this long for others to go with them. */
const RECEIPT_DELAY_MS = 4;
const FLUSH_DELAY_MS = 500;

export const createExchange = (dependencies: ExchangeDependencies): Exchange => {
  const { primitives, self, now, events, role } = dependencies;
  const links = new Map<DeviceId, Link>();
  const watched = new Map<SpaceId, SharedSpace>();
  const owed = new Map<SpaceId, Map<LogState, Set<Session>>>();
  let receiptTimer: NodeJS.Timeout | undefined;
  let flushTimer: NodeJS.Timeout | undefined;

  const sessions = (space: SpaceId): Session[] =>
    [...links.values()].map((link) => link.sessions.get(space)).filter((session) => session !== undefined);

  const flushLater = (): void => {
    flushTimer ??= setTimeout(() => {
      flushTimer = undefined;
      for (const { receipts, replica } of watched.values()) {
        receipts.flush().catch((error: unknown) => report(replica.space, error));
      }
    }, FLUSH_DELAY_MS);
  };

  const report = (device: string, error: unknown): void => {
    const known = isPlexiError(error);
    events.problem?.(device as DeviceId, known ? error.code : 'INTERNAL', known ? error.detail : undefined);
  };

  const ownReceipt = (replica: Replica, state: LogState): SignedReceipt => {
    const receipt: Receipt = {
      space: replica.space,
      logId: state.logId,
      holder: self,
      sequence: state.visible.sequence,
      id: state.visible.id,
    };
    return { receipt, bytes: signReceipt(primitives, receipt, dependencies.deviceSecretKey) };
  };

  /** Who should hear that we hold a log: who wrote it, and for a client also the relays, which tell who wrote it. */
  const receiptTargets = (space: SpaceId, state: LogState): Session[] =>
    sessions(space).filter(
      (session) =>
        session.device === state.log.device || (role === 'client' && session.standing() === 'relay'),
    );

  const sendOwed = (): void => {
    receiptTimer = undefined;
    for (const [space, logs] of owed) {
      const shared = watched.get(space);
      const bySession = new Map<Session, SignedReceipt[]>();
      for (const [state, sources] of logs) {
        if (shared === undefined || state.visible.sequence === 0 || state.log.device === self) continue;
        const signed = ownReceipt(shared.replica, state);
        for (const session of new Set([
          ...receiptTargets(space, state),
          ...(role === 'relay' ? sources : []),
        ])) {
          bySession.set(session, [...(bySession.get(session) ?? []), signed]);
        }
      }
      for (const [session, signed] of bySession) session.offerReceipts(signed);
    }
    owed.clear();
  };

  const owe = (session: Session, state: LogState): void => {
    const logs = owed.get(session.replica.space) ?? new Map<LogState, Set<Session>>();
    owed.set(session.replica.space, logs);
    logs.set(state, (logs.get(state) ?? new Set()).add(session));
    if (role === 'relay') receiptTimer ??= setTimeout(sendOwed, 0);
    else receiptTimer ??= setTimeout(sendOwed, RECEIPT_DELAY_MS);
  };

  /** What the other side may have missed while it was away. */
  const catchUpReceipts = (session: Session): void => {
    const shared = watched.get(session.replica.space);
    if (shared === undefined) return;
    const about = (state: LogState): boolean =>
      role === 'relay'
        ? state.log.device === session.device
        : state.log.device !== self &&
          (session.standing() === 'relay' || state.log.device === session.device);
    const missed: SignedReceipt[] = [];
    for (const state of session.replica.frontier.all()) {
      if (!about(state) || state.visible.sequence === 0) continue;
      if (shared.receipts.confirmed(session.device, state.logId, self) < state.visible.sequence) {
        missed.push(ownReceipt(session.replica, state));
      }
      if (role === 'relay')
        missed.push(...shared.receipts.unconfirmed(session.device, shared.receipts.of(state.logId)));
    }
    session.offerReceipts(missed);
  };

  const authorOf = (replica: Replica, logId: LogId): DeviceId | undefined =>
    replica.frontier.byId(logId)?.log.device;

  const takeReceipt = (session: Session, receipt: Receipt, bytes: Uint8Array): void => {
    const shared = watched.get(session.replica.space);
    const author = authorOf(session.replica, receipt.logId);
    // A relay takes each device's own word only; a client takes what relays pass on, which is signed by the holder.
    if (
      shared === undefined ||
      author === undefined ||
      (role === 'relay' && receipt.holder !== session.device)
    )
      return;
    const signed = { receipt, bytes: bytes.slice() };
    if (!shared.receipts.add(signed)) return;
    flushLater();
    events.receipt?.(session, receipt);
    if (role === 'relay' && author !== session.device) {
      for (const other of sessions(session.replica.space))
        if (other.device === author) other.offerReceipts([signed]);
    }
  };

  const watch = (shared: SharedSpace): void => {
    const { replica } = shared;
    if (watched.has(replica.space)) return;
    watched.set(replica.space, shared);
    replica.onAdvance(() => {
      for (const session of sessions(replica.space)) session.pump();
    });
    replica.onGovernance(() => {
      for (const session of sessions(replica.space)) session.reconsider();
    });
  };

  const open = (link: Link, shared: SharedSpace): Session => {
    const { channel } = link;
    const { replica } = shared;
    watch(shared);
    const session = createSession({
      primitives,
      replica,
      device: channel.device,
      self,
      now,
      send: (frame) => channel.send(frame),
      drained: () => channel.drained(),
      signDigest: (bytes) => primitives.sign(bytes, dependencies.deviceSecretKey),
      invite: dependencies.inviteFor?.(replica.space, channel.device),
      events: {
        entitled: () => dependencies.network()?.confirm(channel.device),
        refused: (from, code, byPeer) => {
          link.sessions.delete(replica.space);
          events.refused?.(from, code, byPeer);
        },
        received: owe,
        receipt: takeReceipt,
        receiptsTaken: (_, receipts) => {
          shared.receipts.confirm(channel.device, receipts);
          flushLater();
        },
        join: (from, request) => events.join?.(from, request),
        digest: (from, digest) => events.digest?.(from, digest),
        address: (from, device, sealed) => events.address?.(from, device, sealed),
        live: (from) => {
          catchUpReceipts(from);
          events.live?.(from);
        },
        problem: (from, code) => events.problem?.(from.device, code, undefined),
      },
    });
    link.sessions.set(replica.space, session);
    return session;
  };

  const onFrame = async (link: Link, bytes: Uint8Array): Promise<void> => {
    const { space, frame } = decodeFrame(bytes);
    let session = link.sessions.get(space);
    if (session === undefined) {
      if (frame.kind !== 'hello') return;
      const shared = await dependencies.space(space, link.channel.device);
      session = link.sessions.get(space);
      if (session === undefined) {
        if (shared === undefined || link.sessions.size >= LIMITS.sessionsPerChannel) return;
        session = open(link, shared);
      }
    }
    await session.handle(frame);
  };

  const begin = async (link: Link, id: SpaceId): Promise<void> => {
    if (link.sessions.has(id)) return;
    const shared = await dependencies.space(id, link.channel.device);
    if (shared === undefined || link.sessions.has(id) || links.get(link.channel.device) !== link) return;
    open(link, shared).start();
  };

  const end = (link: Link): void => {
    for (const session of link.sessions.values()) {
      session.close();
      events.closed?.(session);
    }
    link.sessions.clear();
    if (links.get(link.channel.device) === link) links.delete(link.channel.device);
  };

  return {
    onChannel: (channel) => {
      const previous = links.get(channel.device);
      const link: Link = { channel, sessions: new Map() };
      links.set(channel.device, link);
      if (previous !== undefined) end(previous);
      channel.onFrame(async (bytes) => {
        try {
          await onFrame(link, bytes);
        } catch (error) {
          report(channel.device, error);
          throw error;
        }
      });
      void channel.closed.then(() => end(link));
      for (const id of dependencies.spacesWith(channel.device)) {
        begin(link, id).catch((error: unknown) => report(channel.device, error));
      }
    },
    sessions,
    begin: (space, device) => {
      const link = links.get(device);
      if (link !== undefined) begin(link, space).catch((error: unknown) => report(device, error));
    },
    isConnected: (device) => links.has(device),
    close: async () => {
      clearTimeout(receiptTimer);
      clearTimeout(flushTimer);
      await Promise.all([...links.values()].map((link) => link.channel.close()));
      await Promise.all([...watched.values()].map(({ receipts }) => receipts.flush()));
    },
  };
};
