/** A client: the spaces of one account's device, and its part in the network. */
import { nativePrimitives as primitives } from '@plexi/crypto/native';
import type { PeerEvent } from '@plexi/operations';
import {
  isPlexiError,
  plexiError,
  readInviteLink,
  type Session,
  type SpaceId,
  SYNC_PROTOCOLS,
  toHex,
} from '@plexi/protocol';
import { openAwareness } from '../awareness/awareness.ts';
import { personalOf } from '../awareness/personal.ts';
import { foundSpace } from '../space/found.ts';
import { loadFounded } from '../space/founding.ts';
import { endsJoining } from '../space/joining.ts';
import type { Space, SpaceDependencies } from '../space/space.ts';
import { createExchange } from '../sync/exchange.ts';
import { createAsking } from './asking.ts';
import { createClientFiles } from './client-files.ts';
import type { Client, ClientOptions } from './client-port.ts';
import { createDigests } from './digests.ts';
import { createDirectPaths } from './direct-paths.ts';
import { eventsFor } from './events.ts';
import { createNetworkLink } from './network-link.ts';
import { createNewestPages } from './newest-pages.ts';
import { createNotice } from './notice.ts';
import { createOpenings } from './openings.ts';
import { devicesOf, isMemberOf, isOrdinary, relaysOf } from './reach.ts';
import { createSmallLinks, openSmallSpaces } from './small-links.ts';
import { tellHealth } from './tell-health.ts';
import { createTimers } from './timers.ts';
import { createWitnesses } from './witnesses.ts';

export type { Client, ClientOptions } from './client-port.ts';

const HELD_RETRY_MS = 20_000;
const REFUSED_RETRY_MS = 3_000;
const TELL_DELAY_MS = 300;

