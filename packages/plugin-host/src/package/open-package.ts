/** From a folder, a file or bytes to a package whose manifest is read and whose signature fits. */
import { lstat } from 'node:fs/promises';
import {
  ARCHIVE_BYTES,
  CODE_PATH,
  checkFiles,
  decodeArchive,
  type Manifest,
  readManifest,
  type SignedPackage,
  verifyPackage,
} from '@plexi/plugin-api';
import { fromUtf8, type Primitives, plexiError } from '@plexi/protocol';
import { readPlainFile, readSignedFolder } from './read-folder.ts';

/** A package that is what its author signed. */
export interface OpenPackage extends SignedPackage {
  manifest: Manifest;
  hash: string;
  code: string;
}

/** Throws PLUGIN_INVALID, PLUGIN_SIGNATURE. */
export const checkPackage = (primitives: Primitives, signed: SignedPackage): OpenPackage => {
  checkFiles(signed.files);
  const hash = verifyPackage(primitives, signed.files, signed.signature);
  const manifest = readManifest(signed.files);
  try {
    return { ...signed, manifest, hash, code: fromUtf8(signed.files.get(CODE_PATH) ?? new Uint8Array()) };
  } catch (cause) {
    throw plexiError('PLUGIN_INVALID', { cause, detail: 'code.js is not UTF-8' });
  }
};

/** A package as one file's bytes. Throws PLUGIN_INVALID, PLUGIN_SIGNATURE. */
export const openArchive = (primitives: Primitives, bytes: Uint8Array): OpenPackage =>
  checkPackage(primitives, decodeArchive(bytes));

/** A package in a folder, or as one file. Throws FILE_UNREADABLE, PLUGIN_INVALID, PLUGIN_SIGNATURE. */
export const openPackage = async (primitives: Primitives, place: string): Promise<OpenPackage> => {
  const stat = await lstat(place).catch((cause: unknown) => {
    throw plexiError('FILE_UNREADABLE', { cause, detail: place });
  });
  if (stat.isDirectory()) return checkPackage(primitives, await readSignedFolder(place));
  return openArchive(primitives, await readPlainFile(place, ARCHIVE_BYTES));
};
