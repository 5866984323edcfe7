/**
 * Files that a view hands over part by part. Each full chunk is sealed and kept at once, so that no more than one chunk of a
 * file is in memory and nothing of it is in the clear on disk. A chunk is sealed once: its key is for it alone.
 */
import { sealChunk } from '@plexi/crypto/sealing';
import {
  type AccountId,
  type ChannelId,
  chunkCount,
  chunkLength,
  FILE_CHUNK_BYTES,
  type FileManifest,
  type FilePreview,
  LIMITS,
  type Primitives,
  plexiError,
  type SpaceId,
  toHex,
} from '@plexi/protocol';
import type { BlobStore } from '../blob/blob-store.ts';
import { createSerial, type Serial } from '../replica/serial.ts';

export interface NewFile {
  space: SpaceId;
  channel: ChannelId;
  name: string;
  type: string;
  size: number;
  width: number | undefined;
  height: number | undefined;
  preview: FilePreview | undefined;
}

export interface Upload extends NewFile {
  id: string;
  received: number;
}

export interface Uploads {
  /** Throws TOO_LARGE, TOO_BUSY. */
  begin(file: NewFile): Upload;
  /** Takes the next part. Throws NOT_FOUND, FILE_PART_MISPLACED, STORE_FAILED. */
  put(space: SpaceId, id: string, offset: number, data: Uint8Array): Promise<Upload>;
  /** The manifest of a file that was handed over whole. Throws NOT_FOUND, FILE_INCOMPLETE. */
  finish(space: SpaceId, id: string): FileManifest;
  /** A message carries them now. */
  sent(ids: readonly string[]): void;
  /** Throws NOT_FOUND. */
  cancel(space: SpaceId, id: string): Promise<void>;
  find(space: SpaceId, id: string): Upload | undefined;
  list(space: SpaceId): Upload[];
}

interface Open extends Upload {
  key: Uint8Array;
  hashes: string[];
  chunk: Uint8Array;
  filled: number;
  run: Serial;
  gone: boolean;
}

export interface UploadsDependencies {
  primitives: Primitives;
  blobs: BlobStore;
  account: AccountId;
}

const KEY_BYTES = 32;
const ID_BYTES = 32;

export const createUploads = ({ primitives, blobs, account }: UploadsDependencies): Uploads => {
  const open = new Map<string, Open>();

  const find = (space: SpaceId, id: string): Open => {
    const upload = open.get(id);
    if (upload === undefined || upload.space !== space || upload.gone)
      throw plexiError('NOT_FOUND', { detail: 'upload' });
    return upload;
  };

  const seal = async (upload: Open): Promise<void> => {
    const index = upload.hashes.length;
    const sealed = sealChunk(primitives, upload, index, upload.chunk.subarray(0, upload.filled));
    const hash = toHex(primitives.sha256(sealed));
    upload.hashes.push(hash);
    upload.filled = 0;
    await blobs.keep(upload.space, hash, sealed, { account, draft: true, alone: true });
  };

  const take = async (upload: Open, offset: number, data: Uint8Array): Promise<void> => {
    if (offset !== upload.received || offset + data.length > upload.size)
      throw plexiError('FILE_PART_MISPLACED', { detail: `${upload.received} bytes so far` });
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
    begin: (file) => {
      if (file.size > LIMITS.fileBytes)
        throw plexiError('TOO_LARGE', { detail: `a file may have ${LIMITS.fileBytes / 1024 ** 2} MB` });
      if ([...open.values()].filter(({ space }) => space === file.space).length >= LIMITS.uploads)
        throw plexiError('TOO_BUSY', { detail: 'too many files at once' });
      const upload: Open = {
        ...file,
        id: toHex(primitives.randomBytes(ID_BYTES)),
        received: 0,
        key: primitives.randomBytes(KEY_BYTES),
        hashes: [],
        chunk: new Uint8Array(Math.min(file.size, FILE_CHUNK_BYTES)),
        filled: 0,
        run: createSerial(),
        gone: false,
      };
      open.set(upload.id, upload);
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
    sent: (ids) => {
      for (const id of ids) open.delete(id);
    },
    cancel: async (space, id) => {
      const upload = find(space, id);
      upload.gone = true;
      open.delete(id);
      await upload.run(() => blobs.drop(space, upload.hashes));
    },
    find: (space, id) => {
      const upload = open.get(id);
      return upload?.space === space ? upload : undefined;
    },
    list: (space) => [...open.values()].filter((upload) => upload.space === space),
  };
};
