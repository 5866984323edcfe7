/** A client's part in the exchange of files: which spaces, who holds what, and over which channels. */
import path from 'node:path';
import type { BulkOptions, Network } from '@plexi/network';
import type { PeerEvent } from '@plexi/operations';
import {
  BLOB_PROTOCOL,
  type DeviceId,
  type Governance,
  LIMITS,
  type Primitives,
  plexiError,
  type SpaceId,
} from '@plexi/protocol';
import { createBlobExchange } from '../blob/blob-exchange.ts';
import { openBlobStore } from '../blob/blob-store.ts';
import { createFiles, type Files } from '../file/files.ts';
import type { OpenProfile } from '../profile/profile.ts';
import type { Dropped } from '../replica/drop-draft.ts';
import type { Exchange } from '../sync/exchange-port.ts';

export interface ClientFilesDependencies {
  primitives: Primitives;
  profile: OpenProfile;
  now: () => number;
  network: () => Network | undefined;
  exchange: () => Exchange;
  governance: (space: SpaceId) => Governance | undefined;
  /** The same, where a device hears that we have the space. */
  governanceFor: (space: SpaceId, device: DeviceId) => Governance | undefined;
  emit: (event: PeerEvent) => void;
  problem: (code: string, detail?: string) => void;
}

export interface ClientFiles {
  /** Opens what is kept of files, for the spaces that are there. */
  load(spaces: readonly SpaceId[]): Promise<void>;
  /** Throws NO_ACCOUNT before `load`. */
  files: () => Files;
  bulk: BulkOptions;
  /** A relay or a device is there, or governance says who is. */
  look(space: SpaceId): void;
  /** [L4] Bodies went, and the chunks that were named with them go. */
  drop(space: SpaceId, dropped: readonly Dropped[]): void;
  close(): Promise<void>;
}

export const createClientFiles = (dependencies: ClientFilesDependencies): ClientFiles => {
  const { primitives, profile, now, network, governance, emit, problem } = dependencies;
  const { store, self, folder } = profile;
  let loaded: { files: Files; onChannel: BulkOptions['onChannel'] } | undefined;

  const relaysOf = (space: SpaceId): DeviceId[] =>
    Object.keys(governance(space)?.state.relays ?? {}) as DeviceId[];

  const holders = (space: SpaceId): { device: DeviceId; isRelay: boolean }[] =>
    dependencies
      .exchange()
      .sessions(space)
      .filter((session) => session.isLive() && ['member', 'scoped', 'relay'].includes(session.standing()))
      .map((session) => ({ device: session.device, isRelay: session.standing() === 'relay' }));

  return {
    load: async (spaces) => {
      const blobs = await openBlobStore({
        store,
        folder: path.join(folder, 'blobs'),
        spaces,
        now,
        cacheBytes: LIMITS.blobCacheBytes,
      });
      const exchange = createBlobExchange({
        primitives,
        self: self.device,
        now,
        blobs,
        network,
        governance: dependencies.governanceFor,
        role: 'client',
        reserve: () => false,
      });
      const files = createFiles({
        primitives,
        store,
        blobs,
        exchange,
        account: self.account,
        now,
        holders,
        listedRelays: relaysOf,
        tell: (space, transfer) => emit({ type: 'file', space, transfer }),
        problem,
      });
      loaded = { files, onChannel: exchange.onChannel };
      for (const space of spaces) await files.open(space);
    },
    files: () => {
      if (loaded === undefined) throw plexiError('NO_ACCOUNT');
      return loaded.files;
    },
    bulk: {
      protocols: [BLOB_PROTOCOL],
      onChannel: (channel) => loaded?.onChannel(channel),
    },
    look: (space) => loaded?.files.look(space),
    drop: (space, dropped) => {
      const follow = async (): Promise<void> => {
        for (const { owner, blobs } of dropped) await loaded?.files.drop(space, owner, blobs);
      };
      follow().catch((error: unknown) => problem('INTERNAL', String(error)));
    },
    close: async () => loaded?.files.close(),
  };
};
