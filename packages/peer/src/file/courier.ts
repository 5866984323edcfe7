/**
 * Fetching chunks [N6]: from every holder that is connected at once (relays and members' devices), each asked for what it
 * has, several at a time. What one does not give another is asked for; what comes is checked before it counts.
 */
import {
  type AccountId,
  type DeviceId,
  isPlexiError,
  LIMITS,
  plexiError,
  type SpaceId,
} from '@plexi/protocol';
import type { BlobExchange } from '../blob/blob-exchange.ts';
import type { Fetching } from '../blob/blob-link.ts';
import type { BlobStore } from '../blob/blob-store.ts';

/** A chunk that is wanted here. */
export interface WantedChunk {
  hash: string;
  /** Bytes, sealed. */
  length: number;
  /** Whose it is. */
  account: AccountId;
}

/** Who may have chunks of a space, connected now. */
export interface HolderView {
  device: DeviceId;
  isRelay: boolean;
}

export interface CourierDependencies {
  blobs: BlobStore;
  exchange: BlobExchange;
  holders: (space: SpaceId) => HolderView[];
  /** Bytes of a wanted chunk came in. */
  progressed: (space: SpaceId, hash: string) => void;
  problem: (device: DeviceId, code: string) => void;
}

export interface Courier {
  /** Resolves when the chunk is here, whole and checked. Rejects when `signal` aborts, or STORE_FAILED. */
  bring(space: SpaceId, chunk: WantedChunk, options: { urgent: boolean; signal: AbortSignal }): Promise<void>;
  /** Whether a chunk is wanted and nobody who is connected has it. */
  isWaiting(space: SpaceId, hash: string): boolean;
  /** Bytes of a chunk that have come so far. */
  partial(space: SpaceId, hash: string): number;
  /** Somebody came, or may have more than before. */
  look(space: SpaceId): void;
  close(): void;
}

interface Job extends WantedChunk {
  urgent: boolean;
  waiters: Set<{ resolve: () => void; reject: (error: Error) => void }>;
  fetching: Fetching | undefined;
  active: boolean;
}

interface Holder extends HolderView {
  /** What it said of chunks, or showed. */
  known: Map<string, boolean>;
  lies: Set<string>;
  active: number;
  asking: boolean;
  restUntil: number;
}

interface Errands {
  jobs: Map<string, Job>;
  holders: Map<DeviceId, Holder>;
  recheckMs: number;
  timer: NodeJS.Timeout | undefined;
}

const AT_ONCE = 4;
const FIRST_RECHECK_MS = 500;
const LONGEST_RECHECK_MS = 8_000;
const REST_MS: Record<string, number> = { TOO_BUSY: 500, CHANNEL_CLOSED: 1_000, TIMED_OUT: 5_000 };
const OTHER_REST_MS = 3_000;

