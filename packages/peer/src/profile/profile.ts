/** A profile: one account's device on this machine, with its vault and its store. */

import { rm } from 'node:fs/promises';
import path from 'node:path';
import { createDevice, decodeDevice, encodeDevice, eraseBytes, readPhrase, type Vault } from '@plexi/crypto';
import { nativePrimitives as primitives } from '@plexi/crypto/native';
import { openWith } from '@plexi/crypto/sealing';
import {
  decodeEvent,
  isPlexiError,
  issueCertificate,
  plexiError,
  readCertificate,
  utf8,
} from '@plexi/protocol';
import type { Store, Write } from '@plexi/storage';
import type { SqliteStoreOptions } from '@plexi/storage/sqlite';
import { type FolderLock, lockFolder } from '../host/folder-lock.ts';
import { KEY_GROUP_KIND } from '../space/key-records.ts';
import type { Self } from '../space/self.ts';
import { openVaultKeeper, type VaultKeeper } from './vault-keeper.ts';

/** An open profile: its store, and who it is. */
export interface OpenProfile {
  folder: string;
  store: Store;
  self: Self;
  /** For what the interface keeps sealed itself [C3]. */
  rendererKey: Uint8Array;
}

export interface Profile {
  readonly folder: string;
  state(): 'none' | 'locked' | 'ready';
  /** Throws NO_ACCOUNT or PASSPHRASE_NEEDED. */
  open(): OpenProfile;
  /** What opens it; none before there is an account. */
  protection(): ReturnType<VaultKeeper['lock']>;
  /** Another passphrase in the place of the current one, or none. Throws PASSPHRASE_NEEDED, PASSPHRASE_WRONG. */
  relock(current: string | undefined, next: string | undefined): Promise<void>;
  /**
   * Locked from this call on: `close` ends what rests on the store, which is then closed, and its keys overwritten as far as
   * they can be. Throws NO_ACCOUNT, PASSPHRASE_UNSET where nothing would have to be known to open it again.
   */
  lock(close: () => Promise<void>): Promise<void>;
  /** Opens an existing one. Throws PASSPHRASE_WRONG, STORE_CORRUPT. */
  unlock(passphrase: string | undefined): Promise<OpenProfile>;
  /** Makes a new device of the phrase's account. Throws ACCOUNT_EXISTS, PHRASE_INVALID. */
  create(options: {
    name: string;
    phrase: string;
    passphrase: string | undefined;
    nowMs: number;
  }): Promise<OpenProfile>;
  /** Closes the store of an open profile and opens it again, repaired where it was damaged. Throws STORE_CORRUPT. */
  reopen(): Promise<OpenProfile>;
  close(): Promise<void>;
}

const DATABASE = 'plexi.db';
const decoder = new TextDecoder();

/** A post's words, for a store that has them in its entries only. */
const openWords = (key: Uint8Array, body: Uint8Array): string | undefined => {
  const plain = openWith(primitives, key, body);
  const event = plain && decodeEvent(plain);
  return event?.kind === 'post' ? event.text : undefined;
};

/** Keys are nowhere else. */
const isVital = (scope: string, kind: string): boolean =>
  kind === KEY_GROUP_KIND || (scope === 'profile' && kind === 'identity');

type OnProgress = NonNullable<SqliteStoreOptions['onProgress']>;

