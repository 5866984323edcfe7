import type { Connection, PeerId } from '@libp2p/interface';
import { peerIdFromString } from '@libp2p/peer-id';
import type { Multiaddr } from '@multiformats/multiaddr';
import type { DeviceId } from '@plexi/protocol';
import { LIMITS, plexiError } from '@plexi/protocol';
import { addressesOf, deviceInAddress, deviceOfPeerId, isRelayed, peerIdOf } from '../address.ts';
import { type ChannelBook, createChannelBook } from '../channel/channel-book.ts';
import type { StreamChannel } from '../channel/stream-channel.ts';
import { createAdmissionDesk } from '../connection/admission.ts';
import { createBulkOpener } from '../connection/bulk.ts';
import { createConnector } from '../connection/connector.ts';
import { admissionGater } from '../connection/gater.ts';
import { startLocalDiscovery } from '../discovery/local-discovery.ts';
import type { Network, NetworkEvent, NetworkOptions } from '../network.ts';
import { createHolePuncher, PUNCH_PROTOCOL } from '../punching/hole-punch.ts';
import { createLocalPorts, type DialOptions } from '../punching/local-ports.ts';
import { createReservations } from '../relay/reservations.ts';
import { dialAsServer } from './dial-as-server.ts';
import { startNode } from './start-node.ts';
import { createStreamWatch } from './stream-watch.ts';

const deviceOf = (peer: PeerId): DeviceId | undefined => deviceOfPeerId(peer.toString());

const viewOf = (connection: Connection, device: DeviceId) => {
  const address = connection.remoteAddr.toString();
  return { device, address, relayed: isRelayed(address) };
};

