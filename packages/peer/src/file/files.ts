/** The files of a client's spaces [N6]: handed over, given to relays, fetched, read, and dropped. */
import { openChunk } from '@plexi/crypto/sealing';
import type { Transfer } from '@plexi/operations';
import {
  type AccountId,
  chunkLength,
  type DeviceId,
  FILE_CHUNK_BYTES,
  type FileManifest,
  fileIdOf,
  type Hlc,
  type Primitives,
  plexiError,
  type SpaceId,
} from '@plexi/protocol';
import type { Store } from '@plexi/storage';
import type { BlobExchange } from '../blob/blob-exchange.ts';
import type { BlobStore } from '../blob/blob-store.ts';
import { createCourier, type HolderView } from './courier.ts';
import { FILE_KIND } from './describe.ts';
import { createDownloads } from './downloads.ts';
import { chunkOf, type Parcel, parcelWrite, readParcels } from './parcel.ts';
import { createPusher } from './pusher.ts';
import { createReports } from './reports.ts';
import { createUploads, type Uploads } from './uploads.ts';

export interface FilesDependencies {
  primitives: Primitives;
  store: Store;
  blobs: BlobStore;
  exchange: BlobExchange;
  account: AccountId;
  now: () => number;
  /** Who is connected and may have chunks of a space. */
  holders: (space: SpaceId) => HolderView[];
  listedRelays: (space: SpaceId) => DeviceId[];
  tell: (space: SpaceId, transfer: Transfer) => void;
  problem: (code: string, detail?: string) => void;
}

export interface Files {
  uploads: Uploads;
  /** Takes up what was on its way in a space. */
  open(space: SpaceId): Promise<void>;
  /** `write` writes the message that carries these files of one's own; then they go to the relays, also after a crash. */
  send<Sent extends { clock: number }>(parcels: readonly Parcel[], write: () => Promise<Sent>): Promise<Sent>;
  /** Bytes of a file from `offset` on, at most `length`. Throws FILE_UNAVAILABLE, FILE_DAMAGED. */
  read(parcel: Parcel, manifest: FileManifest, offset: number, length: number): Promise<Uint8Array>;
  /** Fetches a whole file here, or goes on with one that was held, in either direction. */
  resume(parcel: Parcel): Promise<Transfer>;
  /** Holds a file on its way. Throws NOT_FOUND. */
  pause(space: SpaceId, id: string): Promise<Transfer>;
  /** Throws NOT_FOUND. */
  cancel(space: SpaceId, id: string): Promise<void>;
  status(space: SpaceId): Transfer[];
  /** Whether something of one's own is on its way to a relay right now. */
  isPushing(space: SpaceId): boolean;
  /** A relay or a device came. */
  look(space: SpaceId): void;
  /** [L4] The account had these chunks dropped. */
  drop(space: SpaceId, account: AccountId, hashes: readonly string[]): Promise<void>;
  close(): Promise<void>;
}

/** Chunks that are fetched ahead of what is read. */
const AHEAD = 8;
/** Opened chunks that are kept for the next read. */
const OPENED = 4;
/** How long a read waits while nobody has what it needs, and looks. */
const PATIENCE_MS = 8_000;
const LOOK_MS = 250;
/** How long chunks are fetched ahead of a reader who does not come back. */
const READER_MS = 20_000;

