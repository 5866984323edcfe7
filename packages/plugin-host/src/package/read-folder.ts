/** Reads a package from a folder, within limits: plain files only, no link followed, nothing larger than it said. */
import { constants } from 'node:fs';
import { lstat, open, readdir } from 'node:fs/promises';
import path from 'node:path';
import {
  checkFiles,
  isPackagePath,
  readSignature,
  SIGNATURE_PATH,
  type SignedPackage,
} from '@plexi/plugin-api';
import { fromUtf8, LIMITS, plexiError } from '@plexi/protocol';

const invalid = (detail: string, cause?: unknown) =>
  plexiError('PLUGIN_INVALID', cause === undefined ? { detail } : { detail, cause });

/** At most `most` bytes of a plain file. Throws PLUGIN_INVALID where it has more, is a link or no file. */
export const readPlainFile = async (file: string, most: number): Promise<Uint8Array> => {
  const handle = await open(file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK).catch(
    (cause: unknown) => {
      throw invalid('a file cannot be read, or is a link', cause);
    },
  );
  try {
    const { size } = await handle
      .stat()
      .then((stat) => (stat.isFile() ? stat : { size: Number.POSITIVE_INFINITY }));
    if (size > most) throw invalid('a file is too large, or no file');
    const buffer = new Uint8Array(size);
    const { bytesRead } = await handle.read(buffer, 0, size, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
};

const isSkipped = (name: string): boolean => name.startsWith('.') || name === 'node_modules';

/** The files below a folder but for hidden ones, the signature among them. Throws PLUGIN_INVALID, FILE_UNREADABLE. */
const listFiles = async (folder: string): Promise<Map<string, Uint8Array>> => {
  const files = new Map<string, Uint8Array>();
  let left: number = LIMITS.pluginPackageBytes + LIMITS.pluginManifestBytes;
  let seen = 0;
  const walk = async (below: string, depth: number): Promise<void> => {
    if (depth > 6) throw invalid('folders are nested too deeply');
    for (const entry of await readdir(path.join(folder, below), { withFileTypes: true })) {
      if (isSkipped(entry.name)) continue;
      seen += 1;
      if (seen > 2 * LIMITS.pluginFiles) throw invalid(`more than ${LIMITS.pluginFiles} files`);
      const name = `${below}${entry.name}`;
      if (entry.isDirectory()) {
        await walk(`${name}/`, depth + 1);
        continue;
      }
      if (!entry.isFile()) throw invalid(`${name.slice(0, 80)} is a link or no plain file`);
      if (!isPackagePath(name)) throw invalid(`${name.slice(0, 80)} is no name for a file of a package`);
      const content = await readPlainFile(path.join(folder, name), left);
      left -= content.length;
      files.set(name, content);
    }
  };
  const stat = await lstat(folder).catch(() => undefined);
  if (stat?.isDirectory() !== true) throw plexiError('FILE_UNREADABLE', { detail: folder });
  await walk('', 1);
  return files;
};

/** The files of a folder that is to be signed, without a signature that is there already. Throws PLUGIN_INVALID. */
export const readFolder = async (folder: string): Promise<Map<string, Uint8Array>> => {
  const files = await listFiles(folder);
  files.delete(SIGNATURE_PATH);
  checkFiles(files);
  return files;
};

/** A signed folder. Throws PLUGIN_INVALID, PLUGIN_SIGNATURE where it is not signed at all. */
export const readSignedFolder = async (folder: string): Promise<SignedPackage> => {
  const files = await listFiles(folder);
  const signature = files.get(SIGNATURE_PATH);
  files.delete(SIGNATURE_PATH);
  checkFiles(files);
  if (signature === undefined) throw plexiError('PLUGIN_SIGNATURE', { detail: 'it is not signed' });
  let text: string;
  try {
    text = fromUtf8(signature);
  } catch (cause) {
    throw invalid('signature.json is no text', cause);
  }
  return { files, signature: readSignature(text) };
};