export const startNetwork = async (options: NetworkOptions): Promise<Network> => {
  const log = (event: NetworkEvent) => options.log?.(event);
  const desk = createAdmissionDesk({
    admit: (device) => options.admit(device),
    provisionalMs: options.provisionalMs ?? LIMITS.provisionalMs,
    log,
    dismiss: (device) => void dismiss(device),
  });
  const streamWatch = createStreamWatch(({ remotePeer }) => {
    const device = deviceOf(remotePeer);
    if (device !== undefined) desk.strike(device, 'TOO_BUSY');
  });
  const { libp2p, components } = await startNode(options, admissionGater(desk), streamWatch);
  const self = deviceOf(libp2p.peerId);
  if (self === undefined) throw plexiError('INTERNAL', { detail: 'peer id' });

  const connectionsOf = (device: DeviceId): Connection[] =>
    libp2p.getConnections(peerIdFromString(peerIdOf(device)));
  const dismiss = async (device: DeviceId) => {
    await Promise.allSettled(connectionsOf(device).map((connection) => connection.close()));
  };

  const book = createChannelBook({
    self,
    protocols: options.protocols,
    onChannel: (channel) => options.onChannel(channel),
    onMisbehaved: desk.strike,
    log,
  });
  const bulkBook = createChannelBook({
    self,
    protocols: options.bulk?.protocols ?? [],
    onChannel: (channel) => options.bulk?.onChannel(channel),
    onMisbehaved: desk.strike,
    log,
  });
  const closing = new AbortController();
  const dialFrom = (address: Multiaddr, { isServer = false, ...dialOptions }: DialOptions) =>
    isServer
      ? dialAsServer(components, address, dialOptions)
      : components.transportManager.dial(address, dialOptions);
  const ports = createLocalPorts(dialFrom);
  const puncher = createHolePuncher(
    {
      ports,
      dialFrom,
      signal: closing.signal,
      punched: (device, connection, isOurs) => {
        log({ kind: 'punched', device, address: connection.remoteAddr.toString() });
        if (isOurs) connector.moveTo(device, connection);
      },
      failed: (device) => log({ kind: 'punching-failed', device }),
    },
    deviceInAddress,
  );
  const bulk = createBulkOpener({ book: bulkBook, connectionsOf });
  const connector = createConnector({
    self,
    book,
    desk,
    connectionsOf,
    mayPrune: (device) => options.relayServer !== true && !reservations.isAt(device),
    dial: (address, signal) => ports.dial(address, signal),
  });
  const reservations = createReservations({ components, connectTo: connector.connectDirectly, log });

  libp2p.addEventListener('connection:open', ({ detail }) => {
    streamWatch.watch(detail);
    const device = deviceOf(detail.remotePeer);
    if (device !== undefined)
      log({ kind: 'connected', ...viewOf(detail, device), outbound: detail.direction === 'outbound' });
  });
  libp2p.addEventListener('peer:identify', ({ detail: { connection, observedAddr } }) => {
    const device = deviceOf(connection.remotePeer);
    if (device === undefined) return;
    if (observedAddr !== undefined) ports.observed(connection, device, observedAddr);
    const isAsked = connection.direction === 'inbound' && isRelayed(connection.remoteAddr.toString());
    if (isAsked && !desk.refuses(device)) puncher.begin(device, connection);
  });
  libp2p.addEventListener('connection:close', ({ detail }) => {
    const device = deviceOf(detail.remotePeer);
    if (device === undefined) return;
    log({ kind: 'disconnected', device, address: detail.remoteAddr.toString() });
    ports.closed(detail, device);
    if (connectionsOf(device).every((connection) => connection === detail)) desk.left(device);
  });
  const handle = (protocols: string[], within: ChannelBook) =>
    libp2p.handle(
      protocols,
      (stream, connection) => {
        const device = deviceOf(connection.remotePeer);
        if (device === undefined) stream.abort(new Error('not a device'));
        else void within.accept(device, connection, stream);
      },
      { runOnLimitedConnection: true, maxInboundStreams: LIMITS.channelsPerPeer },
    );
  await handle(options.protocols, book);
  if (options.bulk !== undefined) await handle(options.bulk.protocols, bulkBook);

  await libp2p.handle(
    PUNCH_PROTOCOL,
    (stream, connection) => {
      const device = deviceOf(connection.remotePeer);
      const isOurs = connection.direction === 'outbound' && isRelayed(connection.remoteAddr.toString());
      if (device === undefined || !isOurs) stream.abort(new Error('nothing to punch'));
      else void puncher.answer(device, connection, stream);
    },
    { runOnLimitedConnection: true, maxInboundStreams: 1 },
  );

  const addresses = () =>
    addressesOf(components.transportManager.getAddrs().map(String), self, options.announce);
  log({ kind: 'listening', addresses: addresses() });
  const discovery =
    options.mdns === false
      ? undefined
      : startLocalDiscovery({
          components,
          self,
          log,
          onDiscover: (...found) => options.onDiscover?.(...found),
        });

  let closed: Promise<void> | undefined;
  const shutDown = async () => {
    closing.abort();
    connector.close();
    bulk.close();
    reservations.close();
    desk.close();
    await discovery?.close();
    await Promise.all([book.closeAll(), bulkBook.closeAll()]);
    await libp2p.stop();
  };
  const requireOpen = () => {
    if (closed !== undefined) throw plexiError('NETWORK_CLOSED');
  };

  return {
    device: self,
    addresses,
    async connect(device, to, { signal } = {}): Promise<StreamChannel> {
      requireOpen();
      return connector.connect(device, to, signal);
    },
    async openBulk(device): Promise<StreamChannel> {
      requireOpen();
      return bulk.open(device);
    },
    confirm: desk.confirm,
    blame: desk.fault,
    async disconnect(device) {
      desk.forget(device);
      reservations.release(device);
      await Promise.all([book.current(device)?.close(), bulkBook.current(device)?.close()]);
      await dismiss(device);
    },
    connections: () =>
      libp2p.getConnections().flatMap((connection) => {
        const device = deviceOf(connection.remotePeer);
        return device === undefined ? [] : [viewOf(connection, device)];
      }),
    async reserve(relayAddress, { signal } = {}) {
      requireOpen();
      await reservations.reserve(relayAddress, signal);
    },
    close: () => (closed ??= shutDown()),
    [Symbol.asyncDispose]: () => (closed ??= shutDown()),
  };
};
