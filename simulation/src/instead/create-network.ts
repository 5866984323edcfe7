/** In the place of libp2p: the run's fabric, behind the same port. */
import { nativePrimitives as primitives } from '@plexi/crypto/native';
import type { Channel, ConnectionView, Network, NetworkOptions } from '@plexi/network';
import { type DeviceId, idFromBytes, LIMITS, plexiError } from '@plexi/protocol';
import { peerIdOf } from '../../../packages/network/src/address.ts';
import { type Endpoint, fabricHere } from '../fabric/fabric.ts';
import { type LineEnd, openLine } from '../fabric/line.ts';
import { after, afterAnyhow, inLife, type Life, lifeHere, note } from '../machine/machine.ts';

type Kind = 'main' | 'bulk';

/** Where a node listens: an address that follows from its name alone. */
const addressOf = (node: string, device: DeviceId): string => {
  const [a, b, c] = primitives.sha256(new TextEncoder().encode(node));
  return `/ip4/10.${a}.${b}.${c}/tcp/4001/p2p/${peerIdOf(device)}`;
};

const optionsOf = (endpoint: Endpoint, kind: Kind) =>
  kind === 'main' ? endpoint.options : endpoint.options.bulk;

/** Brings a channel to one side, and ends it there if nobody vouches for the other in time. */
const receive = (endpoint: Endpoint, kind: Kind, channel: Channel): void => {
  const { options, confirmed, lines, end } = endpoint;
  const line = lines.get(kind + channel.device);
  inLife(end.life, () => {
    if (
      kind === 'main' &&
      options.admit(channel.device) === 'provisional' &&
      !confirmed.has(channel.device)
    ) {
      after(options.provisionalMs ?? LIMITS.provisionalMs, () => {
        if (confirmed.has(channel.device) || options.admit(channel.device) === 'known') return;
        void channel.close('PEER_REFUSED');
      });
    }
    void channel.closed.then(() => {
      if (lines.get(kind + channel.device) === line) lines.delete(kind + channel.device);
    });
    optionsOf(endpoint, kind)?.onChannel(channel);
  });
};

/** Makes the line between two sides that agree, and tells both. */
const join = (here: Endpoint, there: Endpoint, kind: Kind): Channel => {
  const fabric = fabricHere();
  const known = here.lines.get(kind + there.end.device);
  if (known?.isOpen() === true) return known.channelOf(here.end);
  const serial = ++fabric.serial;
  const protocol = optionsOf(here, kind)?.protocols[0] ?? '';
  note(here.end.node, 'joined', there.end.node, serial);
  const line = openLine(fabric.air, { dialer: here.end, listener: there.end, protocol, serial });
  const entry = { line, nodes: [here.end.node, there.end.node] as [string, string] };
  fabric.lines.add(entry);
  void line.channelOf(here.end).closed.then(() => fabric.lines.delete(entry));
  here.lines.set(kind + there.end.device, line);
  there.lines.set(kind + here.end.device, line);
  receive(there, kind, line.channelOf(there.end));
  receive(here, kind, line.channelOf(here.end));
  return line.channelOf(here.end);
};

const delay = (ms: number): Promise<void> => new Promise((resolve) => void after(ms, resolve));

/** Reaches another node, as the ways between allow. Throws PEER_UNREACHABLE, PEER_REFUSED. */
const reach = async (here: Endpoint, device: DeviceId, addresses: readonly string[]): Promise<Channel> => {
  const { air, endpoints } = fabricHere();
  const there = endpoints.get(device);
  const { delayMs } = air.weather;
  if (there === undefined || !there.addresses.some((address) => addresses.includes(address))) {
    await delay(delayMs.high);
    throw plexiError('PEER_UNREACHABLE');
  }
  const isCut = (): boolean =>
    air.cuts.isCut(here.end.node, there.end.node) || air.cuts.isCut(there.end.node, here.end.node);
  if (isCut()) {
    await delay(LIMITS.dialMs);
    throw plexiError('PEER_UNREACHABLE');
  }
  await delay(3 * delayMs.high);
  if (isCut() || endpoints.get(device) !== there || !there.end.life.alive)
    throw plexiError('PEER_UNREACHABLE');
  const refuses = inLife(there.end.life, () => there.options.admit(here.end.device)) === 'refused';
  if (refuses || here.options.admit(device) === 'refused') throw plexiError('PEER_REFUSED');
  return join(here, there, 'main');
};

/** Members' devices on one local network find each other. */
const announce = (endpoint: Endpoint): void => {
  for (const other of fabricHere().endpoints.values()) {
    if (other === endpoint || other.options.mdns === false || endpoint.options.mdns === false) continue;
    for (const [to, from] of [[endpoint, other] as const, [other, endpoint] as const])
      afterAnyhow(50, () => {
        if (to.end.life.alive)
          inLife(to.end.life, () => to.options.onDiscover?.(from.end.device, from.addresses));
      });
  }
};

const networkOf = (endpoint: Endpoint): Network => {
  const { device } = endpoint.end;
  const dialing = new Map<DeviceId, Promise<Channel>>();
  let closed = false;
  const refuseClosed = (): void => {
    if (closed) throw plexiError('NETWORK_CLOSED');
  };
  const channelsOf = (): Channel[] =>
    [...endpoint.lines.values()].map((line) => line.channelOf(endpoint.end));

  const close = async (): Promise<void> => {
    if (closed) return;
    closed = true;
    fabricHere().endpoints.delete(device);
    for (const channel of channelsOf()) await channel.close();
  };

  return {
    device,
    addresses: () => [...endpoint.addresses],
    connect: async (to, addresses, options) => {
      refuseClosed();
      const known = endpoint.lines.get(`main${to}`);
      if (known?.isOpen() === true) return known.channelOf(endpoint.end);
      const dial = dialing.get(to) ?? reach(endpoint, to, addresses).finally(() => dialing.delete(to));
      dialing.set(to, dial);
      const channel = await dial;
      if (options?.signal?.aborted === true) throw plexiError('NETWORK_CLOSED');
      return channel;
    },
    openBulk: async (to) => {
      refuseClosed();
      const there = fabricHere().endpoints.get(to);
      if (there?.options.bulk === undefined || endpoint.lines.get(`main${to}`)?.isOpen() !== true)
        throw plexiError('PEER_UNREACHABLE');
      return join(endpoint, there, 'bulk');
    },
    confirm: (to) => void endpoint.confirmed.add(to),
    // Nobody is refused for what came to nothing: what a schedule does is not to hang on how often.
    blame: () => undefined,
    disconnect: async (to) => {
      endpoint.confirmed.delete(to);
      for (const channel of channelsOf()) if (channel.device === to) await channel.close();
    },
    connections: (): ConnectionView[] =>
      channelsOf().map((channel) => ({
        device: channel.device,
        address: channel.remoteAddress,
        relayed: false,
      })),
    reserve: async () => undefined,
    close,
    [Symbol.asyncDispose]: close,
  };
};

export const createNetwork = async (options: NetworkOptions): Promise<Network> => {
  const life = lifeHere();
  if (life === undefined) throw new TypeError('a network outside every node');
  const device = idFromBytes<DeviceId>(primitives.publicKeyOf(options.deviceSecretKey));
  const address = addressOf(life.node, device);
  const end: LineEnd = { node: life.node, device, life: life satisfies Life, address };
  const addresses = options.listen.length > 0 ? [address] : [];
  const endpoint: Endpoint = { end, options, addresses, lines: new Map(), confirmed: new Set() };
  fabricHere().endpoints.set(device, endpoint);
  announce(endpoint);
  return networkOf(endpoint);
};
