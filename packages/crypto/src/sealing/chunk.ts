/**
 * [N6] [K1] Sealing the chunks of a file: NaCl secretbox, like everything here. Each chunk has a key of its own, derived from
 * the file's key, the chunk's place and the file's size, so that no chunk opens in another's place or in a shorter file. That
 * key seals one chunk and nothing else, ever, which is why the nonce may be zeros.
 *
 * The last chunk is padded with zeros to a step of the ladder, so that who keeps it learns the file's size roughly.
 */
import {
  CHUNK_SEAL_BYTES,
  chunkCount,
  chunkLength,
  concatBytes,
  FILE_CHUNK_BYTES,
  type Primitives,
  utf8,
} from '@plexi/protocol';
import { paddedLength } from './padding.ts';

const CONTEXT = utf8('plexi/file-chunk/1\0');
const NONCE = new Uint8Array(24);

/** What of a file its chunks' keys derive from. */
export interface SealedFile {
  key: Uint8Array;
  size: number;
}

const chunkKey = (primitives: Primitives, file: SealedFile, index: number): Uint8Array => {
  const place = new Uint8Array(12);
  const view = new DataView(place.buffer);
  view.setUint32(0, index);
  view.setUint32(4, chunkCount(file.size));
  view.setUint32(8, file.size);
  return primitives.hmacSha256(file.key, concatBytes(CONTEXT, place));
};

const paddedChunk = (length: number): number =>
  length >= FILE_CHUNK_BYTES ? FILE_CHUNK_BYTES : Math.min(FILE_CHUNK_BYTES, paddedLength(length));

/** Bytes of a sealed chunk. */
export const sealedChunkLength = (size: number, index: number): number =>
  paddedChunk(chunkLength(size, index)) + CHUNK_SEAL_BYTES;

/** Seals one chunk. To be called once for each place of a file's key. */
export const sealChunk = (
  primitives: Primitives,
  file: SealedFile,
  index: number,
  plain: Uint8Array,
): Uint8Array => {
  if (plain.length !== chunkLength(file.size, index)) throw new RangeError('a chunk of another length');
  const padded = new Uint8Array(paddedChunk(plain.length));
  padded.set(plain);
  return primitives.secretbox(padded, NONCE, chunkKey(primitives, file, index));
};

/** What was sealed, or `undefined` where it was not sealed for this place of this file. */
export const openChunk = (
  primitives: Primitives,
  file: SealedFile,
  index: number,
  sealed: Uint8Array,
): Uint8Array | undefined => {
  if (sealed.length !== sealedChunkLength(file.size, index)) return undefined;
  const padded = primitives.secretboxOpen(sealed, NONCE, chunkKey(primitives, file, index));
  return padded?.subarray(0, chunkLength(file.size, index));
};
