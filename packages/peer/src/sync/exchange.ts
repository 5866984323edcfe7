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
  type Primitives,
  type Receipt,
  type SpaceId,
} from '@plexi/protocol';
import { createEphemeralFlow } from '../ephemeral/ephemeral-flow.ts';
import type { HeldRegister, RegisterBook } from '../register/register-book.ts';
import { createRegisterFlow } from '../register/register-flow.ts';
import type { LogState } from '../replica/frontier.ts';
import type { Replica } from '../replica/replica.ts';
import type { ReceiptBook } from './receipt-book.ts';
import { createReceiptFlow } from './receipt-flow.ts';
import { createSession } from './session.ts';
import type { Session } from './session-port.ts';

/** A space as the exchange sees it. */
export interface SharedSpace {
  replica: Replica;
  receipts: ReceiptBook;
  registerBook: RegisterBook;
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

interface ExchangeEvents {
  live?(session: Session): void;
  /** The other side turned out to be somebody, now or by a change of governance. */
  entitled?(session: Session): void;
  closed?(session: Session): void;
  refused?(session: Session, code: string, byPeer: boolean): void;
  receipt?(session: Session, receipt: Receipt): void;
  join?(session: Session, request: Uint8Array): void;
  digest?(session: Session, digest: Uint8Array): void;
  address?(session: Session, device: DeviceId, sealed: Uint8Array): void;
  /** A member's device said something in passing. */
  ephemeral?(space: SpaceId, device: DeviceId, sealed: Uint8Array): void;
  problem?(device: DeviceId, code: string, detail: string | undefined): void;
}

export interface Exchange {
  onChannel: (channel: Channel) => void;
  /** Sessions about a space that are open. */
  sessions: (space: SpaceId) => Session[];
  /** Begins a session about a space on a channel that is open already. */
  begin(space: SpaceId, device: DeviceId): void;
  /** Ends all sessions about a space that is no longer here. */
  drop(space: SpaceId, code: string): void;
  isConnected: (device: DeviceId) => boolean;
  /** Passes a register of one's own on, and says something in passing. */
  spread(space: SpaceId, register: HeldRegister): void;
  say(space: SpaceId, sealed: Uint8Array): void;
  close(): Promise<void>;
}

interface Link {
  channel: Channel;
  sessions: Map<SpaceId, Session>;
}

const PASS_ON_DELAY_MS = 1_500;
/** An order that says why a body went may be on its way behind it. */
const ASK_BODIES_DELAY_MS = 1_000;

export const createExchange = (dependencies: ExchangeDependencies): Exchange => {
  const { primitives, self, now, events, role } = dependencies;
  const links = new Map<DeviceId, Link>();
  const watched = new Map<SpaceId, SharedSpace>();

  const sessions = (space: SpaceId): Session[] =>
    [...links.values()].map((link) => link.sessions.get(space)).filter((session) => session !== undefined);

  const report = (device: string, error: unknown): void => {
    const known = isPlexiError(error);
    events.problem?.(device as DeviceId, known ? error.code : 'INTERNAL', known ? error.detail : undefined);
  };

  const receipts = createReceiptFlow({
    primitives,
    self,
    deviceSecretKey: dependencies.deviceSecretKey,
    role,
    shared: (space) => watched.get(space),
    sessions,
    taken: (session, receipt) => events.receipt?.(session, receipt),
    failed: (space, error) => report(space, error),
  });

  const registers = createRegisterFlow({
    self,
    role,
    book: (space) => watched.get(space)?.registerBook,
    sessions,
    failed: (space, error) => report(space, error),
  });
  const ephemeral = createEphemeralFlow({
    primitives,
    self,
    deviceSecretKey: dependencies.deviceSecretKey,
    role,
    now,
    sessions,
    heard: (space, device, sealed) => events.ephemeral?.(space, device, sealed),
  });

  const watch = (shared: SharedSpace): void => {
    const { replica } = shared;
    const waiting = new Set<LogState>();
    const pumpAll = (state: LogState): void => {
      for (const session of sessions(replica.space)) session.pump(state);
    };
    /** Whoever wrote it tells the others too: a client passes on only what they still lack after a while. */
    const pumpLater = (state: LogState): void => {
      if (waiting.has(state)) return;
      waiting.add(state);
      const timer = setTimeout(() => {
        waiting.delete(state);
        pumpAll(state);
      }, PASS_ON_DELAY_MS);
      timer.unref();
    };
    if (watched.has(replica.space)) return;
    watched.set(replica.space, shared);
    replica.onAdvance((state) => {
      if (role === 'relay' || state.log.device === self) pumpAll(state);
      else pumpLater(state);
    });
    let asking: NodeJS.Timeout | undefined;
    replica.onMissing(() => {
      asking ??= setTimeout(() => {
        asking = undefined;
        for (const session of sessions(replica.space)) session.askBodies();
      }, ASK_BODIES_DELAY_MS);
      asking.unref();
    });
    replica.onGovernance(() => {
      for (const session of sessions(replica.space)) session.reconsider();
      registers.governed(replica.space);
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
      send: (frame) => {
        try {
          return channel.send(frame);
        } catch (error) {
          // A session's timers may come between the channel's end and the word of it, which is `closed`.
          if (!isPlexiError(error)) throw error;
          if (error.code !== 'CHANNEL_CLOSED') report(channel.device, error);
          return false;
        }
      },
      drained: () => channel.drained(),
      signDigest: (bytes) => primitives.sign(bytes, dependencies.deviceSecretKey),
      invite: dependencies.inviteFor?.(replica.space, channel.device),
      events: {
        entitled: (from) => {
          dependencies.network()?.confirm(channel.device);
          events.entitled?.(from);
          registers.begin(from);
        },
        refused: (from, code, byPeer) => {
          link.sessions.delete(replica.space);
          events.refused?.(from, code, byPeer);
        },
        received: (from, state) => receipts.owe(from, state),
        receipt: (from, receipt, bytes) => receipts.take(from, receipt, bytes),
        receiptsTaken: (from, taken) => receipts.confirmed(from, taken),
        join: (from, request) => events.join?.(from, request),
        digest: (from, digest) => events.digest?.(from, digest),
        address: (from, device, sealed) => events.address?.(from, device, sealed),
        registers: (from, digest) => registers.compare(from, digest),
        registerHeads: (from, heads, last) => registers.named(from, heads, last),
        register: (from, bytes) => registers.take(from, bytes),
        ephemeral: (from, word) => ephemeral.take(from, word),
        live: (from) => {
          receipts.catchUp(from);
          registers.begin(from);
          events.live?.(from);
          from.askBodies();
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
    drop: (space, code) => {
      for (const session of sessions(space)) session.refuse(code);
      watched.delete(space);
    },
    isConnected: (device) => links.has(device),
    spread: (space, register) => registers.spread(space, register),
    say: (space, sealed) => ephemeral.say(space, sealed),
    close: async () => {
      receipts.close();
      await Promise.all([...links.values()].map((link) => link.channel.close()));
      await Promise.all([...watched.values()].map((shared) => shared.receipts.flush()));
    },
  };
};
