/**
 * The exchange of one peer with all others: channels come and go, each carries the sessions of the spaces that both sides
 * share, and receipts find their way to whoever wrote [N4]. A relay and a client differ by what `ExchangeDependencies` says.
 */

import type { Channel } from '@plexi/network';
import {
  type Allowance,
  createAllowance,
  createSession,
  createSpaceSync,
  type DeviceId,
  decodeFrame,
  type ErrorCode,
  encodeFrame,
  isPlexiError,
  LIMITS,
  plexiError,
  type Session,
  type SpaceId,
  type SpaceSync,
} from '@plexi/protocol';
import { createEphemeralFlow } from '../ephemeral/ephemeral-flow.ts';
import { createRegisterFlow } from '../register/register-flow.ts';
import type { Exchange, ExchangeDependencies, SharedSpace } from './exchange-port.ts';
import { createPromises } from './promises.ts';
import { createSyncTime } from './time.ts';

interface Link {
  channel: Channel;
  sessions: Map<SpaceId, Session>;
  /** Spaces about which a session is to begin as soon as they are open here. */
  beginning: Set<SpaceId>;
  greetings: Allowance;
}

/** [L6] Greetings on one channel. */
const GREETINGS = { burst: LIMITS.helloBurst, perMs: LIMITS.hellosPerSecond / 1_000 };

/** What nobody sends who checks what they pass on; of the rest both sides may be right, by what they know. */
const FAULTS: ReadonlySet<ErrorCode> = new Set<ErrorCode>(['ENTRY_FORGED', 'ENTRY_MALFORMED']);

