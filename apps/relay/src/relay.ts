/**
 * A relay: keeps the sealed entries of the spaces that list it for members who are away, passes new ones on, answers for
 * what it holds with signed receipts [N4], and carries circuits between members. It has no way to open a body.
 */

import { statSync } from 'node:fs';
import path from 'node:path';
import { nativePrimitives as primitives } from '@plexi/crypto/native';
import { createNetwork, isLoopback, type Network } from '@plexi/network';
import {
  checkStore,
  createBlobExchange,
  createExchange,
  type Exchange,
  openBlobStore,
} from '@plexi/peer/exchange';
import { lockFolder } from '@plexi/peer/host';
import {
  BLOB_PROTOCOL,
  type DeviceId,
  idFromBytes,
  isMemberOf,
  isPlexiError,
  LIMITS,
  type Session,
  type SpaceId,
  SYNC_PROTOCOLS,
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
  /** Multiaddrs at which others reach it, where those differ. */
  announce?: string[] | undefined;
  quota?: { spaces: number; spaceBytes: number };
  now?: () => number;
  /** Something of what it keeps is damaged: it is to be closed and started again, which repairs it. */
  damaged?: () => void;
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
  const file = path.join(folder, 'relay.db');
  const wasCutOff = (statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0) > 0;
  const store = await openSqliteStore({
    path: file,
    key: identity.databaseKey,
    onProgress: (progress) => log('storage', { ...progress }),
  }).catch((error: unknown) => {
    lock.release();
    throw error;
  });
  const orClose = async <Part>(part: Promise<Part>): Promise<Part> =>
    part.catch(async (error: unknown) => {
      await store.close();
      lock.release();
      throw error;
    });
  const addresses = new Map<SpaceId, Map<DeviceId, Uint8Array>>();
  let network: Network | undefined;

  const report = (error: unknown): void =>
    log('problem', {
      code: isPlexiError(error) ? error.code : 'INTERNAL',
      ...(isPlexiError(error) ? {} : { error: String(error) }),
    });

  store.onHealth(({ state }) => {
    log('storage', { state });
    if (state === 'damaged') options.damaged?.();
  });
  const joins = createJoinBox({ primitives, store, exchange: () => exchange, now });
  const kept = await orClose(store.spaces());
  const blobs = await orClose(
    openBlobStore({ store, folder: path.join(folder, 'blobs'), spaces: kept, now }),
  );
  const opening = openRelaySpaces({
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
  const spaces = await orClose(opening);

  const passAddress = (session: Session, device: DeviceId, sealed: Uint8Array): void => {
    const { space } = session.replica;
    if (!isMemberOf(session.standing()) || device !== session.device) return;
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
    isAnew: spaces.isAnew,
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
      ...(options.announce === undefined ? {} : { announce: options.announce }),
      mdns: false,
      relayServer: true,
      protocols: [...SYNC_PROTOCOLS],
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

  const looking = new AbortController();
  // After an unclean end something may be other than it was written.
  const check = async (): Promise<void> => {
    const found = await checkStore({ primitives, store, signal: looking.signal, tell: () => undefined });
    log('checked', { ...found });
  };
  const checking = wasCutOff ? check().catch(report) : undefined;

  return {
    addresses: () => network?.addresses() ?? [],
    localOnly: () => (network?.addresses() ?? []).every((address) => isLoopback(address)),
    spaces: () => spaces.count(),
    listen: async (where) => {
      await network?.close();
      await listen(where);
    },
    close: async () => {
      looking.abort();
      await checking;
      spaces.close();
      await exchange.close();
      await network?.close();
      await blobs.close();
      await store.close();
      lock.release();
    },
  };
};
