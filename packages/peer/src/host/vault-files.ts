/** The two files that hold a profile's key: `vault.json`, and beside it the key itself where no passphrase seals it. */
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { makePrivateFolder, readSmallFile, writePrivateFile } from './private-files.ts';

/** Bounds of what is read: the vault is a few hundred bytes, its key 32. */
const VAULT_BYTES = 16 * 1024;
const KEY_BYTES = 1024;

export interface VaultFiles {
  /** What `createVault` of `@plexi/crypto` made. */
  vault: Uint8Array;
  /** The key that opens it; `undefined` where a passphrase does. */
  key: Uint8Array | undefined;
}

const vaultFile = (folder: string): string => path.join(folder, 'vault.json');
const keyFile = (folder: string): string => path.join(folder, 'vault.key');

/** The vault in `folder`, or `undefined` where no account was made there. Throws PROFILE_INVALID. */
export const readVaultFiles = async (folder: string): Promise<VaultFiles | undefined> => {
  const vault = await readSmallFile(vaultFile(folder), VAULT_BYTES);
  if (vault === undefined) return undefined;
  return { vault, key: await readSmallFile(keyFile(folder), KEY_BYTES) };
};

/** Writes the vault; on disk when this resolves. A crash on the way leaves the old one or none. Throws PROFILE_INVALID. */
export const writeVaultFiles = async (folder: string, files: VaultFiles): Promise<void> => {
  await makePrivateFolder(folder);
  // The vault makes the profile, so its key is there first, and goes last.
  if (files.key !== undefined) await writePrivateFile(keyFile(folder), files.key);
  await writePrivateFile(vaultFile(folder), files.vault);
  if (files.key === undefined) await rm(keyFile(folder), { force: true });
};
