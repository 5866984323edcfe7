/**
 * The spaces that a relay keeps. One that it has never heard of may explain itself: somebody sends the governance, and if
 * that lists this relay it stays; otherwise what was stored of it goes again.
 */
import {
  type BlobPlace,
  type BlobStore,
  openReceiptBook,
  openRegisterBook,
  openReplica,
  type Replica,
  type SharedSpace,
  type Sweeper,
  startSweeper,
} from '@plexi/peer/exchange';
import { type DeviceId, expiryOf, type Governance, type Primitives, type SpaceId } from '@plexi/protocol';
import type { Store } from '@plexi/storage';

export interface RelaySpaces {
  open(id: SpaceId): Promise<SharedSpace | undefined>;
  /** The governance of a space that lists this relay. */
  governance: (id: SpaceId) => Governance | undefined;
  /** Takes so many bytes off what a space may store; false where there is no room. Negative gives back. */
  reserve: (id: SpaceId, bytes: number) => boolean;
  /** Whether it was let go once, when the space had taken this relay off its list. */
  isAnew: (id: SpaceId) => boolean;
  /** Spaces that list this relay and are open. */
  listed(): Replica[];
  count(): number;
  close(): void;
}

export interface RelaySpacesDependencies {
  primitives: Primitives;
  store: Store;
  /** What is kept of files: it counts like entries. */
  blobs: BlobStore;
  self: DeviceId;
  now: () => number;
  quota: { spaces: number; spaceBytes: number };
  governed: (replica: Replica, governance: Governance) => void;
  /** Something failed that nobody waits for. */
  failed: (error: unknown) => void;
  /** A space explained itself, or failed to. */
  settled: (space: SpaceId, listed: boolean) => void;
}

/** What came from the future waits until its time has come. */
const HELD_RETRY_MS = 20_000;
/** How long a space has to show that it lists this relay, and what may be stored of it until then. */
const FOUNDING_MS = 15_000;
const FOUNDING_BYTES = 8 * 1024 * 1024;
const FOUNDING_SPACES = 64;

/** What remains of a space that listed this relay and was let go: what was signed for it is not here any more [N4]. */
const LEFT_KIND = 'left-space';

export const openRelaySpaces = async (dependencies: RelaySpacesDependencies): Promise<RelaySpaces> => {
  const { primitives, store, blobs, self, now, quota } = dependencies;
  const opened = new Map<SpaceId, Promise<SharedSpace>>();
  const replicas = new Map<SpaceId, Replica>();
  const founding = new Map<SpaceId, NodeJS.Timeout>();
  const bytes = new Map<SpaceId, number>();
  const sweepers = new Map<SpaceId, Sweeper>();

  const left = new Set((await store.records('profile', LEFT_KIND)).map(({ key }) => key));
  /** Spaces that this relay may have signed for. */
  const known = new Set<SpaceId>();

  const lists = (replica: Replica): boolean => replica.governance()?.state.relays[self] !== undefined;

  const forget = async (id: SpaceId): Promise<void> => {
    const replica = replicas.get(id);
    founding.delete(id);
    if (replica !== undefined && lists(replica)) return;
    opened.delete(id);
    replicas.delete(id);
    bytes.delete(id);
    sweepers.get(id)?.close();
    sweepers.delete(id);
    const drop = async (): Promise<void> => {
      await blobs.forgetSpace(id);
      const isLeft = known.delete(id);
      if (isLeft) left.add(id);
      await store.commit([
        { type: 'forget-space', space: id },
        ...(isLeft
          ? [{ type: 'record', scope: 'profile', kind: LEFT_KIND, key: id, value: new Uint8Array() } as const]
          : []),
      ]);
    };
    await (replica === undefined ? drop() : replica.run(drop));
    dependencies.settled(id, false);
  };

  const mayStore = (id: SpaceId, more: number): boolean => {
    const total = (bytes.get(id) ?? 0) + more;
    const replica = replicas.get(id);
    if (total > (replica !== undefined && lists(replica) ? quota.spaceBytes : FOUNDING_BYTES)) return false;
    bytes.set(id, total);
    return true;
  };

  const load = async (id: SpaceId): Promise<SharedSpace> => {
    const receipts = await openReceiptBook(primitives, store, id);
    bytes.set(id, (await store.spaceBytes(id)) + blobs.bytes(id));
    const replica = await openReplica({
      primitives,
      store,
      space: id,
      now,
      mayStore: (more) => mayStore(id, more),
    });
    replicas.set(id, replica);
    if (replica.governance() !== undefined) known.add(id);
    if (!lists(replica))
      founding.set(
        id,
        setTimeout(() => void forget(id).catch(() => undefined), FOUNDING_MS),
      );
    replica.onGovernance((governance) => {
      if (lists(replica)) known.add(id);
      if (lists(replica) && founding.has(id)) {
        clearTimeout(founding.get(id));
        founding.delete(id);
        dependencies.settled(id, true);
      }
      dependencies.governed(replica, governance);
    });
    const recount = async (): Promise<void> => {
      bytes.set(id, (await store.spaceBytes(id)) + blobs.bytes(id));
    };
    replica.onDropped((dropped) => {
      const follow = async (): Promise<void> => {
        for (const { owner, blobs: hashes } of dropped) await blobs.drop(id, hashes, owner);
        await recount();
      };
      follow().catch(dependencies.failed);
    });
    /** Files go with the messages that they are of. */
    const expire = async (): Promise<void> => {
      const governance = replica.governance();
      const isOver = ({ channel, clock }: BlobPlace): boolean =>
        governance !== undefined && (expiryOf(governance, channel, clock) ?? Infinity) <= now();
      await blobs.expire(id, isOver);
      await recount();
    };
    replica.onDisappeared(() => void expire().catch(dependencies.failed));
    await expire();
    sweepers.set(id, startSweeper(replica, now, dependencies.failed));
    const registerBook = await openRegisterBook({
      primitives,
      store,
      space: id,
      now,
      governance: () => replica.governance(),
    });
    return { replica, receipts, registerBook };
  };

  const open = (id: SpaceId): Promise<SharedSpace> => {
    const loading = opened.get(id) ?? load(id);
    opened.set(id, loading);
    loading.catch(() => opened.delete(id));
    return loading;
  };

  // Members of every space are known from the start, so that their connections are not taken for strangers'.
  for (const id of await store.spaces()) await open(id);

  const retrying = setInterval(() => {
    for (const replica of replicas.values()) replica.retryHeld().catch(dependencies.failed);
  }, HELD_RETRY_MS).unref();

  return {
    open: async (id) => {
      const isNew = !opened.has(id);
      if (isNew && (founding.size >= FOUNDING_SPACES || opened.size >= quota.spaces)) return undefined;
      return open(id);
    },
    governance: (id) => {
      const replica = replicas.get(id);
      return replica !== undefined && lists(replica) ? replica.governance() : undefined;
    },
    reserve: (id, more) => {
      if (more > 0) return mayStore(id, more);
      bytes.set(id, Math.max(0, (bytes.get(id) ?? 0) + more));
      return true;
    },
    isAnew: (id) => left.has(id),
    listed: () => [...replicas.values()].filter(lists),
    count: () => [...replicas.values()].filter(lists).length,
    close: () => {
      clearInterval(retrying);
      for (const timer of founding.values()) clearTimeout(timer);
      for (const sweeper of sweepers.values()) sweeper.close();
    },
  };
};