const openStore = async (folder: string, key: Uint8Array, onProgress: OnProgress): Promise<Store> => {
  const { openSqliteStore } = await import('@plexi/storage/sqlite');
  return openSqliteStore({ path: path.join(folder, DATABASE), key, openWords, isVital, onProgress });
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
export const holdProfile = async (
  folder: string,
  passphrase: string | undefined,
  onProgress: OnProgress,
): Promise<Profile> => {
  const lock: FolderLock = await lockFolder(folder);
  let opened: OpenProfile | undefined;
  let reopening: Promise<OpenProfile> | undefined;
  let locking: Promise<void> | undefined;
  const keeper = await openVaultKeeper(folder).catch((error: unknown) => {
    lock.release();
    throw error;
  });

  const openWithVault = async (vault: Vault): Promise<OpenProfile> => {
    const store = await openStore(folder, vault.databaseKey.reveal(), onProgress);
    try {
      const self = await readSelf(store);
      return { folder, store, self, rendererKey: vault.rendererKey.reveal() };
    } catch (error) {
      await store.close();
      throw error;
    }
  };

  const unlock = async (given: string | undefined): Promise<OpenProfile> => {
    await locking?.catch(() => undefined);
    if (opened !== undefined) return opened;
    const vault = await keeper.open(given);
    // Damage that is found while the profile is read is repaired by the next opening.
    opened = await openWithVault(vault).catch((error: unknown) => {
      if (isPlexiError(error) && error.code === 'STORE_CORRUPT') return openWithVault(vault);
      throw error;
    });
    return opened;
  };

  const lockUp = async (closing: OpenProfile, close: () => Promise<void>): Promise<void> => {
    try {
      await close();
      await closing.store.close();
    } finally {
      // Whatever could not be closed has no keys any more.
      const { secretKey, boxSecretKey, leafSecretKey } = closing.self.keys;
      for (const secret of [secretKey, boxSecretKey, leafSecretKey]) eraseBytes(secret.reveal());
      keeper.forget();
    }
  };

  try {
    const kind = keeper.lock()?.kind;
    if (kind !== undefined && (passphrase !== undefined || kind === 'file')) await unlock(passphrase);
  } catch (error) {
    lock.release();
    throw error;
  }

  return {
    folder,
    state: () => {
      if (opened !== undefined || reopening !== undefined) return 'ready';
      return keeper.lock() === undefined ? 'none' : 'locked';
    },
    open: () => {
      if (opened !== undefined) return opened;
      if (reopening !== undefined) throw plexiError('STORE_REPAIRING');
      throw plexiError(keeper.lock() === undefined ? 'NO_ACCOUNT' : 'PASSPHRASE_NEEDED');
    },
    protection: () => keeper.lock(),
    relock: (current, next) => keeper.relock(current, next),
    lock: async (close) => {
      const closing = opened;
      const kind = keeper.lock()?.kind;
      if (kind === undefined) throw plexiError('NO_ACCOUNT');
      if (kind === 'file') throw plexiError('PASSPHRASE_UNSET');
      if (closing === undefined) return locking;
      opened = undefined;
      locking = lockUp(closing, close).finally(() => {
        locking = undefined;
      });
      await locking;
    },
    unlock,
    create: async ({ name, phrase, passphrase: chosen, nowMs }) => {
      if (keeper.lock() !== undefined) throw plexiError('ACCOUNT_EXISTS');
      const account = readPhrase(primitives, phrase);
      const keys = createDevice(primitives);
      const certificate = issueCertificate(
        primitives,
        { boxKey: keys.boxKey, leafKey: keys.leafKey, issuedAt: nowMs },
        { accountSecretKey: account.secretKey.reveal(), deviceSecretKey: keys.secretKey.reveal() },
      );
      eraseBytes(account.secretKey.reveal());
      const vault = keeper.make(chosen);
      // A database without a vault is what a crash before this line left behind: nobody has its key.
      for (const suffix of ['', '-wal', '-shm'])
        await rm(path.join(folder, DATABASE + suffix), { force: true });
      const store = await openStore(folder, vault.databaseKey.reveal(), onProgress);
      await store.commit([
        identity('device', encodeDevice(keys)),
        identity('certificate', certificate),
        identity('name', utf8(name)),
      ]);
      await keeper.keep();
      const self = { account: account.account, device: keys.device, keys, certificate, name };
      opened = { folder, store, self, rendererKey: vault.rendererKey.reveal() };
      return opened;
    },
    reopen: async () => {
      await opened?.store.close();
      opened = undefined;
      const vault = keeper.keys();
      if (vault === undefined) throw plexiError('NO_ACCOUNT');
      reopening = openWithVault(vault).finally(() => {
        reopening = undefined;
      });
      opened = await reopening;
      return opened;
    },
    close: async () => {
      await locking?.catch(() => undefined);
      await opened?.store.close();
      opened = undefined;
      keeper.forget();
      lock.release();
    },
  };
};