export const createCourier = (dependencies: CourierDependencies): Courier => {
  const { blobs, exchange } = dependencies;
  const all = new Map<SpaceId, Errands>();
  let closed = false;

  const errandsOf = (space: SpaceId): Errands => {
    const errands = all.get(space) ?? {
      jobs: new Map(),
      holders: new Map(),
      recheckMs: FIRST_RECHECK_MS,
      timer: undefined,
    };
    all.set(space, errands);
    return errands;
  };

  /** Those connected now, with what is known of them. */
  const present = (space: SpaceId, errands: Errands): Holder[] => {
    const views = dependencies.holders(space);
    for (const device of errands.holders.keys())
      if (!views.some((view) => view.device === device)) errands.holders.delete(device);
    return views.map((view) => {
      const holder = errands.holders.get(view.device) ?? {
        ...view,
        known: new Map(),
        lies: new Set(),
        active: 0,
        asking: false,
        restUntil: 0,
      };
      errands.holders.set(view.device, holder);
      return holder;
    });
  };

  const rest = (holder: Holder, error: unknown): void => {
    const code = isPlexiError(error) ? error.code : 'INTERNAL';
    dependencies.problem(holder.device, code);
    holder.restUntil = Date.now() + (REST_MS[code] ?? OTHER_REST_MS);
  };

  const ask = async (space: SpaceId, holder: Holder, hashes: readonly string[]): Promise<void> => {
    holder.asking = true;
    try {
      const link = await exchange.link(holder.device);
      const held = await link.ask(space, hashes);
      hashes.forEach((hash, i) => holder.known.set(hash, held[i] === true && !holder.lies.has(hash)));
    } catch (error) {
      rest(holder, error);
    } finally {
      holder.asking = false;
      pump(space);
    }
  };

  const settle = (space: SpaceId, job: Job, error?: Error): void => {
    errandsOf(space).jobs.delete(job.hash);
    for (const { resolve, reject } of job.waiters) {
      if (error === undefined) resolve();
      else reject(error);
    }
  };

  const fetch = async (space: SpaceId, holder: Holder, job: Job): Promise<void> => {
    const { hash, length, account } = job;
    job.active = true;
    holder.active++;
    const fetching = (job.fetching ??= { hash, bytes: new Uint8Array(length), filled: 0 });
    try {
      const link = await exchange.link(holder.device);
      await link.get(space, fetching, () => dependencies.progressed(space, hash));
    } catch (error) {
      holder.known.set(hash, false);
      const code = isPlexiError(error) ? error.code : 'INTERNAL';
      if (code === 'BLOB_MISMATCH') {
        holder.lies.add(hash);
        dependencies.problem(holder.device, code);
      } else if (code !== 'BLOB_UNKNOWN') rest(holder, error);
      return;
    } finally {
      job.active = false;
      holder.active--;
    }
    // Who wanted it may have gone meanwhile; it is here, and others may want it.
    await blobs
      .keep(space, hash, fetching.bytes, { account, ...(holder.isRelay ? { relayed: true } : {}) })
      .then(
        () => settle(space, job),
        (error: unknown) => settle(space, job, error instanceof Error ? error : new Error(String(error))),
      );
    errandsOf(space).recheckMs = FIRST_RECHECK_MS;
  };

  const nextFor = (holder: Holder, errands: Errands): Job | undefined => {
    let found: Job | undefined;
    for (const job of errands.jobs.values()) {
      if (job.active || job.fetching?.filled === job.length || holder.known.get(job.hash) !== true) continue;
      if (job.urgent) return job;
      found ??= job;
    }
    return found;
  };

  const isHad = (errands: Errands, job: Job): boolean =>
    job.active || [...errands.holders.values()].some((holder) => holder.known.get(job.hash) === true);

  /** While something is wanted that nobody has, everybody is asked again now and then. */
  const recheckLater = (space: SpaceId, errands: Errands): void => {
    if (errands.timer !== undefined || errands.jobs.size === 0 || closed) return;
    errands.timer = setTimeout(() => {
      errands.timer = undefined;
      for (const job of errands.jobs.values()) {
        if (isHad(errands, job)) continue;
        for (const holder of errands.holders.values()) holder.known.delete(job.hash);
      }
      errands.recheckMs = Math.min(LONGEST_RECHECK_MS, errands.recheckMs * 1.5);
      pump(space);
    }, errands.recheckMs);
    errands.timer.unref();
  };

  function pump(space: SpaceId): void {
    if (closed) return;
    const errands = errandsOf(space);
    for (const holder of present(space, errands)) {
      if (holder.restUntil > Date.now()) continue;
      const unknown = [...errands.jobs.keys()].filter((hash) => !holder.known.has(hash));
      if (unknown.length > 0 && !holder.asking)
        void ask(space, holder, unknown.slice(0, LIMITS.blobsPerQuestion));
      while (holder.active < AT_ONCE) {
        const job = nextFor(holder, errands);
        if (job === undefined) break;
        void fetch(space, holder, job).finally(() => pump(space));
      }
    }
    recheckLater(space, errands);
  }

  return {
    bring: (space, chunk, { urgent, signal }) =>
      new Promise((resolve, reject) => {
        if (closed || signal.aborted) return reject(plexiError('FILE_UNAVAILABLE'));
        if (blobs.size(space, chunk.hash) === chunk.length) return resolve();
        const { jobs } = errandsOf(space);
        const job = jobs.get(chunk.hash) ?? {
          ...chunk,
          urgent,
          waiters: new Set(),
          fetching: undefined,
          active: false,
        };
        job.urgent ||= urgent;
        jobs.set(chunk.hash, job);
        const giveUp = (): void => {
          job.waiters.delete(waiter);
          reject(plexiError('FILE_UNAVAILABLE'));
          if (job.waiters.size === 0 && !job.active && jobs.get(job.hash) === job) jobs.delete(job.hash);
        };
        const waiter = {
          resolve: () => {
            signal.removeEventListener('abort', giveUp);
            resolve();
          },
          reject: (error: Error) => {
            signal.removeEventListener('abort', giveUp);
            reject(error);
          },
        };
        signal.addEventListener('abort', giveUp, { once: true });
        job.waiters.add(waiter);
        pump(space);
      }),
    isWaiting: (space, hash) => {
      const errands = errandsOf(space);
      const job = errands.jobs.get(hash);
      if (job === undefined || isHad(errands, job)) return false;
      return ![...errands.holders.values()].some((holder) => holder.asking);
    },
    partial: (space, hash) => all.get(space)?.jobs.get(hash)?.fetching?.filled ?? 0,
    look: (space) => {
      const errands = all.get(space);
      if (errands === undefined || errands.jobs.size === 0) return;
      errands.recheckMs = FIRST_RECHECK_MS;
      pump(space);
    },
    close: () => {
      closed = true;
      for (const errands of all.values()) {
        clearTimeout(errands.timer);
        for (const job of errands.jobs.values())
          for (const { reject } of job.waiters) reject(plexiError('FILE_UNAVAILABLE'));
        errands.jobs.clear();
      }
    },
  };
};
