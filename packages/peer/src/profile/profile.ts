/** A profile: one account's device on this machine, with its vault and its store. */

import { rm } from 'node:fs/promises';
import path from 'node:path';
import {
  createDevice,
  createVault,
  decodeDevice,
  encodeDevice,
  openVault,
  readPhrase,
  readVaultLock,
} from '@plexi/crypto';
import { nativePrimitives as primitives, nativeStretch as stretch } from '@plexi/crypto/native';
import { issueCertificate, plexiError, readCertificate, utf8 } from '@plexi/protocol';
import type { Store, Write } from '@plexi/storage';
import { type FolderLock, lockFolder } from '../host/folder-lock.ts';
import { readVaultFiles, writeVaultFiles } from '../host/vault-files.ts';
import type { Self } from '../space/self.ts';

/** An open profile: its store, and who it is. */
export interface OpenProfile {
  folder: string;
  store: Store;
  self: Self;
  vault: 'passphrase' | 'file';
  /** For what the interface keeps sealed itself [C3]. */
  rendererKey: Uint8Array;
}

export interface Profile {
  readonly folder: string;
  state(): 'none' | 'locked' | 'ready';
  /** Throws NO_ACCOUNT or PASSPHRASE_NEEDED. */
  open(): OpenProfile;
  /** Opens an existing one. Throws PASSPHRASE_WRONG, STORE_CORRUPT. */
  unlock(passphrase: string | undefined): Promise<OpenProfile>;
  /** Makes a new device of the phrase's account. Throws ACCOUNT_EXISTS, PHRASE_INVALID. */
  create(options: {
    name: string;
    phrase: string;
    passphrase: string | undefined;
    nowMs: number;
  }): Promise<OpenProfile>;
  close(): Promise<void>;
}

const DATABASE = 'plexi.db';
const decoder = new TextDecoder();

const openStore = async (folder: string, key: Uint8Array): Promise<Store> => {
  const { openSqliteStore } = await import('@plexi/storage/sqlite');
  return openSqliteStore({ path: path.join(folder, DATABASE), key });
};

const identity = (key: string, value: Uint8Array): Write => ({
  type: 'record',
  scope: 'profile',
  kind: 'identity',
  key,
  value,
});

const readSelf = async (store: Store): Promise<Self> => {
  const read = async (key: string): Promise<Uint8Array> => {
    const value = await store.record('profile', 'identity', key);
    if (value === undefined) throw plexiError('STORE_CORRUPT', { detail: `no ${key} in the profile` });
    return value;
  };
  const keys = decodeDevice(primitives, await read('device'));
  const certificate = await read('certificate');
  const { account, device } = readCertificate(primitives, certificate);
  return { account, device, keys, certificate, name: decoder.decode(await read('name')) };
};

/** Takes hold of a profile's folder, and opens what needs no passphrase. Throws PROFILE_IN_USE. */
export const holdProfile = async (folder: string, passphrase: string | undefined): Promise<Profile> => {
  const lock: FolderLock = await lockFolder(folder);
  let opened: OpenProfile | undefined;
  let files: Awaited<ReturnType<typeof readVaultFiles>>;

  const unlock = async (given: string | undefined): Promise<OpenProfile> => {
    if (opened !== undefined) return opened;
    if (files === undefined) throw plexiError('NO_ACCOUNT');
    const vault = openVault(primitives, stretch, files.vault, { passphrase: given, key: files.key });
    const store = await openStore(folder, vault.databaseKey.reveal());
    try {
      opened = {
        folder,
        store,
        self: await readSelf(store),
        vault: vault.lock,
        rendererKey: vault.rendererKey.reveal(),
      };
    } catch (error) {
      await store.close();
      throw error;
    }
    return opened;
  };

  try {
    files = await readVaultFiles(folder);
    if (files !== undefined && (passphrase !== undefined || readVaultLock(files.vault) === 'file'))
      await unlock(passphrase);
  } catch (error) {
    lock.release();
    throw error;
  }

  return {
    folder,
    state: () => {
      if (opened !== undefined) return 'ready';
      return files === undefined ? 'none' : 'locked';
    },
    open: () => {
      if (opened !== undefined) return opened;
      throw plexiError(files === undefined ? 'NO_ACCOUNT' : 'PASSPHRASE_NEEDED');
    },
    unlock,
    create: async ({ name, phrase, passphrase: chosen, nowMs }) => {
      if (files !== undefined) throw plexiError('ACCOUNT_EXISTS');
      const account = readPhrase(primitives, phrase);
      const keys = createDevice(primitives);
      const certificate = issueCertificate(
        primitives,
        { boxKey: keys.boxKey, leafKey: keys.leafKey, issuedAt: nowMs },
        { accountSecretKey: account.secretKey.reveal(), deviceSecretKey: keys.secretKey.reveal() },
      );
      const created = createVault(primitives, stretch, chosen === undefined ? {} : { passphrase: chosen });
      // A database without a vault is what a crash before this line left behind: nobody has its key.
      for (const suffix of ['', '-wal', '-shm'])
        await rm(path.join(folder, DATABASE + suffix), { force: true });
      const store = await openStore(folder, created.vault.databaseKey.reveal());
      await store.commit([
        identity('device', encodeDevice(keys)),
        identity('certificate', certificate),
        identity('name', utf8(name)),
      ]);
      files = { vault: created.file, key: created.key };
      await writeVaultFiles(folder, files);
      opened = {
        folder,
        store,
        self: { account: account.account, device: keys.device, keys, certificate, name },
        vault: created.vault.lock,
        rendererKey: created.vault.rendererKey.reveal(),
      };
      return opened;
    },
    close: async () => {
      await opened?.store.close();
      opened = undefined;
      lock.release();
    },
  };
};
