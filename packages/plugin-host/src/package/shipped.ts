/**
 * Plugins that ship with the app. Their authenticity is the app's own, so the key that signs them is no secret: it marks them, the
 * same on every machine, and is accepted for nothing that comes from elsewhere.
 */
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { type Manifest, pluginIdShape, readManifest, signPackage } from '@plexi/plugin-api';
import { type Primitives, plexiError, toHex, utf8 } from '@plexi/protocol';
import { checkPackage, type OpenPackage } from './open-package.ts';
import { readFolder } from './read-folder.ts';

const seedOf = (primitives: Primitives): Uint8Array =>
  primitives.sha256(utf8('plexichat: plugins that ship with the app'));

const folderOf = (root: string, id: string): string => path.join(root, id, 'plugin');

/** Whether a key is the one that marks them. */
export const marksShipped = (primitives: Primitives, key: string): boolean =>
  key === toHex(primitives.publicKeyOf(seedOf(primitives)));

/** One that ships below `root`. Throws NOT_FOUND. */
export const openShipped = async (primitives: Primitives, root: string, id: string): Promise<OpenPackage> => {
  const isId = pluginIdShape.safeParse(id).success;
  const files = isId ? await readFolder(folderOf(root, id)).catch(() => undefined) : undefined;
  if (files === undefined) throw plexiError('NOT_FOUND', { detail: 'plugin that ships with the app' });
  return checkPackage(primitives, { files, signature: signPackage(primitives, seedOf(primitives), files) });
};

/** What ships below `root`, by id. */
export const listShipped = async (root: string): Promise<Manifest[]> => {
  const found: Manifest[] = [];
  for (const entry of await readdir(root, { withFileTypes: true }).catch(() => [])) {
    if (!entry.isDirectory() || !pluginIdShape.safeParse(entry.name).success) continue;
    const manifest = await readFolder(folderOf(root, entry.name)).then(readManifest, () => undefined);
    if (manifest?.id === entry.name) found.push(manifest);
  }
  return found.sort((left, right) => (left.id < right.id ? -1 : 1));
};
