/**
 * [N6] What a message says of a file: enough to fetch its sealed chunks from anybody who has them, to check them, and to
 * open them. As CBOR, within a post's extras:
 *
 *   { h: hashes 32 each, k: key 32, n: name, s: size, t: media type, w?: width, y?: height, p?: preview, q?: its media type }
 */
import { z } from 'zod';
import { concatBytes, toHex, utf8 } from '../bytes.ts';
import { encodeCbor } from '../cbor.ts';
import { boundedBytes, fixedBytes } from '../fields.ts';
import { idToBytes } from '../ids.ts';
import { LIMITS } from '../limits.ts';
import type { Primitives } from '../primitives.ts';

/** Bytes of a file in one chunk; the last one holds what is left. */
export const FILE_CHUNK_BYTES = 1024 * 1024;
/** What sealing adds to a chunk. */
export const CHUNK_SEAL_BYTES = 16;
const HASH_BYTES = 32;
const KEY_BYTES = 32;

export interface FilePreview {
  type: 'image/webp' | 'image/jpeg' | 'image/png';
  bytes: Uint8Array;
}

export interface FileManifest {
  /** As the sender calls it: any text. What shows or saves it makes it harmless. */
  name: string;
  /** Media type as the sender gave it: nothing that anybody may rely on. */
  type: string;
  /** Bytes. */
  size: number;
  /** Of this file alone: chunk keys derive from it. */
  key: Uint8Array;
  /** SHA-256 of each sealed chunk, which is also its address; hexadecimal. */
  hashes: string[];
  /** Pixels, of a picture or a film. */
  width: number | undefined;
  height: number | undefined;
  preview: FilePreview | undefined;
}

/** How many chunks a file of that size has. */
export const chunkCount = (size: number): number => Math.ceil(size / FILE_CHUNK_BYTES);

/** How much of a file a chunk holds. */
export const chunkLength = (size: number, index: number): number =>
  Math.min(FILE_CHUNK_BYTES, size - index * FILE_CHUNK_BYTES);

const text = (limit: number) => z.string().refine((value) => utf8(value).length <= limit);
const side = z
  .int()
  .min(1)
  .max(2 ** 16);

export const manifestShape = z
  .strictObject({
    h: z.instanceof(Uint8Array),
    k: fixedBytes(KEY_BYTES),
    n: text(LIMITS.fileNameBytes).refine((name) => name !== ''),
    s: z.int().min(0).max(LIMITS.fileBytes),
    t: text(LIMITS.fileTypeBytes),
    w: side.optional(),
    y: side.optional(),
    p: boundedBytes(LIMITS.filePreviewBytes).optional(),
    q: z.enum(['image/webp', 'image/jpeg', 'image/png']).optional(),
  })
  .refine(({ h, s }) => h.length === chunkCount(s) * HASH_BYTES)
  .refine(({ w, y }) => (w === undefined) === (y === undefined))
  .refine(({ p, q }) => (p === undefined) === (q === undefined));
type WireManifest = z.infer<typeof manifestShape>;

/** The files of one message. */
export const manifestsShape = z.array(manifestShape).min(1).max(LIMITS.filesPerMessage);

export const manifestToWire = (manifest: FileManifest): WireManifest => {
  const { name, type, size, key, hashes, width, height, preview } = manifest;
  const h = new Uint8Array(hashes.length * HASH_BYTES);
  hashes.forEach((hash, i) => h.set(idToBytes(hash), i * HASH_BYTES));
  return {
    h,
    k: key,
    n: name,
    s: size,
    t: type,
    ...(width === undefined || height === undefined ? {} : { w: width, y: height }),
    ...(preview === undefined ? {} : { p: preview.bytes, q: preview.type }),
  };
};

export const manifestFromWire = ({ h, k, n, s, t, w, y, p, q }: WireManifest): FileManifest => ({
  name: n,
  type: t,
  size: s,
  key: k,
  hashes: Array.from({ length: h.length / HASH_BYTES }, (_, i) =>
    toHex(h.subarray(i * HASH_BYTES, (i + 1) * HASH_BYTES)),
  ),
  width: w,
  height: y,
  preview: p === undefined || q === undefined ? undefined : { type: q, bytes: p },
});

const ID_CONTEXT = utf8('plexi/file/1\0');

/** A file's id: a hash of all that its manifest says. */
export const fileIdOf = (primitives: Primitives, manifest: FileManifest): string =>
  toHex(primitives.sha256(concatBytes(ID_CONTEXT, encodeCbor(manifestToWire(manifest)))));
