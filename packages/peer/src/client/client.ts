/** A client: the spaces of one account's device, and its part in the network. */
import { nativePrimitives as primitives } from '@plexi/crypto/native';
import type { Network } from '@plexi/network';
import type { PeerEvent, SpaceSummary } from '@plexi/operations';
import {
  type DeviceId,
  ERROR_TABLE,
  type ErrorCode,
  isPlexiError,
  plexiError,
  readInviteLink,
  type SpaceId,
  SYNC_PROTOCOL,
} from '@plexi/protocol';
import { type Awareness, openAwareness } from '../awareness/awareness.ts';
import { personalOf } from '../awareness/personal.ts';
import type { Files } from '../file/files.ts';
import type { OpenProfile } from '../profile/profile.ts';
import type { SmallSpaces } from '../small-space/small-spaces.ts';
import { foundSpace, type NewSpace } from '../space/found.ts';
import { openSpace, type Space, type SpaceDependencies } from '../space/space.ts';
import { createExchange, type Exchange } from '../sync/exchange.ts';
import type { Session } from '../sync/session-port.ts';
import { createAddressTeller } from './addresses.ts';
import { createClientFiles } from './client-files.ts';
import type { Connections } from './connections.ts';
import { createDigests } from './digests.ts';
import { eventsFor } from './events.ts';
import { createNetworkLink, type OnlineOptions } from './network-link.ts';
import { devicesOf, isMemberOf, isOrdinary, isSharedWith, relaysOf } from './reach.ts';
import { createSmallLinks, openSmallSpaces } from './small-links.ts';

export interface ClientOptions {
  profile: OpenProfile;
  now: () => number;
  emit: (event: PeerEvent) => void;
  log: (event: string, fields: Record<string, unknown>) => void;
}

export interface Client {
  readonly self: OpenProfile['self'];
  /** What waits to be read, who is there, what the account keeps for itself. */
  readonly awareness: Awareness;
  /** Opens the spaces that the store knows. */
  load(): Promise<void>;
  spaces(): Space[];
  space(id: SpaceId): Space | undefined;
  found(options: NewSpace): Promise<Space>;
  join(link: string): Promise<Space>;
  /** What the spaces say about themselves, once they are open. */
  summaries(): SpaceSummary[] | undefined;
  online(options: OnlineOptions): Promise<void>;
  /** Ends all connections until `online` is called again. */
  offline(): Promise<void>;
  network(): Network | undefined;
  exchange: Exchange;
  files(): Files;
  /** Direct messages and private channels. */
  readonly small: SmallSpaces;
  /** The digest that a relay last signed for a space, hexadecimal. */
  relayDigest(space: SpaceId, relay: DeviceId): string | undefined;
  connections(): Connections | undefined;
  close(): Promise<void>;
}

const HELD_RETRY_MS = 20_000;
const REFUSED_RETRY_MS = 3_000;
const TELL_DELAY_MS = 300;

const isErrorCode = (code: string): code is ErrorCode => code in ERROR_TABLE;

