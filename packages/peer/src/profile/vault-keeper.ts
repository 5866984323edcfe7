/** [K7] A profile's vault on disk: opened, made, put under another lock, and forgotten. */
import {
  createVault,
  dearerCost,
  eraseBytes,
  measureCost,
  openVault,
  readVaultLock,
  relockVault,
  type StretchCost,
  type Vault,
  type VaultLock,
} from '@plexi/crypto';
import { nativePrimitives as primitives, nativeStretch as stretch } from '@plexi/crypto/native';
import { plexiError } from '@plexi/protocol';
import { readVaultFiles, type VaultFiles, writeVaultFiles } from '../host/vault-files.ts';

export interface VaultKeeper {
  /** What opens it, and what stretching the passphrase costs; none before there is an account. */
  lock(): { kind: VaultLock; cost: StretchCost | undefined } | undefined;
  /** The keys, while it is open. */
  keys(): Vault | undefined;
  /**
   * Opens it; where this machine stretches a passphrase with ease, it is locked anew at a higher cost. Throws NO_ACCOUNT,
   * PASSPHRASE_NEEDED, PASSPHRASE_WRONG, PROFILE_INVALID.
   */
  open(passphrase: string | undefined): Promise<Vault>;
  /** A new one, of which nothing is on disk before it is kept. */
  make(passphrase: string | undefined): Vault;
  keep(): Promise<void>;
  /** Puts another passphrase in the place of the current one, or none. Throws as `open`. */
  relock(current: string | undefined, next: string | undefined): Promise<void>;
  /** Overwrites the keys. */
  forget(): void;
}

const monotonic = (): number => performance.now();

/** Reads what is on disk. Throws PROFILE_INVALID. */
export const openVaultKeeper = async (folder: string): Promise<VaultKeeper> => {
  let files: VaultFiles | undefined = await readVaultFiles(folder);
  let kept = files !== undefined;
  let vault: Vault | undefined;

  const filesNow = (): VaultFiles => {
    if (files === undefined || !kept) throw plexiError('NO_ACCOUNT');
    return files;
  };
  const withCost = (passphrase: string | undefined) =>
    passphrase === undefined ? {} : { passphrase, cost: measureCost(stretch, monotonic) };

  /** The keys stay as they are: only how they are locked changes. */
  const lockAnew = async (
    current: string | undefined,
    next: { passphrase?: string; cost?: StretchCost },
  ): Promise<void> => {
    const { vault: file, key } = filesNow();
    const {
      file: relocked,
      key: newKey,
      vault: copy,
    } = relockVault(primitives, stretch, file, { passphrase: current, key }, next);
    for (const secret of [copy.databaseKey, copy.rendererKey]) eraseBytes(secret.reveal());
    const changed = { vault: relocked, key: newKey };
    await writeVaultFiles(folder, changed);
    files = changed;
  };

  return {
    lock: () => (kept && files !== undefined ? readVaultLock(files.vault) : undefined),
    keys: () => vault,
    open: async (passphrase) => {
      const { vault: file, key } = filesNow();
      const began = monotonic();
      vault = openVault(primitives, stretch, file, { passphrase, key });
      const { cost } = readVaultLock(file);
      const dearer = cost && dearerCost(cost, monotonic() - began);
      if (dearer !== undefined && passphrase !== undefined)
        await lockAnew(passphrase, { passphrase, cost: dearer });
      return vault;
    },
    make: (passphrase) => {
      const created = createVault(primitives, stretch, withCost(passphrase));
      files = { vault: created.file, key: created.key };
      vault = created.vault;
      return vault;
    },
    keep: async () => {
      if (files === undefined) throw plexiError('NO_ACCOUNT');
      await writeVaultFiles(folder, files);
      kept = true;
    },
    relock: (current, next) => lockAnew(current, withCost(next)),
    forget: () => {
      if (vault === undefined) return;
      for (const secret of [vault.databaseKey, vault.rendererKey]) eraseBytes(secret.reveal());
      vault = undefined;
    },
  };
};
