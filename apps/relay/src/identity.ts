/** A relay's own keys, in a file that only its user can read: the device key by which it is known, and its database's. */

import path from 'node:path';
import { nativePrimitives as primitives } from '@plexi/crypto/native';
import { readSmallFile, writePrivateFile } from '@plexi/peer/host';
import { plexiError } from '@plexi/protocol';

export interface RelayIdentity {
  /** Ed25519 seed. */
  deviceSecretKey: Uint8Array;
  databaseKey: Uint8Array;
}

const KEY_BYTES = 32;
const FILE = 'relay.key';

/** Reads the keys, or makes them the first time. Throws PROFILE_INVALID. */
export const openIdentity = async (folder: string): Promise<RelayIdentity> => {
  const file = path.join(folder, FILE);
  let bytes = await readSmallFile(file, KEY_BYTES * 2);
  if (bytes === undefined) {
    bytes = primitives.randomBytes(KEY_BYTES * 2);
    await writePrivateFile(file, bytes);
  }
  if (bytes.length !== KEY_BYTES * 2) throw plexiError('PROFILE_INVALID', { detail: `${FILE} is damaged` });
  return { deviceSecretKey: bytes.slice(0, KEY_BYTES), databaseKey: bytes.slice(KEY_BYTES) };
};