export const createClient = async (options: ClientOptions): Promise<Client> => {
  const { profile, now, log } = options;
  const { store, self } = profile;
  const spaces = new Map<SpaceId, Space>();
  const timers = new Set<NodeJS.Timeout>();
  let loading: Promise<void> | undefined;
  let loaded = false;
  let closed = false;

  const later = (delay: number, task: () => void): void => {
    const timer = setTimeout(() => {
      timers.delete(timer);
      if (!closed) task();
    }, delay);
    timer.unref();
    timers.add(timer);
  };

  const emit = (event: PeerEvent): void => {
    for (const told of eventsFor(event, (id) => small.record(id))) options.emit(told);
  };

  const teller = createAddressTeller(primitives, self.device, () => link.network());

  const report = (code: string, detail?: string): void => log('problem', { code, ...(detail && { detail }) });

  /** Relays and devices that a space wants connected. */
  const connectFor = (space: Space): void => {
    const connections = link.connections();
    if (connections === undefined) return;
    for (const { device, addresses } of relaysOf(space)) {
      connections.want(device, addresses, true);
      exchange.begin(space.id, device);
    }
    for (const device of devicesOf(space)) exchange.begin(space.id, device);
  };

  const awareness = await openAwareness({ primitives, store, self, now, emit, problem: report });

  const dependencies: SpaceDependencies = {
    primitives,
    store,
    self,
    now,
    emit,
    problem: report,
    governed: (space) => governed(space),
    ...createSmallLinks(store, spaces, () => small, awareness.isBlocked),
    spread: (id, register) => exchange.spread(id, register),
    say: (id, sealed) => exchange.say(id, sealed),
    arrived: (id, messages) => awareness.arrived(id, messages),
    personal: (id) => personalOf(awareness, id),
  };

  const watch = (space: Space): void => {
    spaces.set(space.id, space);
    awareness.watch(space);
    space.replica.onAdvance(() => digests.ask(space.id));
    space.replica.onDropped((dropped) => clientFiles.drop(space.id, dropped));
    connectFor(space);
    small.changed(space);
  };

  const governed = (space: Space): void => {
    connectFor(space);
    small.changed(space);
    awareness.governed(space);
    // Once what changed has reached the others: a relay passes on only what members say.
    later(TELL_DELAY_MS, () => {
      for (const session of exchange.sessions(space.id)) teller.tell(space, session);
    });
  };

  const onLive = (session: Session): void => {
    const space = spaces.get(session.replica.space);
    if (space === undefined) return;
    const request = space.joining.request();
    if (request !== undefined) session.send({ kind: 'join', request });
    teller.tell(space, session);
    digests.ask(space.id);
    clientFiles.look(space.id);
  };

  const onRefused = (session: Session, code: string, byPeer: boolean): void => {
    const space = spaces.get(session.replica.space);
    if (space === undefined) return;
    log('refused', { space: space.id, device: session.device, code: code.slice(0, 64), byPeer });
    if (byPeer && space.joining.isUnderWay() && code.startsWith('INVITE_') && isErrorCode(code)) {
      space.joining.fail(code).catch((error: unknown) => report('INTERNAL', String(error)));
    } else later(REFUSED_RETRY_MS, () => exchange.begin(space.id, session.device));
    emit({ type: 'sync', space: space.id });
  };

  const exchange = createExchange({
    primitives,
    self: self.device,
    deviceSecretKey: self.keys.secretKey.reveal(),
    now,
    network: () => link.network(),
    space: async (id) => spaces.get(id),
    spacesWith: (device) =>
      [...spaces.values()].filter((space) => isSharedWith(space, device)).map(({ id }) => id),
    inviteFor: (id, device) => spaces.get(id)?.joining.proofFor(device),
    role: 'client',
    events: {
      live: onLive,
      refused: onRefused,
      closed: (session) => digests.forget(session),
      receipt: (session, receipt) => spaces.get(session.replica.space)?.messages.received(receipt),
      join: (session, request) => {
        spaces
          .get(session.replica.space)
          ?.admission.request(request)
          .catch((error: unknown) => report(isPlexiError(error) ? error.code : 'INTERNAL'));
      },
      ephemeral: (id, device, sealed) => spaces.get(id)?.ephemeral.heard(device, sealed),
      digest: (session, digest) => digests.take(session, digest),
      address: (session, device, sealed) => {
        const space = spaces.get(session.replica.space);
        if (space === undefined || device === self.device || !isMemberOf(space, device)) return;
        const direct = teller.open(space, device, sealed);
        // One of the two dials, so that they don't meet half way; the other answers to discovery on the network.
        if (self.device < device) link.connections()?.want(device, direct, false);
      },
      problem: (device, code, detail) => log('peer-problem', { device, code, ...(detail && { detail }) }),
    },
  });

  const digests = createDigests(exchange.sessions, emit);
  const clientFiles = createClientFiles({
    primitives,
    profile,
    now,
    network: () => link.network(),
    exchange: () => exchange,
    governance: (space) => spaces.get(space)?.replica.governance(),
    emit,
    problem: report,
  });
  const link = createNetworkLink({
    deviceSecretKey: self.keys.secretKey.reveal(),
    protocols: [SYNC_PROTOCOL],
    bulk: clientFiles.bulk,
    isExpected: (device) => [...spaces.values()].some((space) => isSharedWith(space, device)),
    isMember: (device) => [...spaces.values()].some((space) => isMemberOf(space, device)),
    isConnected: exchange.isConnected,
    onChannel: exchange.onChannel,
    log,
  });

  const load = async (): Promise<void> => {
    await small.load();
    const spoken = (await store.records('profile', 'space')).map(({ key }) => key as SpaceId);
    const known = [...new Set([...spoken, ...small.ids()])];
    await clientFiles.load(known);
    for (const id of known) if (!spaces.has(id)) watch(await openSpace(dependencies, id, small.record(id)));
    loaded = true;
    for (const space of spaces.values())
      space.readMail().catch((error: unknown) => report('INTERNAL', String(error)));
  };

  const small = openSmallSpaces(dependencies, spaces, watch, awareness);

  const tick = setInterval(() => {
    for (const space of spaces.values()) {
      space.replica.retryHeld().catch((error: unknown) => report('INTERNAL', String(error)));
    }
  }, HELD_RETRY_MS);
  tick.unref();

  return {
    self,
    awareness,
    load: () => (loading ??= load()),
    spaces: () => [...spaces.values()],
    space: (id) => spaces.get(id),
    found: async (details) => {
      const space = await foundSpace(dependencies, details);
      watch(space);
      return space;
    },
    join: async (text) => {
      const invite = readInviteLink(primitives, text);
      if (now() > invite.expires) throw plexiError('INVITE_EXPIRED');
      const known = spaces.get(invite.space);
      if (known?.summary().state === 'ready') throw plexiError('ALREADY_MEMBER');
      const space = known ?? (await openSpace(dependencies, invite.space));
      await space.joining.begin(text);
      watch(space);
      for (const session of exchange.sessions(space.id)) {
        const proof = space.joining.proofFor(session.device);
        if (proof !== undefined) session.send({ kind: 'invite', proof });
        onLive(session);
      }
      emit({ type: 'spaces' });
      return space;
    },
    summaries: () => (loaded ? [...spaces.values()].filter(isOrdinary).map((it) => it.summary()) : undefined),
    online: async (how) => {
      await link.open(how);
      for (const space of spaces.values()) connectFor(space);
    },
    offline: link.close,
    network: () => link.network(),
    exchange,
    files: clientFiles.files,
    small,
    relayDigest: digests.of,
    connections: () => link.connections(),
    close: async () => {
      closed = true;
      clearInterval(tick);
      for (const timer of timers) clearTimeout(timer);
      digests.close();
      small.close();
      await awareness.leave();
      for (const space of spaces.values()) space.close();
      await exchange.close();
      await link.close();
      await clientFiles.close();
      await Promise.all([...spaces.values()].map((space) => space.replica.run(async () => undefined)));
      await awareness.close();
    },
  };
};
