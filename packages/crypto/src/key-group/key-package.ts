/** KeyPackages (RFC 9420 section 10): what others need to add a device. The credential is the device id; the leaf key is its own. */
import {
  type DeviceId,
  equalBytes,
  ID_BYTES,
  idFromBytes,
  idToBytes,
  LIMITS,
  type Primitives,
  plexiError,
} from '@plexi/protocol';
import {
  type Capabilities,
  type CiphersuiteImpl,
  type Credential,
  decodeMlsMessage,
  defaultLifetime,
  encodeMlsMessage,
  generateKeyPackageWithKey,
  type KeyPackage,
  type PrivateKeyPackage,
} from 'ts-mls';
import { makeKeyPackageRef, verifyKeyPackage } from 'ts-mls/keyPackage.js';
import type { DeviceKeys } from '../device/device.ts';
import { portablePrimitives } from '../primitives/portable.ts';
import { DEFAULT_SUITE, loadSuite, type SuiteName } from './suite.ts';

const KEY_BYTES = 32;

/** A KeyPackage and its private half, encoded; the latter is for the encrypted store only. */
export interface KeyPackagePair {
  public: Uint8Array;
  private: Uint8Array;
}

/** A parsed KeyPackage of one's own. */
export interface OwnKeyPackage {
  publicPackage: KeyPackage;
  privatePackage: PrivateKeyPackage;
}

/** A KeyPackage, parsed and verified. That the leaf key is the device's is for its certificate to say. */
export interface OfferedKeyPackage {
  device: DeviceId;
  leafKey: Uint8Array;
  package: KeyPackage;
  /** The KeyPackageRef by which a Welcome names it. */
  ref: Uint8Array;
}

export interface KeyPackageOptions {
  /** @default the portable ones, which compute the same bytes */
  primitives?: Primitives;
  /** @default MLS_128_DHKEMX25519_CHACHA20POLY1305_SHA256_Ed25519 */
  suite?: SuiteName;
}

/** The device of a leaf, or `undefined` where its credential is none of ours. */
export const deviceOfCredential = (credential: Credential): DeviceId | undefined =>
  credential.credentialType === 'basic' && credential.identity.length === ID_BYTES
    ? idFromBytes<DeviceId>(credential.identity)
    : undefined;

/** The library's own default lists every suite that it knows, and random values besides. */
const capabilitiesOf = (suite: SuiteName): Capabilities => ({
  versions: ['mls10'],
  ciphersuites: [suite],
  extensions: [],
  proposals: [],
  credentials: ['basic'],
});

const encodePublicPackage = (keyPackage: KeyPackage): Uint8Array =>
  encodeMlsMessage({ version: 'mls10', wireformat: 'mls_key_package', keyPackage });

/** A fresh KeyPackage of a device, for one use. */
export const generateKeyPackage = (suite: CiphersuiteImpl, device: DeviceKeys): Promise<OwnKeyPackage> =>
  generateKeyPackageWithKey(
    { credentialType: 'basic', identity: idToBytes(device.device) },
    capabilitiesOf(suite.name),
    defaultLifetime,
    [],
    { signKey: device.leafSecretKey.reveal(), publicKey: device.leafKey },
    suite,
  );

/** Both halves as bytes; the leaf's signing key is left out, since the device has it anyway. */
export const encodeOwnPackage = ({ publicPackage, privatePackage }: OwnKeyPackage): KeyPackagePair => {
  const secrets = new Uint8Array(2 * KEY_BYTES);
  secrets.set(privatePackage.initPrivateKey);
  secrets.set(privatePackage.hpkePrivateKey, KEY_BYTES);
  return { public: encodePublicPackage(publicPackage), private: secrets };
};

const invalid = (detail: string, cause?: unknown) => plexiError('KEY_GROUP_INVALID', { detail, cause });

const parsePackage = (bytes: Uint8Array): KeyPackage => {
  if (bytes.length > LIMITS.keyPackageBytes) throw invalid('KeyPackage is too long');
  try {
    const decoded = decodeMlsMessage(bytes, 0);
    if (decoded?.[1] === bytes.length && decoded[0].wireformat === 'mls_key_package') {
      return decoded[0].keyPackage;
    }
  } catch (cause) {
    throw invalid('KeyPackage', cause);
  }
  throw invalid('KeyPackage');
};

/** One's own KeyPackage from the store. Throws KEY_GROUP_INVALID. */
export const decodeOwnPackage = (device: DeviceKeys, pair: KeyPackagePair): OwnKeyPackage => {
  if (pair.private.length !== 2 * KEY_BYTES) throw invalid('private KeyPackage');
  return {
    publicPackage: parsePackage(pair.public),
    privatePackage: {
      initPrivateKey: pair.private.slice(0, KEY_BYTES),
      hpkePrivateKey: pair.private.slice(KEY_BYTES),
      signaturePrivateKey: device.leafSecretKey.reveal(),
    },
  };
};

/** Parses and verifies a KeyPackage under a loaded suite. Throws KEY_GROUP_INVALID. */
export const checkKeyPackage = async (
  suite: CiphersuiteImpl,
  bytes: Uint8Array,
): Promise<OfferedKeyPackage> => {
  const keyPackage = parsePackage(bytes);
  const { leafNode } = keyPackage;
  const device = deviceOfCredential(leafNode.credential);
  if (device === undefined) throw invalid('credential of the KeyPackage');
  if (keyPackage.version !== 'mls10' || keyPackage.cipherSuite !== suite.name)
    throw invalid('suite of the KeyPackage');
  if (equalBytes(leafNode.signaturePublicKey, idToBytes(device))) throw invalid('one key for two purposes');
  if (!(await verifyKeyPackage(keyPackage, suite.signature))) throw invalid('signature of the KeyPackage');
  const ref = await makeKeyPackageRef(keyPackage, suite.hash);
  return { device, leafKey: leafNode.signaturePublicKey, package: keyPackage, ref };
};

/** A fresh KeyPackage, as a newcomer sends it with its join request. */
export const createKeyPackage = async (
  device: DeviceKeys,
  options: KeyPackageOptions = {},
): Promise<KeyPackagePair> => {
  const suite = await loadSuite(options.primitives ?? portablePrimitives, options.suite);
  return encodeOwnPackage(await generateKeyPackage(suite, device));
};

/** Whose KeyPackage this is. Throws KEY_GROUP_INVALID where it is malformed or not signed with its leaf key. */
export const readKeyPackage = async (
  bytes: Uint8Array,
  options: KeyPackageOptions = {},
): Promise<{ device: DeviceId; leafKey: Uint8Array }> => {
  const suite = await loadSuite(options.primitives ?? portablePrimitives, options.suite ?? DEFAULT_SUITE);
  const { device, leafKey } = await checkKeyPackage(suite, bytes);
  return { device, leafKey };
};
