/**
 * Things that are sealed to the members of a space and are no entries: under the present epoch, with a key of its own for each
 * purpose and writer.
 *
 *   epoch 32 | nonce 24 | secretbox(padded plain)
 */
import { openWith, sealWith } from '@plexi/crypto/sealing';
import {
  type ChannelId,
  concatBytes,
  type DeviceId,
  type EpochId,
  ID_BYTES,
  idFromBytes,
  idToBytes,
  type Primitives,
  utf8,
} from '@plexi/protocol';
import type { SpaceKeys } from './keys.ts';

export type SealedPurpose = 'address' | 'answer' | 'ephemeral' | 'node' | 'register';

const keyFor = (
  primitives: Primitives,
  secret: Uint8Array,
  purpose: SealedPurpose,
  device: DeviceId,
): Uint8Array => primitives.hmacSha256(secret, concatBytes(utf8(`plexi/${purpose}/1\0`), idToBytes(device)));

/** Seals what `device` says to members, or to those of a channel. Throws KEY_MISSING while there is no epoch to seal under. */
export const sealToMembers = (
  primitives: Primitives,
  keys: SpaceKeys,
  purpose: SealedPurpose,
  device: DeviceId,
  plain: Uint8Array,
  channel: ChannelId = keys.audience,
): Uint8Array => {
  const { epoch, secret } = keys.sealing(channel);
  return concatBytes(
    idToBytes(epoch),
    sealWith(primitives, keyFor(primitives, secret, purpose, device), plain),
  );
};

/** Opens it; `undefined` where its epoch's key is not here (yet), or where it was sealed for something else. */
export const openToMembers = (
  primitives: Primitives,
  keys: SpaceKeys,
  purpose: SealedPurpose,
  device: DeviceId,
  sealed: Uint8Array,
  // Members speak to members, and who reads some channels only to everybody.
  scopes: readonly ChannelId[] = [keys.scopes.members, keys.scopes.everybody],
): Uint8Array | undefined => {
  if (sealed.length <= ID_BYTES) return undefined;
  const epoch = idFromBytes<EpochId>(sealed.subarray(0, ID_BYTES));
  const box = sealed.subarray(ID_BYTES);
  const open = (secret: Uint8Array): Uint8Array | undefined =>
    openWith(primitives, keyFor(primitives, secret, purpose, device), box);
  for (const scope of scopes) {
    const secret = keys.secret(epoch, scope, (some) => open(some) !== undefined);
    const plain = secret && open(secret);
    if (plain !== undefined) return plain;
  }
  return undefined;
};
