/**
 * A package as one file: deterministic CBOR of `[format, key, signature, [[path, content] …]]`. Nothing in it is compressed, so
 * that what is read is never more than what is there, and its parts have one reading.
 */
import { decodeCbor, encodeCbor, fromHex, LIMITS, plexiError, toHex } from '@plexi/protocol';
import { z } from 'zod';
import { filePathShape, type PackageFiles } from './files.ts';
import { type PackageSignature, SIGNATURE_PATH } from './signature.ts';

/** What a package's file is called. */
export const ARCHIVE_EXTENSION = '.plexiplugin';
const FORMAT = 'plexichat plugin 1';
/** Paths, lengths and the signature beside the files themselves. */
export const ARCHIVE_BYTES =
  LIMITS.pluginPackageBytes + LIMITS.pluginFiles * (LIMITS.pluginPathChars + 16) + 256;

const bytesShape = z.instanceof(Uint8Array);
const archiveShape = z.tuple([
  z.literal(FORMAT),
  bytesShape.refine(({ length }) => length === 32),
  bytesShape.refine(({ length }) => length === 64),
  z.array(z.tuple([filePathShape, bytesShape])).max(LIMITS.pluginFiles),
]);

export interface SignedPackage {
  files: PackageFiles;
  signature: PackageSignature;
}

export const encodeArchive = ({ files, signature }: SignedPackage): Uint8Array =>
  encodeCbor([
    FORMAT,
    fromHex(signature.key),
    fromHex(signature.signature),
    [...files].sort(([left], [right]) => (left < right ? -1 : 1)),
  ]);

/** Throws PLUGIN_INVALID. Whether the signature fits is for `verifyPackage` to say. */
export const decodeArchive = (bytes: Uint8Array): SignedPackage => {
  const parsed = archiveShape.safeParse(decodeCbor(bytes, ARCHIVE_BYTES, 'PLUGIN_INVALID'));
  if (!parsed.success) throw plexiError('PLUGIN_INVALID', { detail: 'not a plugin package' });
  const [, key, signature, listed] = parsed.data;
  const files = new Map(listed);
  if (files.size !== listed.length) throw plexiError('PLUGIN_INVALID', { detail: 'a file is there twice' });
  // It would be in the package without being signed.
  if (files.has(SIGNATURE_PATH))
    throw plexiError('PLUGIN_INVALID', { detail: 'a signature among the files' });
  return { files, signature: { key: toHex(key), signature: toHex(signature) } };
};
