/**
 * [K7] A profile's vault: a random key from which those of the database and of the renderer's drafts derive, sealed under a
 * passphrase (Argon2id) or under a key in a file that only the user can read. Pure: the caller keeps `vault.json` and that file.
 */
import {
  fromBase64Url,
  fromUtf8,
  type PlexiError,
  type Primitives,
  plexiError,
  toBase64Url,
  utf8,
} from '@plexi/protocol';
import { z } from 'zod';
import { deriveKey } from '../primitives/hkdf.ts';
import type { Stretch, StretchCost } from '../primitives/stretch.ts';
import { concealSecret, type Secret } from '../secret/secret.ts';

const KEY_BYTES = 32;
const SALT_BYTES = 16;
const NONCE_BYTES = 24;
const MAC_BYTES = 16;
/** RFC 9106 section 4, second recommended option: 64 MiB and three passes (it has four lanes; libsodium has one). */
const DEFAULT_COST: StretchCost = { memoryKib: 64 * 1024, passes: 3 };
/** What a file may ask of us, so that a planted one cannot stop the machine. */
const MAX_COST: StretchCost = { memoryKib: 1024 * 1024, passes: 16 };
const VAULT_BYTES = 4096;
const NO_SALT = new Uint8Array(0);
const CONTEXTS = { database: utf8('plexi/vault/database/1'), renderer: utf8('plexi/vault/renderer/1') };

const bytesField = (length: number) =>
  z.string().transform((text, context) => {
    const bytes = fromBase64Url(text);
    if (bytes?.length === length) return bytes;
    context.addIssue('not base64url of the expected length');
    return z.NEVER;
  });

const sealedFields = { nonce: bytesField(NONCE_BYTES), box: bytesField(KEY_BYTES + MAC_BYTES) };
const VaultFile = z.strictObject({
  version: z.literal(1),
  slot: z.discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('passphrase'),
      salt: bytesField(SALT_BYTES),
      memoryKib: z.int().min(8).max(MAX_COST.memoryKib),
      passes: z.int().min(1).max(MAX_COST.passes),
      ...sealedFields,
    }),
    z.strictObject({ kind: z.literal('file'), ...sealedFields }),
  ]),
});

/** What opens a vault: a passphrase, or the key in the file beside it. */
export type VaultLock = 'passphrase' | 'file';

/** An open vault. */
export interface Vault {
  lock: VaultLock;
  /** 32 bytes, for the encrypted database. */
  databaseKey: Secret;
  /** 32 bytes, for what the renderer keeps sealed in IndexedDB [C3]. */
  rendererKey: Secret;
}

export interface CreateVaultOptions {
  /** Without one, the vault opens by a key file. */
  passphrase?: string;
  /** @default 64 MiB, three passes (about 0.1 s native) */
  cost?: StretchCost;
}

export interface CreatedVault {
  vault: Vault;
  /** The content of `vault.json`. */
  file: Uint8Array;
  /** The content of the key file, to be readable by the user alone; absent where there is a passphrase. */
  key: Uint8Array | undefined;
}

export interface OpenVaultOptions {
  passphrase?: string | undefined;
  /** The key file's content. */
  key?: Uint8Array | undefined;
}

const unlock = (primitives: Primitives, vaultKey: Uint8Array, lock: VaultLock): Vault => ({
  lock,
  databaseKey: concealSecret(deriveKey(primitives, vaultKey, NO_SALT, CONTEXTS.database)),
  rendererKey: concealSecret(deriveKey(primitives, vaultKey, NO_SALT, CONTEXTS.renderer)),
});

/** One passphrase, however the keyboard composes its letters (RFC 8265 OpaqueString: NFC). */
const passphraseBytes = (passphrase: string): Uint8Array => utf8(passphrase.normalize('NFC'));

const invalid = (detail: string): PlexiError => plexiError('PROFILE_INVALID', { detail });

const parseVault = (file: Uint8Array): z.output<typeof VaultFile> => {
  if (file.length > VAULT_BYTES) throw invalid('vault.json is too long');
  let content: unknown;
  try {
    content = JSON.parse(fromUtf8(file));
  } catch {
    throw invalid('vault.json is not JSON');
  }
  const parsed = VaultFile.safeParse(content);
  if (parsed.success) return parsed.data;
  throw invalid(`vault.json: ${parsed.error.issues[0]?.path.join('.') ?? ''}`);
};

/** A new vault. Throws INVALID_INPUT for an empty passphrase. */
export const createVault = (
  primitives: Primitives,
  stretch: Stretch,
  options: CreateVaultOptions = {},
): CreatedVault => {
  const { passphrase, cost = DEFAULT_COST } = options;
  if (passphrase === '') throw plexiError('INVALID_INPUT', { detail: 'the passphrase is empty' });
  const vaultKey = primitives.randomBytes(KEY_BYTES);
  const salt = primitives.randomBytes(SALT_BYTES);
  const key = passphrase === undefined ? primitives.randomBytes(KEY_BYTES) : undefined;
  const sealingKey = key ?? stretch(passphraseBytes(passphrase ?? ''), salt, cost);
  const nonce = primitives.randomBytes(NONCE_BYTES);
  const sealed = {
    nonce: toBase64Url(nonce),
    box: toBase64Url(primitives.secretbox(vaultKey, nonce, sealingKey)),
  };
  const slot =
    passphrase === undefined
      ? { kind: 'file', ...sealed }
      : {
          kind: 'passphrase',
          salt: toBase64Url(salt),
          memoryKib: cost.memoryKib,
          passes: cost.passes,
          ...sealed,
        };
  const file = utf8(`${JSON.stringify({ version: 1, slot }, undefined, 2)}\n`);
  return { vault: unlock(primitives, vaultKey, passphrase === undefined ? 'file' : 'passphrase'), file, key };
};

/** What a vault asks for before it opens. Throws PROFILE_INVALID. */
export const readVaultLock = (file: Uint8Array): VaultLock => parseVault(file).slot.kind;

/**
 * Opens a vault. Throws PASSPHRASE_NEEDED, PASSPHRASE_WRONG, or PROFILE_INVALID where `vault.json` is damaged or the key file
 * is missing or not its own.
 */
export const openVault = (
  primitives: Primitives,
  stretch: Stretch,
  file: Uint8Array,
  options: OpenVaultOptions = {},
): Vault => {
  const { slot } = parseVault(file);
  if (slot.kind === 'passphrase') {
    if (options.passphrase === undefined) throw plexiError('PASSPHRASE_NEEDED');
    const sealingKey = stretch(passphraseBytes(options.passphrase), slot.salt, slot);
    const vaultKey = primitives.secretboxOpen(slot.box, slot.nonce, sealingKey);
    if (vaultKey === undefined) throw plexiError('PASSPHRASE_WRONG');
    return unlock(primitives, vaultKey, 'passphrase');
  }
  if (options.key?.length !== KEY_BYTES) throw invalid('the vault key file is missing or damaged');
  const vaultKey = primitives.secretboxOpen(slot.box, slot.nonce, options.key);
  if (vaultKey === undefined) throw invalid('the vault key file belongs to another vault');
  return unlock(primitives, vaultKey, 'file');
};
