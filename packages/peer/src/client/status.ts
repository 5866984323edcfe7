/** Where a space stands, honestly [N5]. */

import { isLoopback, isRelayed } from '@plexi/network';
import type { SyncStatus } from '@plexi/operations';
import { type DeviceId, toHex } from '@plexi/protocol';
import { heldOf } from '../space/delivery.ts';
import type { Space } from '../space/space.ts';
import type { Client } from './client.ts';

/** Entries of this device that no listed relay has signed for. */
export const pendingEntries = (client: Client, space: Space): number => {
  let pending = 0;
  for (const state of space.replica.frontier.all()) {
    if (state.log.device !== client.self.device) continue;
    const held = heldOf({ replica: space.replica, receipts: space.receipts, self: client.self }, state.logId);
    pending += Math.max(0, state.visible.sequence - held.relay);
  }
  return pending;
};

export const syncStatus = (
  client: Client,
  space: Space,
  { unreadable = 0, paused = false } = {},
): SyncStatus => {
  const governance = space.replica.governance();
  const ours = toHex(space.replica.frontier.digest());
  const sessions = client.exchange.sessions(space.id);
  const connected = (device: DeviceId): boolean =>
    sessions.some((session) => session.device === device && session.isLive());
  const relays = Object.values(governance?.state.relays ?? {}).map(({ device, addresses }) => ({
    device,
    address: addresses[0] ?? '',
    connected: connected(device),
    inSync: connected(device) && client.relayDigest(space.id, device) === ours,
    localOnly: addresses.every((address) => isLoopback(address)),
  }));
  const network = client.network()?.connections() ?? [];
  const devices = sessions
    .filter((session) => session.isLive() && session.standing() === 'member')
    .map((session) => ({
      device: session.device,
      name: space.words.account(governance?.state.devices[session.device] ?? ('' as never)),
      relayed: network.some((it) => it.device === session.device && isRelayed(it.address)),
    }));
  const pending = pendingEntries(client, space);
  return {
    paused,
    // The receipts for our own entries come a moment apart from the digest: both must be here, or messages would still say "pending".
    inSync:
      relays.every((relay) => relay.inSync) &&
      (relays.length === 0 || pending === 0) &&
      space.replica.missing.size === 0,
    pendingEntries: pending,
    unreadable,
    missing: space.replica.missing.size,
    relays,
    devices,
  };
};

/** What a space and its private channels come to: in sync is what is so everywhere. */
export const withChannels = (space: SyncStatus, channels: readonly SyncStatus[]): SyncStatus => {
  const all = [space, ...channels];
  const agrees = (relay: SyncStatus['relays'][number]): boolean =>
    all.every(({ relays }) => relays.find(({ device }) => device === relay.device)?.inSync !== false);
  return {
    ...space,
    inSync: all.every(({ inSync }) => inSync),
    pendingEntries: all.reduce((sum, { pendingEntries: more }) => sum + more, 0),
    unreadable: all.reduce((sum, { unreadable }) => sum + unreadable, 0),
    relays: space.relays.map((relay) => ({ ...relay, inSync: agrees(relay) })),
  };
};

/** Asks the relays of a space what they have, signed. */
export const askRelays = (client: Client, space: Space): void => {
  for (const session of client.exchange.sessions(space.id)) {
    if (session.standing() === 'relay' && session.isLive()) session.send({ kind: 'ask-digest' });
  }
};