export const createClient = async (options: ClientOptions): Promise<Client> => {
  const { profile, now, log, judge } = options;
  const { store, self } = profile;
  const spaces = new Map<SpaceId, Space>();
  const timers = createTimers();
  let loading: Promise<void> | undefined;
  let loaded = false;

  const emit = (event: PeerEvent): void => {
    for (const told of eventsFor(event, { self, small }, spaces)) options.emit(told);
  };

  const asking = createAsking();

  const report = (code: string, detail?: string): void => log('problem', { code, ...(detail && { detail }) });
  const failed = (error: unknown): void =>
    isPlexiError(error) ? report(error.code, error.detail) : report('INTERNAL', String(error));

  const notice = createNotice(spaces, () => small, self.account);

  /** Relays and devices that a space wants connected. */
  const connectFor = (space: Space): void => {
    const connections = link.connections();
    if (connections === undefined || notice.isIgnored(space)) return;
    for (const { device, addresses } of relaysOf(space)) {
      connections.want(device, addresses, true);
      exchange.begin(space.id, device);
    }
    for (const device of devicesOf(space)) exchange.begin(space.id, device);
  };

  const awareness = await openAwareness({ primitives, store, self, now, emit, problem: report });

  const ignoreHealth = tellHealth(store, spaces, emit, log);

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
    arrived: (id, opened) => awareness.arrived(id, opened),
    personal: (id) => personalOf(awareness, id),
    judge,
  };

  const openOnce = createOpenings(dependencies, spaces);
  const watch = (space: Space): void => {
    spaces.set(space.id, space);
    awareness.watch(space);
    witnesses.watch(space);
    space.replica.onAdvance(() => digests.ask(space.id));
    space.replica.onDropped((dropped) => clientFiles.drop(space.id, dropped));
    connectFor(space);
    small.changed(space);
  };

  const governed = (space: Space): void => {
    connectFor(space);
    asking.follow(space, exchange.sessions(space.id));
    pages.look(space);
    small.changed(space);
    awareness.governed(space);
    // Once what changed has reached the others: a relay passes on only what members say.
    timers.later(TELL_DELAY_MS, () => {
      for (const session of exchange.sessions(space.id)) paths.tell(space, session);
    });
  };

  const onLive = (session: Session): void => {
    const space = spaces.get(session.replica.space);
    if (space === undefined) return;
    asking.ask(space, session);
    paths.tell(space, session);
    digests.ask(space.id);
    pages.look(space);
    witnesses.live(session);
    clientFiles.look(space.id);
  };

  const onRefused = (session: Session, code: string, byPeer: boolean): void => {
    const space = spaces.get(session.replica.space);
    if (space === undefined) return;
    log('refused', { space: space.id, device: session.device, code: code.slice(0, 64), byPeer });
    if (byPeer && space.joining.isUnderWay() && endsJoining(code)) {
      space.joining.fail(code).catch(failed);
    } else timers.later(REFUSED_RETRY_MS, () => exchange.begin(space.id, session.device));
    emit({ type: 'sync', space: space.id });
  };

  const exchange = createExchange({
    primitives,
    self: self.device,
    deviceSecretKey: self.keys.secretKey.reveal(),
    now,
    network: () => link.network(),
    space: async (id, device) => notice.spaceFor(id, device),
    spacesWith: (device) => notice.spacesWith(device).map(({ id }) => id),
    isQuiet: (id) => spaces.get(id)?.isQuiet() === true,
    inviteFor: (id, device) => spaces.get(id)?.joining.proofFor(device),
    isLearning: (id) => spaces.get(id)?.joining.isTrustworthy() === false,
    role: 'client',
    events: {
      live: onLive,
      refused: onRefused,
      closed: (session) => digests.forget(session),
      receipt: (session, receipt) => {
        spaces.get(session.replica.space)?.messages.received(receipt);
        witnesses.receipt(session, receipt);
      },
      join: ({ replica }, sent) => void spaces.get(replica.space)?.admission.request(sent).catch(failed),
      ephemeral: (id, device, sealed) => spaces.get(id)?.ephemeral.heard(device, sealed),
      digest: (session, digest) => digests.take(session, digest),
      page: (session, page) => pages.take(session, page),
      address: (session, device, sealed) => {
        const space = spaces.get(session.replica.space);
        if (space !== undefined) paths.heard(space, device, sealed);
      },
      problem: (device, code, detail) => log('peer-problem', { device, code, ...(detail && { detail }) }),
    },
  });

  const witnesses = createWitnesses(
    self,
    () => exchange,
    (device, code) => log('peer-problem', { device, code }),
  );
  const paths = createDirectPaths(primitives, self.device, () => link, report);
  const digests = createDigests(exchange.sessions, emit);
  const pages = createNewestPages({
    sessions: exchange.sessions,
    spaces,
    isInSync: (space, { device }) => digests.of(space.id, device) === toHex(space.digest()),
    timers,
    failed,
  });
  const clientFiles = createClientFiles({
    primitives,
    profile,
    now,
    network: () => link.network(),
    exchange: () => exchange,
    governance: (space) => spaces.get(space)?.replica.governance(),
    governanceFor: (space, device) => notice.spaceFor(space, device)?.replica.governance(),
    emit,
    problem: report,
  });
  const link = createNetworkLink({
    deviceSecretKey: self.keys.secretKey.reveal(),
    protocols: [...SYNC_PROTOCOLS],
    bulk: clientFiles.bulk,
    isExpected: (device) => notice.spacesWith(device).length > 0,
    isMember: (device) => [...spaces.values()].some((space) => isMemberOf(space, device)),
    isConnected: exchange.isConnected,
    onChannel: exchange.onChannel,
    log,
  });

  const load = async (): Promise<void> => {
    const founded = await loadFounded(store, failed);
    await small.load();
    const known = [...new Set([...founded, ...small.ids()])];
    await clientFiles.load(known);
    for (const id of known) if (!spaces.has(id)) watch(await openOnce(id, small.record(id)));
    loaded = true;
    for (const space of spaces.values()) space.readMail().catch(failed);
  };

  const reachChanged = (id: SpaceId): void => {
    const space = spaces.get(id);
    if (space === undefined) return;
    if (notice.isIgnored(space)) return exchange.leave(id);
    connectFor(space);
    if (space.isQuiet()) return;
    space.wake();
    governed(space);
    exchange.confirm(id);
  };

  const small = openSmallSpaces({ dependencies, spaces, openOnce, watch, awareness, reachChanged });
  timers.every(HELD_RETRY_MS, () => {
    for (const space of spaces.values()) space.replica.retryHeld().catch(failed);
  });

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
    join: async (text, as) => {
      const invite = readInviteLink(primitives, text);
      if (now() > invite.expires) throw plexiError('INVITE_EXPIRED');
      const space = await openOnce(invite.space);
      if (space.summary().state === 'ready') throw plexiError('ALREADY_MEMBER');
      await space.joining.begin(text, as);
      watch(space);
      link.connections()?.hurry();
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
    pages,
    relayDigest: digests.of,
    connections: () => link.connections(),
    close: async () => {
      ignoreHealth();
      timers.close();
      digests.close();
      witnesses.close();
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
