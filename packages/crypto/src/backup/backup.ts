/**
 * [K7] [K8] A backup of an account as one file: who it is, the way into its spaces, and what it keeps for itself. Never device
 * keys or MLS state: whoever restores makes a new device, so that no sequence number and no key is used twice. Nor the root
 * key, which no device has: a backup is of no use without the recovery phrase.
 *
 *   "plexibak" | version 1 | memory KiB (4) | passes (1) | salt (16) | nonce (24) | secretbox( deterministic CBOR )
 *
 * The key is HMAC-SHA256 of everything before the nonce under the stretched passphrase: a header that was changed opens nothing.
 */
import {
  type AccountId,
  boundedBytes,
  concatBytes,
  equalBytes,
  idField,
  isHlc,
  LIMITS,
  msField,
  nameField,
  type PlexiError,
  type Primitives,
  plexiError,
  readCbor,
  utf8,
  writeCbor,
} from '@plexi/protocol';
import { z } from 'zod';
import type { Stretch, StretchCost } from '../primitives/stretch.ts';
import { eraseBytes } from '../secret/secret.ts';
import { FLOOR_COST, MOST_COST } from '../vault/cost.ts';
import { passphraseBytes } from '../vault/passphrase.ts';

const MAGIC = utf8('plexibak');
const VERSION = 1;
const SALT_BYTES = 16;
const NONCE_BYTES = 24;
const SALT_AT = MAGIC.length + 6;
const NONCE_AT = SALT_AT + SALT_BYTES;
const BOX_AT = NONCE_AT + NONCE_BYTES;
const KEY_CONTEXT = utf8('plexi/backup/1\0');

const Content = z.strictObject({
  account: idField<AccountId>(),
  name: nameField,
  madeAt: msField,
  /** A device link into the spaces; none where there are no spaces. */
  link: z.string().max(LIMITS.deviceLinkBytes).nullable(),
  /** What the account keeps for itself: names, values (none where it was taken away), clocks. */
  items: z
    .array(
      z.tuple([
        z.string().min(3).max(256),
        z.string().max(LIMITS.settingBytes).nullable(),
        z.number().refine(isHlc),
      ]),
    )
    .max(LIMITS.backupItems),
});
const Box = boundedBytes(LIMITS.backupBytes - BOX_AT);

/** What a backup holds. */
export type Backup = z.output<typeof Content>;

const invalid = (detail: string): PlexiError => plexiError('BACKUP_INVALID', { detail });

const keyOf = (
  primitives: Primitives,
  stretch: Stretch,
  passphrase: string,
  { header, salt, cost }: { header: Uint8Array; salt: Uint8Array; cost: StretchCost },
): Uint8Array => {
  const stretched = stretch(passphraseBytes(passphrase), salt, cost);
  const key = primitives.hmacSha256(stretched, concatBytes(KEY_CONTEXT, header));
  eraseBytes(stretched);
  return key;
};

/** The file of a backup. Throws INVALID_INPUT for an empty passphrase, TOO_LARGE. */
export const sealBackup = (
  primitives: Primitives,
  stretch: Stretch,
  backup: Backup,
  { passphrase, cost = FLOOR_COST }: { passphrase: string; cost?: StretchCost },
): Uint8Array => {
  if (passphrase === '') throw plexiError('INVALID_INPUT', { detail: 'the passphrase is empty' });
  const salt = primitives.randomBytes(SALT_BYTES);
  const numbers = new Uint8Array(6);
  const view = new DataView(numbers.buffer);
  view.setUint8(0, VERSION);
  view.setUint32(1, cost.memoryKib);
  view.setUint8(5, cost.passes);
  const header = concatBytes(MAGIC, numbers, salt);
  const key = keyOf(primitives, stretch, passphrase, { header, salt, cost });
  const nonce = primitives.randomBytes(NONCE_BYTES);
  const box = primitives.secretbox(writeCbor(Content, backup), nonce, key);
  eraseBytes(key);
  const file = concatBytes(header, nonce, box);
  if (file.length > LIMITS.backupBytes) throw plexiError('TOO_LARGE', { detail: 'backup' });
  return file;
};

/** Opens a backup. Throws BACKUP_INVALID where it is none, BACKUP_WRONG where the passphrase does not open it or it was altered. */
export const openBackup = (
  primitives: Primitives,
  stretch: Stretch,
  file: Uint8Array,
  passphrase: string,
): Backup => {
  if (file.length > LIMITS.backupBytes) throw invalid('too long');
  if (file.length <= BOX_AT || !equalBytes(file.subarray(0, MAGIC.length), MAGIC)) throw invalid('no backup');
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  if (view.getUint8(MAGIC.length) !== VERSION) throw invalid('of another version: update PlexiChat');
  const cost = { memoryKib: view.getUint32(MAGIC.length + 1), passes: view.getUint8(MAGIC.length + 5) };
  if (cost.memoryKib < 8 || cost.memoryKib > MOST_COST.memoryKib) throw invalid('its cost');
  if (cost.passes < 1 || cost.passes > MOST_COST.passes) throw invalid('its cost');
  const header = file.slice(0, NONCE_AT);
  const key = keyOf(primitives, stretch, passphrase, { header, salt: file.slice(SALT_AT, NONCE_AT), cost });
  const box = Box.parse(file.subarray(BOX_AT));
  const plain = primitives.secretboxOpen(box, file.slice(NONCE_AT, BOX_AT), key);
  eraseBytes(key);
  if (plain === undefined) throw plexiError('BACKUP_WRONG');
  return readCbor(Content, plain, LIMITS.backupBytes, 'BACKUP_INVALID');
};
