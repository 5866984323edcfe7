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
import { concealSecret, eraseBytes, type Secret } from '../secret/secret.ts';
import { FLOOR_COST, MOST_COST } from './cost.ts';
import { passphraseBytes } from './passphrase.ts';

const KEY_BYTES = 32;
const SALT_BYTES = 16;
const NONCE_BYTES = 24;
const MAC_BYTES = 16;
const VERSION = 1;
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
  version: z.literal(VERSION),
  slot: z.discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('passphrase'),
      salt: bytesField(SALT_BYTES),
      memoryKib: z.int().min(8).max(MOST_COST.memoryKib),
      passes: z.int().min(1).max(MOST_COST.passes),
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
  /** @default the least that is used: 64 MiB, three passes */
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

/** Takes the vault key: nothing else needs it. */
const unlock = (primitives: Primitives, vaultKey: Uint8Array, lock: VaultLock): Vault => {
  const vault = {
    lock,
    databaseKey: concealSecret(deriveKey(primitives, vaultKey, NO_SALT, CONTEXTS.database)),
    rendererKey: concealSecret(deriveKey(primitives, vaultKey, NO_SALT, CONTEXTS.renderer)),
  };
  eraseBytes(vaultKey);
  return vault;
};

const invalid = (detail: string): PlexiError => plexiError('PROFILE_INVALID', { detail });

const isNewer = (content: unknown): boolean =>
  typeof content === 'object' &&
  content !== null &&
  'version' in content &&
  typeof content.version === 'number' &&
  content.version > VERSION;

const parseVault = (file: Uint8Array): z.output<typeof VaultFile> => {
  if (file.length > VAULT_BYTES) throw invalid('vault.json is too long');
  let content: unknown;
  try {
    content = JSON.parse(fromUtf8(file));
  } catch {
    throw invalid('vault.json is not JSON');
  }
  if (isNewer(content)) throw plexiError('STORE_NEWER', { detail: 'vault.json' });
  const parsed = VaultFile.safeParse(content);
  if (parsed.success) return parsed.data;
  throw invalid(`vault.json: ${parsed.error.issues[0]?.path.join('.') ?? ''}`);
};

/** Seals the vault key, which this takes. */
const sealVault = (
  primitives: Primitives,
  stretch: Stretch,
  vaultKey: Uint8Array,
  { passphrase, cost = FLOOR_COST }: CreateVaultOptions,
): CreatedVault => {
  if (passphrase === '') throw plexiError('INVALID_INPUT', { detail: 'the passphrase is empty' });
  const salt = primitives.randomBytes(SALT_BYTES);
  const key = passphrase === undefined ? primitives.randomBytes(KEY_BYTES) : undefined;
  const sealingKey = key ?? stretch(passphraseBytes(passphrase ?? ''), salt, cost);
  const nonce = primitives.randomBytes(NONCE_BYTES);
  const sealed = {
    nonce: toBase64Url(nonce),
    box: toBase64Url(primitives.secretbox(vaultKey, nonce, sealingKey)),
  };
  if (key === undefined) eraseBytes(sealingKey);
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
  const file = utf8(`${JSON.stringify({ version: VERSION, slot }, undefined, 2)}\n`);
  return { vault: unlock(primitives, vaultKey, passphrase === undefined ? 'file' : 'passphrase'), file, key };
};

/** A new vault. Throws INVALID_INPUT for an empty passphrase. */
export const createVault = (
  primitives: Primitives,
  stretch: Stretch,
  options: CreateVaultOptions = {},
): CreatedVault => sealVault(primitives, stretch, primitives.randomBytes(KEY_BYTES), options);

/** What a vault asks for before it opens, and what stretching its passphrase costs. Throws PROFILE_INVALID. */
export const readVaultLock = (file: Uint8Array): { kind: VaultLock; cost: StretchCost | undefined } => {
  const { slot } = parseVault(file);
  if (slot.kind === 'file') return { kind: 'file', cost: undefined };
  return { kind: 'passphrase', cost: { memoryKib: slot.memoryKib, passes: slot.passes } };
};

/** The vault key; the caller erases it. Throws as `openVault` does. */
const openSlot = (
  primitives: Primitives,
  stretch: Stretch,
  file: Uint8Array,
  { passphrase, key }: OpenVaultOptions,
): { vaultKey: Uint8Array; lock: VaultLock } => {
  const { slot } = parseVault(file);
  if (slot.kind === 'passphrase') {
    if (passphrase === undefined) throw plexiError('PASSPHRASE_NEEDED');
    const sealingKey = stretch(passphraseBytes(passphrase), slot.salt, slot);
    const vaultKey = primitives.secretboxOpen(slot.box, slot.nonce, sealingKey);
    eraseBytes(sealingKey);
    if (vaultKey === undefined) throw plexiError('PASSPHRASE_WRONG');
    return { vaultKey, lock: 'passphrase' };
  }
  if (key?.length !== KEY_BYTES) throw invalid('the vault key file is missing or damaged');
  const vaultKey = primitives.secretboxOpen(slot.box, slot.nonce, key);
  if (vaultKey === undefined) throw invalid('the vault key file belongs to another vault');
  return { vaultKey, lock: 'file' };
};

/**
 * Opens a vault. Throws PASSPHRASE_NEEDED, PASSPHRASE_WRONG, STORE_NEWER, or PROFILE_INVALID where `vault.json` is damaged or
 * the key file is missing or not its own.
 */
export const openVault = (
  primitives: Primitives,
  stretch: Stretch,
  file: Uint8Array,
  options: OpenVaultOptions = {},
): Vault => {
  const { vaultKey, lock } = openSlot(primitives, stretch, file, options);
  return unlock(primitives, vaultKey, lock);
};

/**
 * The same keys under another lock: another passphrase, none, or a dearer stretching of the same one. Throws as `openVault`.
 * Copies of the old files still open with what opened them: whoever may have one is kept out by a new device only.
 */
export const relockVault = (
  primitives: Primitives,
  stretch: Stretch,
  file: Uint8Array,
  current: OpenVaultOptions,
  next: CreateVaultOptions,
): CreatedVault =>
  sealVault(primitives, stretch, openSlot(primitives, stretch, file, current).vaultKey, next);
