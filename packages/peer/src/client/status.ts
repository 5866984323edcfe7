/** Where a space stands, honestly [N5]. */

import { isLoopback } from '@plexi/network';
import type { SyncStatus } from '@plexi/operations';
import { type ChannelId, type DeviceId, isMemberOf, toHex } from '@plexi/protocol';
import type { Space } from '../space/space.ts';
import type { Client } from './client.ts';
import { createWhereabouts, type Whereabouts } from './whereabouts.ts';

/** Whose sessions are looked at. */
type Looking = Pick<Client, 'exchange' | 'self'>;

const isLive = (client: Looking, space: Space, device: DeviceId): boolean =>
  client.exchange.sessions(space.id).some((session) => session.device === device && session.isLive());

const known = new WeakMap<Space, Whereabouts>();

const whereaboutsOf = (client: Looking, space: Space): Whereabouts => {
  const whereabouts =
    known.get(space) ??
    createWhereabouts({ space, self: client.self, isConnected: (device) => isLive(client, space, device) });
  known.set(space, whereabouts);
  return whereabouts;
};

/** Entries of this device that no listed relay has signed for; where none is listed, no other device. */
export const pendingEntries = (client: Looking, space: Space): number =>
  whereaboutsOf(client, space).pending();

/** How each of a space's relays is. */
export const relayStates = (client: Client, space: Space): SyncStatus['relays'] => {
  const ours = toHex(space.digest());
  const connected = (device: DeviceId): boolean => isLive(client, space, device);
  return Object.values(space.replica.governance()?.state.relays ?? {}).map(({ device, addresses }) => ({
    device,
    address: addresses[0] ?? '',
    connected: connected(device),
    inSync: connected(device) && client.relayDigest(space.id, device) === ours,
    localOnly: addresses.every((address) => isLoopback(address)),
    broken: space.receipts.broken.list().filter(({ receipt }) => receipt.holder === device).length,
  }));
};

export interface Looked extends Pick<SyncStatus, 'storage' | 'paused'> {
  /** Entries that wait for their key, by channel. */
  unreadable: ReadonlyMap<ChannelId, number>;
  /** The one channel that is asked for. */
  channel?: ChannelId | undefined;
}

export const syncStatus = (
  client: Client,
  space: Space,
  { storage, paused, unreadable, channel }: Looked,
): SyncStatus => {
  const governance = space.replica.governance();
  const sessions = client.exchange.sessions(space.id);
  const relays = relayStates(client, space);
  const direct = new Set(
    (client.network()?.connections() ?? []).filter(({ relayed }) => !relayed).map(({ device }) => device),
  );
  const devices = sessions
    .filter((session) => session.isLive() && isMemberOf(session.standing()))
    .map((session) => ({
      device: session.device,
      name: space.words.account(governance?.state.devices[session.device] ?? ('' as never)),
      relayed: !direct.has(session.device),
    }));
  const whereabouts = whereaboutsOf(client, space);
  const pending = pendingEntries(client, space);
  // The receipts for our own entries come a moment apart from the digest: both must be here, or messages would still say "pending".
  const inSync =
    relays.every((relay) => relay.inSync) &&
    (relays.length === 0 || pending === 0) &&
    space.replica.missing.size === 0;
  return {
    storage,
    paused,
    inSync,
    pendingEntries: pending,
    unreadable: [...unreadable.values()].reduce((sum, count) => sum + count, 0),
    missing: space.replica.missing.size,
    coming: inSync && relays.length > 0 ? 0 : space.replica.ahead.missing(),
    relays,
    devices,
    channels:
      channel === undefined
        ? whereabouts.unsettled(unreadable)
        : [whereabouts.of(channel, unreadable.get(channel) ?? 0)],
  };
};

/** What a space and its private channels come to: in sync is what is so everywhere. */
export const withChannels = (space: SyncStatus, channels: readonly SyncStatus[]): SyncStatus => {
  const all = [space, ...channels];
  const agrees = (relay: SyncStatus['relays'][number]): boolean =>
    all.every(({ relays }) => relays.find(({ device }) => device === relay.device)?.inSync !== false);
  const brokenBy = ({ device }: SyncStatus['relays'][number]): number =>
    all.reduce((sum, { relays }) => sum + (relays.find((it) => it.device === device)?.broken ?? 0), 0);
  return {
    ...space,
    inSync: all.every(({ inSync }) => inSync),
    pendingEntries: all.reduce((sum, { pendingEntries: more }) => sum + more, 0),
    unreadable: all.reduce((sum, { unreadable }) => sum + unreadable, 0),
    missing: all.reduce((sum, { missing }) => sum + missing, 0),
    channels: all.flatMap(({ channels: each }) => each),
    coming: all.reduce((sum, { coming }) => sum + coming, 0),
    relays: space.relays.map((relay) => ({ ...relay, inSync: agrees(relay), broken: brokenBy(relay) })),
  };
};

/** Asks the relays of a space what they have, signed. */
export const askRelays = (client: Client, space: Space): void => {
  for (const session of client.exchange.sessions(space.id)) {
    if (session.standing() === 'relay' && session.isLive()) session.send({ kind: 'ask-digest' });
  }
};
