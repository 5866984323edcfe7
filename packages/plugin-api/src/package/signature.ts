/**
 * [P1] A package's hash covers its author's key and every file; the signature covers the hash. Whoever grants a hash has granted
 * exactly these bytes by exactly this author.
 */
import { concatBytes, encodeCbor, fromHex, type Primitives, plexiError, toHex, utf8 } from '@plexi/protocol';
import { z } from 'zod';
import { parseStrictJson } from '../strict-json.ts';
import type { PackageFiles } from './files.ts';

/** Where the signature lies in a folder; it is the one file that it does not cover. */
export const SIGNATURE_PATH = 'signature.json';
const HASH_CONTEXT = 'plexichat plugin package 1';
const SIGNATURE_CONTEXT = 'plexichat plugin signature 1\n';

const signatureShape = z.strictObject({
  key: z.string().regex(/^[0-9a-f]{64}$/),
  signature: z.string().regex(/^[0-9a-f]{128}$/),
});
export type PackageSignature = z.infer<typeof signatureShape>;

const compare = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0);

/** SHA-256, hexadecimal, of the author's key and the files in the order of their paths. */
export const hashPackage = (primitives: Primitives, key: string, files: PackageFiles): string => {
  const listed = [...files]
    .filter(([path]) => path !== SIGNATURE_PATH)
    .sort(([left], [right]) => compare(left, right))
    .map(([path, content]) => [path, primitives.sha256(content)]);
  return toHex(primitives.sha256(encodeCbor([HASH_CONTEXT, key, listed])));
};

const signed = (hash: string): Uint8Array => concatBytes(utf8(SIGNATURE_CONTEXT), utf8(hash));

/** Signs with the 32-byte seed of the author's key (Ed25519). */
export const signPackage = (
  primitives: Primitives,
  seed: Uint8Array,
  files: PackageFiles,
): PackageSignature => {
  const key = toHex(primitives.publicKeyOf(seed));
  const hash = hashPackage(primitives, key, files);
  return { key, signature: toHex(primitives.sign(signed(hash), seed)) };
};

/** Throws PLUGIN_INVALID where `signature.json` is no signature. */
export const readSignature = (text: string): PackageSignature => {
  try {
    return signatureShape.parse(parseStrictJson(text));
  } catch (cause) {
    throw plexiError('PLUGIN_INVALID', { cause, detail: 'signature.json is no signature' });
  }
};

/** The hash of a package whose signature fits. Throws PLUGIN_SIGNATURE. */
export const verifyPackage = (
  primitives: Primitives,
  files: PackageFiles,
  { key, signature }: PackageSignature,
): string => {
  const hash = hashPackage(primitives, key, files);
  const fits = primitives.verify(
    fromHex(signature) ?? new Uint8Array(),
    signed(hash),
    fromHex(key) ?? new Uint8Array(),
  );
  if (!fits) throw plexiError('PLUGIN_SIGNATURE');
  return hash;
};
