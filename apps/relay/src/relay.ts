/**
 * A relay: keeps the sealed entries of the spaces that list it for members who are away, passes new ones on, answers for
 * what it holds with signed receipts [N4], and carries circuits between members. It has no way to open a body.
 */

import path from 'node:path';
import { nativePrimitives as primitives } from '@plexi/crypto/native';
import { createNetwork, isLoopback, type Network } from '@plexi/network';
import {
  createBlobExchange,
  createExchange,
  type Exchange,
  openBlobStore,
  type Session,
} from '@plexi/peer/exchange';
import { lockFolder } from '@plexi/peer/host';
import {
  BLOB_PROTOCOL,
  type DeviceId,
  idFromBytes,
  isPlexiError,
  LIMITS,
  type SpaceId,
  SYNC_PROTOCOL,
} from '@plexi/protocol';
import { openSqliteStore } from '@plexi/storage/sqlite';
import { openIdentity } from './identity.ts';
import { createJoinBox } from './join-box.ts';
import { openRelaySpaces } from './spaces.ts';

export interface RelayOptions {
  /** Where it keeps its data. */
  folder: string;
  /** Multiaddrs to listen on. */
  listen: string[];
  quota?: { spaces: number; spaceBytes: number };
  now?: () => number;
  /** Facts for the log: ids and codes, no content, no names. */
  log: (event: string, fields: Record<string, unknown>) => void;
}

export interface Relay {
  addresses(): string[];
  localOnly(): boolean;
  spaces(): number;
  /** Listens elsewhere from now on; connections are made anew. */
  listen(addresses: string[]): Promise<void>;
  close(): Promise<void>;
}

/** Starts a relay. Throws PORT_IN_USE, PROFILE_IN_USE, ADDRESS_INVALID, STORE_CORRUPT. */
export const startRelay = async (options: RelayOptions): Promise<Relay> => {
  const { folder, log } = options;
  const now = options.now ?? Date.now;
  const lock = await lockFolder(folder);
  const identity = await openIdentity(folder);
  const self = idFromBytes<DeviceId>(primitives.publicKeyOf(identity.deviceSecretKey));
  const store = await openSqliteStore({ path: path.join(folder, 'relay.db'), key: identity.databaseKey });
  const addresses = new Map<SpaceId, Map<DeviceId, Uint8Array>>();
  let network: Network | undefined;

  const report = (error: unknown): void =>
    log('problem', {
      code: isPlexiError(error) ? error.code : 'INTERNAL',
      ...(isPlexiError(error) ? {} : { error: String(error) }),
    });

  const joins = createJoinBox({ primitives, store, exchange: () => exchange, now });
  const blobs = await openBlobStore({
    store,
    folder: path.join(folder, 'blobs'),
    spaces: await store.spaces(),
    now,
  });
  const spaces = await openRelaySpaces({
    primitives,
    store,
    blobs,
    self,
    now,
    quota: options.quota ?? { spaces: LIMITS.relaySpaces, spaceBytes: LIMITS.relaySpaceBytes },
    governed: (replica, governance) => {
      joins.tidy(replica, governance).catch(report);
    },
    failed: report,
    settled: (space, listed) => {
      if (!listed) exchange.drop(space, 'RELAY_NOT_LISTED');
      log(listed ? 'space-listed' : 'space-dropped', { space });
    },
  });

  const passAddress = (session: Session, device: DeviceId, sealed: Uint8Array): void => {
    const { space } = session.replica;
    if (session.standing() !== 'member' || device !== session.device) return;
    const known = addresses.get(space) ?? new Map<DeviceId, Uint8Array>();
    addresses.set(space, known.set(device, sealed.slice()));
    for (const other of exchange.sessions(space)) {
      if (other !== session && other.standing() === 'member') other.send({ kind: 'address', device, sealed });
    }
  };

  /** What waits here for a member: requests to be let in, and where the others are. */
  const tellMember = (session: Session): void => {
    joins.tell(session).catch(report);
    if (session.standing() !== 'member') return;
    for (const [device, sealed] of addresses.get(session.replica.space) ?? []) {
      if (device !== session.device) session.send({ kind: 'address', device, sealed });
    }
  };

  const exchange: Exchange = createExchange({
    primitives,
    self,
    deviceSecretKey: identity.deviceSecretKey,
    now,
    network: () => network,
    space: (id) => spaces.open(id),
    spacesWith: () => [],
    role: 'relay',
    events: {
      live: tellMember,
      entitled: (session) => {
        if (session.isLive()) tellMember(session);
      },
      join: (session, request) => {
        joins.take(session, request).catch(report);
      },
      address: passAddress,
      refused: (session, code) =>
        log('refused', { space: session.replica.space, device: session.device, code: code.slice(0, 64) }),
      problem: (device, code, detail) => log('peer-problem', { device, code, ...(detail && { detail }) }),
    },
  });

  const blobExchange = createBlobExchange({
    primitives,
    self,
    now,
    blobs,
    network: () => network,
    governance: spaces.governance,
    role: 'relay',
    reserve: spaces.reserve,
  });

  const isKnown = (device: DeviceId): boolean =>
    spaces.listed().some((replica) => replica.governance()?.state.devices[device] !== undefined);

  const listen = async (where: string[]): Promise<void> => {
    network = await createNetwork({
      deviceSecretKey: identity.deviceSecretKey,
      listen: where,
      mdns: false,
      relayServer: true,
      protocols: [SYNC_PROTOCOL],
      admit: (device) => (isKnown(device) ? 'known' : 'provisional'),
      onChannel: (channel) => exchange.onChannel(channel),
      bulk: { protocols: [BLOB_PROTOCOL], onChannel: (channel) => blobExchange.onChannel(channel) },
      log: ({ kind, ...fields }) => log(kind, fields),
    });
  };

  try {
    await listen(options.listen);
  } catch (error) {
    spaces.close();
    await store.close();
    lock.release();
    throw error;
  }

  return {
    addresses: () => network?.addresses() ?? [],
    localOnly: () => (network?.addresses() ?? []).every((address) => isLoopback(address)),
    spaces: () => spaces.count(),
    listen: async (where) => {
      await network?.close();
      await listen(where);
    },
    close: async () => {
      spaces.close();
      await exchange.close();
      await network?.close();
      await blobs.close();
      await store.close();
      lock.release();
    },
  };
};
