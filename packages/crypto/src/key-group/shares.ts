/**
 * [K6] Shares: secrets of channels for devices that are no leaves of the group, each for some scopes in some epochs. A scope is a
 * channel, or something else that secrets derive for. Who can derive the secrets checks a share by its hash, whose it is opens it.
 */
import {
  type ChannelId,
  concatBytes,
  type DeviceId,
  type EpochId,
  equalBytes,
  idToBytes,
  type Primitives,
  utf8,
} from '@plexi/protocol';
import type { DeviceKeys } from '../device/device.ts';
import { openToDevice, sealToDevices } from '../sealing/to-devices.ts';
import { SECRET_BYTES, type Share } from './message.ts';

const PURPOSE = 'plexi/share/1\0';
const HASH_CONTEXT = utf8('plexi/share-hash/1\0');

/** What a share is of and whom it is for. */
export interface ShareContents {
  scopes: readonly ChannelId[];
  epochs: readonly EpochId[];
  readers: readonly { device: DeviceId; boxKey: Uint8Array }[];
}

/** One secret of a share, in its place. */
export interface SharedSecret {
  scope: ChannelId;
  epoch: EpochId;
  secret: Uint8Array;
}

type Places = Pick<Share, 'scopes' | 'epochs'>;

const hashOf = (primitives: Primitives, { scopes, epochs }: Places, secrets: Uint8Array): Uint8Array =>
  primitives.sha256(
    concatBytes(
      HASH_CONTEXT,
      new Uint8Array([scopes.length >> 8, scopes.length & 0xff]),
      ...scopes.map((scope) => idToBytes(scope)),
      ...epochs.map((epoch) => idToBytes(epoch)),
      secrets,
    ),
  );

type SecretOf = (epoch: EpochId, scope: ChannelId) => Uint8Array | undefined;

/** All secrets of a share one behind the other; `undefined` where one of them isn't known here. */
const gather = ({ scopes, epochs }: Places, secretOf: SecretOf): Uint8Array | undefined => {
  const parts: Uint8Array[] = [];
  for (const scope of scopes) {
    for (const epoch of epochs) {
      const secret = secretOf(epoch, scope);
      if (secret === undefined) return undefined;
      parts.push(secret);
    }
  }
  return concatBytes(...parts);
};

/** Seals a share; `undefined` where a secret of it isn't known here. */
export const sealShare = (
  primitives: Primitives,
  { scopes, epochs, readers }: ShareContents,
  secretOf: SecretOf,
): Share | undefined => {
  const places = { scopes: [...scopes], epochs: [...epochs] };
  const secrets = gather(places, secretOf);
  if (secrets === undefined) return undefined;
  const boxKeys = readers.map(({ boxKey }) => boxKey);
  return {
    ...places,
    devices: readers.map(({ device }) => device),
    hash: hashOf(primitives, places, secrets),
    sealed: sealToDevices(primitives, PURPOSE, boxKeys, secrets),
  };
};

/** Whether a share says the secrets that it should; `undefined` where that can't be told here. */
export const checkShare = (
  primitives: Primitives,
  share: Pick<Share, 'scopes' | 'epochs' | 'hash'>,
  secretOf: SecretOf,
): boolean | undefined => {
  const secrets = gather(share, secretOf);
  return secrets && equalBytes(hashOf(primitives, share, secrets), share.hash);
};

/** The secrets in a share for this device, in a row; `undefined` where it doesn't open, or holds others than its hash says. */
export const openShare = (
  primitives: Primitives,
  device: DeviceKeys,
  share: Share,
): Uint8Array | undefined => {
  const keys = { boxKey: device.boxKey, boxSecretKey: device.boxSecretKey.reveal() };
  const secrets = openToDevice(primitives, PURPOSE, keys, share.sealed);
  if (secrets?.length !== share.scopes.length * share.epochs.length * SECRET_BYTES) return undefined;
  return equalBytes(hashOf(primitives, share, secrets), share.hash) ? secrets : undefined;
};

/** Each secret of an open share with its place. */
export const secretsOf = ({ scopes, epochs }: Places, secrets: Uint8Array): SharedSecret[] =>
  scopes.flatMap((scope, row) =>
    epochs.map((epoch, column) => {
      const at = (row * epochs.length + column) * SECRET_BYTES;
      return { scope, epoch, secret: secrets.slice(at, at + SECRET_BYTES) };
    }),
  );
