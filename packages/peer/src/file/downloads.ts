/** Fetching whole files here, in the background: held, gone on with, and taken up again after a restart. */
import type { SpaceId } from '@plexi/protocol';
import type { Store } from '@plexi/storage';
import type { BlobStore } from '../blob/blob-store.ts';
import type { Courier } from './courier.ts';
import { chunkOf, type Parcel, parcelWrite } from './parcel.ts';

export interface Download {
  parcel: Parcel;
  state: 'active' | 'paused' | 'done' | 'failed';
}

export interface DownloadsDependencies {
  store: Store;
  blobs: BlobStore;
  courier: Courier;
  progressed: (download: Download) => void;
  problem: (error: unknown) => void;
}

export interface Downloads {
  /** Begins, or goes on. */
  start(parcel: Parcel): Promise<Download>;
  pause(space: SpaceId, id: string): Promise<Download | undefined>;
  remove(space: SpaceId, id: string): Promise<boolean>;
  find(space: SpaceId, id: string): Download | undefined;
  list(space: SpaceId): Download[];
  close(): void;
}

/** Chunks of one file that are asked for at once: enough for several holders. */
const AT_ONCE = 12;
/** Downloads that are done and still listed, in one space. */
const REMEMBERED = 20;

export const createDownloads = (dependencies: DownloadsDependencies): Downloads => {
  const { store, blobs, courier, progressed } = dependencies;
  const all = new Map<SpaceId, Map<string, Download>>();
  const running = new Map<Download, AbortController>();

  const of = (space: SpaceId): Map<string, Download> => {
    const known = all.get(space) ?? new Map<string, Download>();
    all.set(space, known);
    return known;
  };

  const stop = (download: Download): void => {
    running.get(download)?.abort();
    running.delete(download);
  };

  const end = async (download: Download, state: 'done' | 'failed'): Promise<void> => {
    download.state = state;
    await store.commit([parcelWrite('down', download.parcel, false)]);
    progressed(download);
    const listed = of(download.parcel.space);
    const over = [...listed.values()].filter((each) => each.state === 'done');
    for (const old of over.slice(0, Math.max(0, over.length - REMEMBERED))) listed.delete(old.parcel.id);
  };

  const bringAll = async (download: Download, signal: AbortSignal): Promise<void> => {
    const { parcel } = download;
    let next = 0;
    const bring = async (): Promise<void> => {
      while (next < parcel.hashes.length && !signal.aborted) {
        await courier.bring(parcel.space, chunkOf(parcel, next++), { urgent: false, signal });
        progressed(download);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, bring));
  };

  const run = async (download: Download): Promise<void> => {
    const { parcel } = download;
    const controller = new AbortController();
    running.set(download, controller);
    try {
      await bringAll(download, controller.signal);
      // What was there at the beginning may have been dropped, or have gone for want of room.
      const isWhole = parcel.hashes.every((hash) => blobs.size(parcel.space, hash) !== undefined);
      if (!controller.signal.aborted) await end(download, isWhole ? 'done' : 'failed');
    } catch (error) {
      if (controller.signal.aborted) return;
      dependencies.problem(error);
      await end(download, 'failed');
    } finally {
      if (running.get(download) === controller) running.delete(download);
    }
  };

  return {
    start: async (parcel) => {
      const known = of(parcel.space).get(parcel.id);
      if (known !== undefined && running.has(known)) return known;
      const download: Download = { parcel: { ...parcel, paused: false }, state: 'active' };
      of(parcel.space).set(parcel.id, download);
      await store.commit([parcelWrite('down', download.parcel)]);
      run(download).catch(dependencies.problem);
      return download;
    },
    pause: async (space, id) => {
      const download = of(space).get(id);
      if (download === undefined || download.state !== 'active') return download;
      download.state = 'paused';
      download.parcel.paused = true;
      stop(download);
      await store.commit([parcelWrite('down', download.parcel)]);
      progressed(download);
      return download;
    },
    remove: async (space, id) => {
      const download = of(space).get(id);
      if (download === undefined) return false;
      stop(download);
      of(space).delete(id);
      await store.commit([parcelWrite('down', download.parcel, false)]);
      return true;
    },
    find: (space, id) => of(space).get(id),
    list: (space) => [...of(space).values()],
    close: () => {
      for (const controller of running.values()) controller.abort();
    },
  };
};
