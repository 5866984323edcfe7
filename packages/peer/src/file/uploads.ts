/**
 * Files that a view hands over part by part. Each full chunk is sealed and kept at once, so that no more than one chunk of a
 * file is in memory and nothing of it is in the clear on disk. A chunk is sealed once: its key is for it alone. After a restart
 * each goes on behind its last whole chunk: where the view still has the file, or where the same one is begun again.
 */
import { sealChunk } from '@plexi/crypto/sealing';
import {
  type AccountId,
  chunkCount,
  chunkLength,
  FILE_CHUNK_BYTES,
  type FileManifest,
  LIMITS,
  type Primitives,
  plexiError,
  type SpaceId,
  toHex,
} from '@plexi/protocol';
import type { Store } from '@plexi/storage';
import type { BlobStore } from '../blob/blob-store.ts';
import { createSerial, type Serial } from '../replica/serial.ts';
import { type NewFile, readUploads, type UploadRecord, uploadWrite } from './upload-record.ts';

export interface Upload extends NewFile {
  id: string;
  received: number;
  /** Of an earlier run, and nobody went on with it yet. */
  left: boolean;
}

export interface Uploads {
  /** Takes up what an earlier run left; what nobody went on with for a week goes. Throws STORE_CORRUPT. */
  open(space: SpaceId): Promise<void>;
  /** Begins a file, or goes on with the same one that an earlier run left. Throws TOO_LARGE, TOO_BUSY. */
  begin(file: NewFile): Promise<Upload>;
  /** Takes the next part. Throws NOT_FOUND, FILE_PART_MISPLACED, FILE_CHANGED, STORE_FAILED. */
  put(space: SpaceId, id: string, offset: number, data: Uint8Array): Promise<Upload>;
  /** The manifest of a file that was handed over whole. Throws NOT_FOUND, FILE_INCOMPLETE. */
  finish(space: SpaceId, id: string): FileManifest;
  /** A message carries them now. */
  sent(space: SpaceId, ids: readonly string[]): Promise<void>;
  /** Throws NOT_FOUND. */
  cancel(space: SpaceId, id: string): Promise<void>;
  find(space: SpaceId, id: string): Upload | undefined;
  list(space: SpaceId): Upload[];
  /** Whether all of it was handed over. */
  isWhole(upload: Upload): boolean;
}

interface Open extends Upload, UploadRecord {
  /** Of chunks that were sealed before a restart and are not here: what they must be again. */
  lost: string[];
  chunk: Uint8Array;
  filled: number;
  run: Serial;
  gone: boolean;
}

export interface UploadsDependencies {
  primitives: Primitives;
  store: Store;
  now: () => number;
  blobs: BlobStore;
  account: AccountId;
}

const KEY_BYTES = 32;
const ID_BYTES = 32;

