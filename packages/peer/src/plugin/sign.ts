/** Signs a plugin's folder with its author's key, on the author's own machine: no profile takes part. */
import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { nativePrimitives as primitives } from '@plexi/crypto/native';
import { encodeArchive, hashPackage, readManifest, SIGNATURE_PATH, signPackage } from '@plexi/plugin-api';
import { readFolder } from '@plexi/plugin-host/package';
import { fromHex, plexiError, toHex, utf8 } from '@plexi/protocol';
import { readSmallFile, writePrivateFile } from '../host/private-files.ts';

export interface SignedPlugin {
  id: string;
  version: string;
  /** The author's public key, hexadecimal. */
  key: string;
  hash: string;
  /** What was written. */
  path: string;
}

const SEED = /^[0-9a-f]{64}$/;

/** The key in a file, 32 bytes in hexadecimal, made where there is no such file. Throws FILE_UNREADABLE, FILE_UNWRITABLE. */
const openKey = async (file: string): Promise<Uint8Array> => {
  const bytes = await readSmallFile(file, 256).catch((cause: unknown) => {
    throw plexiError('FILE_UNREADABLE', { cause, detail: file });
  });
  if (bytes === undefined) {
    const seed = new Uint8Array(randomBytes(32));
    await writePrivateFile(file, `${toHex(seed)}\n`).catch((cause: unknown) => {
      throw plexiError('FILE_UNWRITABLE', { cause, detail: file });
    });
    return seed;
  }
  const text = new TextDecoder().decode(bytes).trim();
  if (!SEED.test(text)) throw plexiError('FILE_UNREADABLE', { detail: `${file} holds no key` });
  return fromHex(text) ?? new Uint8Array();
};

/** Writes the signature into the folder, or the whole package to `out`. Throws FILE_UNREADABLE, FILE_UNWRITABLE, PLUGIN_INVALID. */
export const signPlugin = async (options: {
  folder: string;
  key: string;
  out: string | undefined;
}): Promise<SignedPlugin> => {
  const within = path.relative(path.resolve(options.folder), path.resolve(options.key));
  if (!within.startsWith('..') && !path.isAbsolute(within))
    throw plexiError('INVALID_INPUT', {
      detail: 'the key must not lie in the folder: it would be in the package',
    });
  const files = await readFolder(options.folder);
  const { id, version } = readManifest(files);
  const seed = await openKey(options.key);
  const signature = signPackage(primitives, seed, files);
  const target = options.out ?? path.join(options.folder, SIGNATURE_PATH);
  const content =
    options.out === undefined
      ? utf8(`${JSON.stringify(signature, undefined, 2)}\n`)
      : encodeArchive({ files, signature });
  await writePrivateFile(target, content).catch((cause: unknown) => {
    throw plexiError('FILE_UNWRITABLE', { cause, detail: target });
  });
  return {
    id,
    version,
    key: signature.key,
    hash: hashPackage(primitives, signature.key, files),
    path: target,
  };
};