export const createFiles = (dependencies: FilesDependencies): Files => {
  const { primitives, store, blobs, exchange, problem } = dependencies;
  const opened = new Map<string, Uint8Array>();
  const readers = new Map<string, { abort: AbortController; timer: NodeJS.Timeout }>();

  const uploads = createUploads({
    primitives,
    store,
    now: dependencies.now,
    blobs,
    account: dependencies.account,
  });
  const courier = createCourier({
    blobs,
    exchange,
    holders: dependencies.holders,
    progressed: (space, hash) => {
      for (const download of downloads.list(space))
        if (download.state === 'active' && download.parcel.hashes.includes(hash)) reports.later(download);
    },
    problem: (device, code) => problem(code, device),
  });
  const downloads = createDownloads({
    store,
    blobs,
    courier,
    progressed: (download) => reports.later(download),
    problem: (error) => problem('INTERNAL', String(error)),
  });
  const pusher = createPusher({
    store,
    blobs,
    exchange,
    relays: (space) => ({
      listed: dependencies.listedRelays(space),
      connected: dependencies
        .holders(space)
        .filter(({ isRelay }) => isRelay)
        .map(({ device }) => device),
    }),
    progressed: (push) => reports.later(push),
    problem: (device, code) => problem(code, device),
  });
  const reports = createReports({
    blobs,
    courier,
    listedRelays: dependencies.listedRelays,
    tell: dependencies.tell,
  });

  /** Fetching ahead ends when nobody has read for a while. */
  const readerOf = (id: string): AbortSignal => {
    const reader = readers.get(id);
    if (reader !== undefined) {
      reader.timer.refresh();
      return reader.abort.signal;
    }
    const abort = new AbortController();
    const timer = setTimeout(() => {
      readers.delete(id);
      abort.abort();
    }, READER_MS);
    timer.unref();
    readers.set(id, { abort, timer });
    return abort.signal;
  };

  /** Waits for a chunk as long as somebody has it, and a little longer. */
  const bringPatiently = async (parcel: Parcel, index: number): Promise<void> => {
    const abort = new AbortController();
    const chunk = chunkOf(parcel, index);
    let waited = 0;
    const timer = setInterval(() => {
      waited = courier.isWaiting(parcel.space, chunk.hash) ? waited + LOOK_MS : 0;
      if (waited >= PATIENCE_MS) abort.abort();
    }, LOOK_MS);
    try {
      await courier.bring(parcel.space, chunk, { urgent: true, signal: abort.signal });
    } finally {
      clearInterval(timer);
    }
  };

  const openAt = async (parcel: Parcel, manifest: FileManifest, index: number): Promise<Uint8Array> => {
    const { hash, length } = chunkOf(parcel, index);
    const known = opened.get(hash);
    if (known !== undefined) return known;
    let sealed = await blobs.read(parcel.space, hash, 0, length);
    if (sealed === undefined) {
      await bringPatiently(parcel, index);
      sealed = await blobs.read(parcel.space, hash, 0, length);
    }
    if (sealed === undefined) throw plexiError('FILE_UNAVAILABLE');
    const plain = openChunk(primitives, manifest, index, sealed);
    if (plain === undefined) throw plexiError('FILE_DAMAGED');
    opened.set(hash, plain);
    for (const oldest of opened.keys()) if (opened.size > OPENED) opened.delete(oldest);
    return plain;
  };

  const readAhead = (parcel: Parcel, from: number): void => {
    const signal = readerOf(parcel.id);
    for (let index = from; index < Math.min(parcel.hashes.length, from + AHEAD); index++) {
      const chunk = chunkOf(parcel, index);
      if (blobs.size(parcel.space, chunk.hash) !== undefined) continue;
      // Who reads on asks again, and hears what is wrong.
      courier.bring(parcel.space, chunk, { urgent: false, signal }).catch(() => undefined);
    }
  };

  /** Between a file that is whole and its message, the peer may have ended: either the message is there, or it is still to come. */
  const settleUnsent = async (space: SpaceId): Promise<void> => {
    const begun = await readParcels(store, space, 'up');
    for (const upload of uploads.list(space)) {
      if (!uploads.isWhole(upload)) continue;
      const id = fileIdOf(primitives, uploads.finish(space, upload.id));
      const parcel = begun.find((one) => one.id === id);
      if ((await store.record(space, FILE_KIND, id)) !== undefined) await uploads.sent(space, [upload.id]);
      else if (parcel !== undefined) await store.commit([parcelWrite('up', parcel, false)]);
    }
  };

  const findPush = (space: SpaceId, id: string) => pusher.list(space).find(({ parcel }) => parcel.id === id);

  return {
    uploads,
    open: async (space) => {
      await uploads.open(space);
      await settleUnsent(space);
      for (const parcel of await readParcels(store, space, 'up')) pusher.add(parcel);
      for (const parcel of await readParcels(store, space, 'down')) {
        await downloads.start(parcel);
        if (parcel.paused) await downloads.pause(space, parcel.id);
      }
    },
    send: async (parcels, write) => {
      for (const { space, hashes } of parcels) await blobs.mark(space, hashes, 'sent');
      await store.commit(parcels.map((parcel) => parcelWrite('up', parcel)));
      try {
        const sent = await write();
        for (const parcel of parcels) parcel.clock = sent.clock as Hlc;
        await store.commit(parcels.map((parcel) => parcelWrite('up', parcel)));
        for (const parcel of parcels) pusher.add(parcel);
        return sent;
      } catch (error) {
        await store.commit(parcels.map((parcel) => parcelWrite('up', parcel, false)));
        throw error;
      }
    },
    read: async (parcel, manifest, offset, length) => {
      const end = Math.min(manifest.size, offset + length);
      const bytes = new Uint8Array(Math.max(0, end - offset));
      for (let at = offset; at < end; ) {
        const index = Math.floor(at / FILE_CHUNK_BYTES);
        const from = index * FILE_CHUNK_BYTES;
        readAhead(parcel, index + 1);
        const plain = await openAt(parcel, manifest, index);
        const until = Math.min(end, from + chunkLength(manifest.size, index));
        bytes.set(plain.subarray(at - from, until - from), at - offset);
        at = until;
      }
      return bytes;
    },
    resume: async (parcel) => {
      const push = findPush(parcel.space, parcel.id);
      if (push === undefined) return reports.of(await downloads.start(parcel));
      await pusher.pause(push, false);
      return reports.of(push);
    },
    pause: async (space, id) => {
      const push = findPush(space, id);
      if (push !== undefined) {
        await pusher.pause(push, true);
        return reports.of(push);
      }
      const download = await downloads.pause(space, id);
      if (download === undefined) throw plexiError('NOT_FOUND', { detail: 'a file on its way' });
      return reports.of(download);
    },
    cancel: async (space, id) => {
      if (uploads.find(space, id) !== undefined) await uploads.cancel(space, id);
      else if (!(await downloads.remove(space, id)))
        throw plexiError('NOT_FOUND', { detail: 'a file on its way' });
    },
    status: (space) => [
      ...uploads.list(space).map((upload) => reports.ofUpload(upload)),
      ...pusher.list(space).map((push) => reports.of(push)),
      ...downloads.list(space).map((download) => reports.of(download)),
    ],
    isPushing: (space) =>
      pusher
        .list(space)
        .some(({ parcel, at }) => !parcel.paused && [...at.values()].some(({ state }) => state === 'moving')),
    look: (space) => {
      courier.look(space);
      pusher.look(space);
    },
    drop: async (space, account, hashes) => {
      const gone = new Set(hashes);
      for (const push of pusher.list(space))
        if (push.parcel.hashes.some((hash) => gone.has(hash))) await pusher.remove(push);
      for (const { parcel } of downloads.list(space))
        if (parcel.hashes.some((hash) => gone.has(hash))) await downloads.remove(space, parcel.id);
      for (const hash of hashes) opened.delete(hash);
      await blobs.drop(space, hashes, account);
    },
    close: async () => {
      downloads.close();
      pusher.close();
      courier.close();
      reports.close();
      for (const { abort, timer } of readers.values()) {
        clearTimeout(timer);
        abort.abort();
      }
      await blobs.close();
    },
  };
};