export const createExchange = (dependencies: ExchangeDependencies): Exchange => {
  const {
    primitives,
    self,
    now,
    events,
    role,
    isQuiet = () => false,
    isLearning = () => false,
  } = dependencies;
  const links = new Map<DeviceId, Link>();
  const watched = new Map<SpaceId, SharedSpace>();
  const syncs = new Map<SpaceId, SpaceSync>();
  const time = createSyncTime(now);

  const sessions = (space: SpaceId): Session[] =>
    [...links.values()].map((link) => link.sessions.get(space)).filter((session) => session !== undefined);

  const report = (device: string, error: unknown): void => {
    const known = isPlexiError(error);
    events.problem?.(device as DeviceId, known ? error.code : 'INTERNAL', known ? error.detail : undefined);
  };

  const { receipts, holdings, passedOn } = createPromises({
    primitives,
    self,
    deviceSecretKey: dependencies.deviceSecretKey,
    role,
    now,
    isQuiet,
    isAnew: dependencies.isAnew ?? (() => false),
    shared: (space) => watched.get(space),
    sessions,
    taken: (session, receipt) => events.receipt?.(session, receipt),
    broke: ({ replica }) => syncs.get(replica.space)?.fetching.changed(),
    failed: report,
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

  /** What happens in a space from now on is told to all who share it. */
  const watch = (shared: SharedSpace): SpaceSync => {
    const { replica } = shared;
    const { space } = replica;
    const known = syncs.get(space);
    if (known !== undefined) return known;
    watched.set(space, shared);
    const sync = createSpaceSync({
      replica,
      self,
      role,
      time,
      sessions: () => sessions(space),
      isDistrusted: (device) => shared.receipts.broken.isBy(device),
    });
    syncs.set(space, sync);
    replica.onAdvance((state) => {
      receipts.stored(space, state);
      sync.advanced(state);
    });
    replica.onMissing(() => sync.missing());
    replica.onFilled((state) => sync.filled(state));
    replica.onGovernance(() => {
      sync.governed();
      registers.governed(space);
      receipts.governed(space);
      holdings.governed(sessions(space));
    });
    return sync;
  };

  const open = (link: Link, shared: SharedSpace): Session => {
    const { channel } = link;
    const { replica } = shared;
    const { fetching } = watch(shared);
    const session = createSession({
      primitives,
      replica,
      device: channel.device,
      self,
      protocol: channel.protocol,
      opens: channel.outbound,
      time,
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
      isLearning: () => isLearning(replica.space),
      fetching,
      events: {
        entitled: (from) => {
          dependencies.network()?.confirm(channel.device);
          events.entitled?.(from);
          registers.begin(from);
        },
        refused: (from, code, byPeer) => {
          link.sessions.delete(replica.space);
          fetching.gone(from);
          events.refused?.(from, code, byPeer);
        },
        received: (from, state) => receipts.owe(from, state),
        receipt: (from, receipt, bytes) => receipts.take(from, receipt, bytes),
        receiptsCame: (from, count) => receipts.came(from, count),
        receiptsTaken: (from, taken) => receipts.confirmed(from, taken),
        join: (from, request) => events.join?.(from, request),
        digest: (from, digest) => {
          holdings.has(from, digest);
          events.digest?.(from, digest);
        },
        address: (from, device, sealed) => events.address?.(from, device, sealed),
        page: async (from, page) => events.page?.(from, page),
        askedHolding: (from, shown) => holdings.asked(from, shown),
        holding: (from, said) => holdings.told(from, said),
        registers: (from, digest) => registers.compare(from, digest),
        registerHeads: (from, heads, last) => registers.named(from, heads, last),
        register: (from, bytes) => registers.take(from, bytes),
        ephemeral: (from, word) => ephemeral.take(from, word),
        live: (from) => {
          holdings.compare(from);
          receipts.catchUp(from);
          registers.begin(from);
          fetching.changed();
          events.live?.(from);
          from.askBodies();
        },
        problem: (from, code) => {
          if (FAULTS.has(code)) dependencies.network()?.blame(from.device, code);
          events.problem?.(from.device, code, undefined);
        },
      },
    });
    link.sessions.set(replica.space, session);
    return session;
  };

  const onFrame = async (link: Link, bytes: Uint8Array): Promise<void> => {
    const { space, frame } = decodeFrame(bytes);
    if (frame.kind === 'hello' && !link.greetings.take(''))
      throw plexiError('FRAME_INVALID', { detail: 'too often: hello' });
    let session = link.sessions.get(space);
    if (session === undefined) {
      if (frame.kind !== 'hello') return;
      const shared = await dependencies.space(space, link.channel.device);
      session = link.sessions.get(space);
      if (session === undefined) {
        if (shared === undefined || link.sessions.size >= LIMITS.sessionsPerChannel) {
          // A relay has no room; a client says to nobody which spaces it has.
          if (role === 'relay') link.channel.send(encodeFrame(space, { kind: 'refused', code: 'TOO_BUSY' }));
          return;
        }
        session = open(link, shared);
      }
    }
    await session.handle(frame);
  };

  const begin = async (link: Link, id: SpaceId): Promise<void> => {
    if (link.sessions.has(id)) return;
    link.beginning.add(id);
    try {
      const shared = await dependencies.space(id, link.channel.device);
      if (shared === undefined || link.sessions.has(id) || links.get(link.channel.device) !== link) return;
      open(link, shared).start();
    } finally {
      link.beginning.delete(id);
    }
  };

  const end = (link: Link): void => {
    const ended = [...link.sessions.values()];
    link.sessions.clear();
    for (const session of ended) {
      session.close();
      syncs.get(session.replica.space)?.fetching.gone(session);
      events.closed?.(session);
    }
    if (links.get(link.channel.device) === link) links.delete(link.channel.device);
  };

  const refuseAll = (space: SpaceId, code: string): void => {
    for (const session of sessions(space)) session.refuse(code);
  };

  return {
    onChannel: (channel) => {
      const previous = links.get(channel.device);
      const greetings = createAllowance(GREETINGS, now);
      const link: Link = { channel, sessions: new Map(), beginning: new Set(), greetings };
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
      refuseAll(space, code);
      watched.delete(space);
      syncs.get(space)?.close();
      syncs.delete(space);
    },
    leave: (space) => refuseAll(space, 'PEER_REFUSED'),
    confirm: (space) => {
      for (const session of sessions(space)) if (session.isLive()) receipts.catchUp(session);
    },
    isConnected: (device) => links.has(device),
    passedOn,
    isBeginning: (space) => [...links.values()].some(({ beginning }) => beginning.has(space)),
    spread: (space, register) => registers.spread(space, register),
    say: (space, sealed) => {
      if (!isQuiet(space)) ephemeral.say(space, sealed);
    },
    close: async () => {
      await receipts.close();
      for (const sync of syncs.values()) sync.close();
      await Promise.all([...links.values()].map((link) => link.channel.close()));
      await Promise.all([...watched.values()].map((shared) => shared.receipts.flush()));
    },
  };
};