export const createUploads = ({ primitives, store, now, blobs, account }: UploadsDependencies): Uploads => {
  const open = new Map<string, Open>();

  const find = (space: SpaceId, id: string): Open => {
    const upload = open.get(id);
    if (upload === undefined || upload.space !== space || upload.gone)
      throw plexiError('NOT_FOUND', { detail: 'upload' });
    return upload;
  };

  const forget = async (upload: Open): Promise<void> => {
    upload.gone = true;
    open.delete(upload.id);
    await store.commit([uploadWrite(upload, false)]);
    await blobs.drop(upload.space, upload.hashes);
  };

  const start = (record: UploadRecord, received: number, lost: string[], left: boolean): Open => {
    const upload = { ...record, received, lost, left, chunk: new Uint8Array(0), filled: 0, gone: false };
    const opened: Open = { ...upload, run: createSerial() };
    open.set(opened.id, opened);
    return opened;
  };

  const restore = async (record: UploadRecord): Promise<void> => {
    const { space, hashes, size } = record;
    const missing = hashes.findIndex((hash) => blobs.size(space, hash) === undefined);
    const whole = missing < 0 ? hashes.length : missing;
    const received = Math.min(size, whole * FILE_CHUNK_BYTES);
    const upload = start({ ...record, hashes: hashes.slice(0, whole) }, received, hashes.slice(whole), true);
    if (now() - record.touched > LIMITS.uploadKeptMs) await forget({ ...upload, hashes });
  };

  const leftOnes = (space: SpaceId): Open[] =>
    [...open.values()]
      .filter((upload) => upload.space === space && upload.left)
      .sort((a, b) => a.touched - b.touched);

  const isSame = (a: NewFile, b: NewFile): boolean =>
    a.channel === b.channel &&
    a.name === b.name &&
    a.size === b.size &&
    a.modified !== undefined &&
    a.modified === b.modified;

  /** What was sealed is noted before it is kept: other bytes are never sealed with the same key, not even after a crash. */
  const seal = async (upload: Open): Promise<void> => {
    const index = upload.hashes.length;
    const sealed = sealChunk(primitives, upload, index, upload.chunk.subarray(0, upload.filled));
    const hash = toHex(primitives.sha256(sealed));
    const before = upload.lost.shift();
    if (before !== undefined && before !== hash) {
      await forget(upload);
      throw plexiError('FILE_CHANGED');
    }
    upload.hashes.push(hash);
    upload.filled = 0;
    upload.touched = now();
    await store.commit([uploadWrite({ ...upload, hashes: [...upload.hashes, ...upload.lost] })]);
    await blobs.keep(upload.space, hash, sealed, { account, draft: true, alone: true });
  };

  const take = async (upload: Open, offset: number, data: Uint8Array): Promise<void> => {
    if (offset !== upload.received || offset + data.length > upload.size)
      throw plexiError('FILE_PART_MISPLACED', { detail: `${upload.received} bytes so far` });
    upload.left = false;
    for (let at = 0; at < data.length; ) {
      const wanted = chunkLength(upload.size, upload.hashes.length);
      if (upload.filled === 0) upload.chunk = new Uint8Array(wanted);
      const part = data.subarray(at, at + wanted - upload.filled);
      upload.chunk.set(part, upload.filled);
      upload.filled += part.length;
      upload.received += part.length;
      at += part.length;
      if (upload.filled === wanted) await seal(upload);
    }
  };

  return {
    open: async (space) => {
      for (const record of await readUploads(store, space)) await restore(record);
      await blobs.dropDrafts(space, new Set([...open.values()].flatMap(({ hashes }) => hashes)));
    },
    begin: async (file) => {
      if (file.size > LIMITS.fileBytes)
        throw plexiError('TOO_LARGE', { detail: `a file may have ${LIMITS.fileBytes / 1024 ** 2} MB` });
      const left = leftOnes(file.space);
      const same = left.find((upload) => isSame(upload, file));
      if (same !== undefined) {
        same.left = false;
        return same;
      }
      if ([...open.values()].filter(({ space }) => space === file.space).length >= LIMITS.uploads) {
        const [oldest] = left;
        if (oldest === undefined) throw plexiError('TOO_BUSY', { detail: 'too many files at once' });
        await forget(oldest);
      }
      const id = toHex(primitives.randomBytes(ID_BYTES));
      const key = primitives.randomBytes(KEY_BYTES);
      const upload = start({ ...file, id, key, hashes: [], touched: now() }, 0, [], false);
      await store.commit([uploadWrite(upload)]);
      return upload;
    },
    put: async (space, id, offset, data) => {
      const upload = find(space, id);
      await upload.run(() => take(find(space, id), offset, data));
      return upload;
    },
    finish: (space, id) => {
      const { name, type, size, key, hashes, width, height, preview, received } = find(space, id);
      if (received !== size || hashes.length !== chunkCount(size))
        throw plexiError('FILE_INCOMPLETE', { detail: `${received} of ${size} bytes` });
      return { name, type, size, key, hashes: [...hashes], width, height, preview };
    },
    sent: async (space, ids) => {
      const sent = ids.flatMap((id) => open.get(id) ?? []).filter((upload) => upload.space === space);
      for (const { id } of sent) open.delete(id);
      await store.commit(sent.map((upload) => uploadWrite(upload, false)));
    },
    cancel: async (space, id) => {
      const upload = find(space, id);
      upload.gone = true;
      open.delete(id);
      await upload.run(() => forget(upload));
    },
    find: (space, id) => {
      const upload = open.get(id);
      return upload?.space === space ? upload : undefined;
    },
    isWhole: ({ received, size }) => received === size,
    list: (space) => [...open.values()].filter((upload) => upload.space === space),
  };
};
