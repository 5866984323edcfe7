/** Keys: MLS messages, KeyPackages, the vault, and what a device keeps of them. */
import { readPhrase } from '../../../packages/crypto/src/account/phrase.ts';
import { type Backup, openBackup, sealBackup } from '../../../packages/crypto/src/backup/backup.ts';
import { createDevice, decodeDevice, encodeDevice } from '../../../packages/crypto/src/device/device.ts';
import {
  decodeEpoch,
  decodeHeld,
  encodeEpoch,
  encodeHeld,
} from '../../../packages/crypto/src/key-group/epoch.ts';
import {
  checkKeyPackage,
  createKeyPackage,
  decodeOwnPackage,
} from '../../../packages/crypto/src/key-group/key-package.ts';
import {
  decodeKeyMessage,
  encodeKeyMessage,
  type KeyMessage,
} from '../../../packages/crypto/src/key-group/message.ts';
import {
  commitChange,
  decodeState,
  encodeState,
  foundGroup,
  joinByWelcome,
  type MlsContext,
  processCommit,
  welcomedRefs,
} from '../../../packages/crypto/src/key-group/mls.ts';
import { loadSuite } from '../../../packages/crypto/src/key-group/suite.ts';
import { openMail, sealMail } from '../../../packages/crypto/src/sealing/mail.ts';
import { createVault, openVault, readVaultLock } from '../../../packages/crypto/src/vault/vault.ts';
import { ofText, spelledOnce, type Target, target, texts } from '../target.ts';
import { bytesOf, CHANNEL, DEVICE, ENTRY, EPOCH, id, PRIMITIVES, TRUSTING } from './material.ts';

/** Stands in for the slow one: what a passphrase costs is bounded by the file's shape, and not what is sought here. */
const quick = (passphrase: Uint8Array): Uint8Array => PRIMITIVES.sha256(passphrase);

const BACKUP = {
  account: id(1),
  name: 'Ada',
  madeAt: 1_750_000_000_000,
  link: 'plexi://device/abc',
  items: [['*/setting/theme', 'dark', 1_750_000_000_000 * 1024]],
} as unknown as Backup;

const device = createDevice(PRIMITIVES);
const suite = await loadSuite(TRUSTING);
const pair = await createKeyPackage(device, { primitives: PRIMITIVES });
const context: MlsContext = {
  primitives: PRIMITIVES,
  suite,
  device,
  groupId: bytesOf(32),
  isCertified: () => true,
};
const other = createDevice(PRIMITIVES);
const founded = await foundGroup(context);
const joining = await createKeyPackage(other, { primitives: PRIMITIVES });
const offered = await checkKeyPackage(suite, joining.public);
const grown = await commitChange(context, founded.state, { add: [offered.package], remove: [] });
const joined = await joinByWelcome({ ...context, device: other }, decodeOwnPackage(other, joining), {
  welcome: grown.welcome,
  author: device.device,
});
const further = await commitChange(context, grown.epoch.state, { add: [], remove: [] });

const MESSAGES: readonly KeyMessage[] = [
  { type: 'root', epoch: EPOCH, historyHash: bytesOf(32) },
  {
    type: 'commit',
    parent: EPOCH,
    parentEntry: ENTRY,
    epoch: id(9),
    commit: bytesOf(60),
    welcome: new Uint8Array(),
    historyHash: bytesOf(32),
    wraps: [{ epoch: EPOCH, entry: ENTRY, box: bytesOf(72) }],
  },
  { type: 'history', epoch: EPOCH, wraps: [] },
  { type: 'key-packages', fresh: [pair.public], lastResort: pair.public },
  {
    type: 'shares',
    shares: [
      { scopes: [CHANNEL], epochs: [EPOCH], devices: [DEVICE], hash: bytesOf(32), sealed: bytesOf(90) },
    ],
  },
  { type: 'bad-shares', entries: [ENTRY] },
];

const VAULT = createVault(PRIMITIVES, quick);
const EPOCH_NODE = {
  id: EPOCH,
  parent: { epoch: id<typeof EPOCH>(9), entry: ENTRY },
  committer: DEVICE,
  entry: ENTRY,
  heads: [ENTRY],
  historyHash: bytesOf(32),
  wraps: [{ epoch: EPOCH, entry: ENTRY, box: bytesOf(72) }],
  secret: null,
  roster: [DEVICE],
  number: 3,
};

export const KEYS: Readonly<Record<string, Target>> = {
  'key-message': target({
    reads: { decodeKeyMessage },
    run: spelledOnce(decodeKeyMessage, encodeKeyMessage),
    seeds: () => MESSAGES.map(encodeKeyMessage),
  }),
  'key-package': target({
    reads: { checkKeyPackage },
    run: (bytes) => checkKeyPackage(suite, bytes),
    seeds: () => [pair.public],
  }),
  'own-key-package': target({
    reads: { decodeOwnPackage },
    run: (bytes) => decodeOwnPackage(device, { public: bytes, private: pair.private }),
    seeds: () => [pair.public],
  }),
  welcome: target({
    reads: { welcomedRefs, joinByWelcome },
    run: (bytes) => {
      welcomedRefs(bytes);
      return joinByWelcome({ ...context, device: other }, decodeOwnPackage(other, joining), {
        welcome: bytes,
        author: device.device,
      });
    },
    seeds: () => [grown.welcome],
  }),
  commit: target({
    reads: { processCommit },
    run: (bytes) =>
      processCommit({ ...context, device: other }, joined.state, {
        commit: bytes,
        author: device.device,
        permits: () => true,
      }),
    seeds: () => [further.commit],
  }),
  'group-state': target({
    reads: { decodeState },
    run: (bytes) => decodeState(context, bytes),
    seeds: () => [encodeState(founded.state)],
  }),
  epoch: target({
    reads: { decodeEpoch },
    run: spelledOnce(decodeEpoch, encodeEpoch),
    seeds: () => [encodeEpoch(EPOCH_NODE)],
  }),
  'held-message': target({
    reads: { decodeHeld },
    run: spelledOnce(decodeHeld, encodeHeld),
    seeds: () => [encodeHeld({ author: DEVICE, entry: ENTRY, heads: [ENTRY], body: bytesOf(20) })],
  }),
  'device-keys': target({
    reads: { decodeDevice },
    run: spelledOnce((bytes) => decodeDevice(PRIMITIVES, bytes), encodeDevice),
    seeds: () => [encodeDevice(device)],
  }),
  vault: target({
    reads: { readVaultLock, openVault },
    run: (bytes) => {
      readVaultLock(bytes);
      openVault(PRIMITIVES, quick, bytes, { passphrase: 'a passphrase', key: VAULT.key });
    },
    seeds: () => [VAULT.file, createVault(PRIMITIVES, quick, { passphrase: 'a passphrase' }).file],
  }),
  backup: target({
    reads: { openBackup },
    run: (bytes) => {
      openBackup(PRIMITIVES, quick, bytes, 'a passphrase');
    },
    seeds: () => [
      sealBackup(PRIMITIVES, quick, BACKUP, { passphrase: 'a passphrase' }),
      sealBackup(PRIMITIVES, quick, { ...BACKUP, link: null, items: [] }, { passphrase: 'another' }),
    ],
  }),
  'sealed-mail': target({
    reads: { openMail },
    run: (bytes) => openMail(PRIMITIVES, device.boxSecretKey.reveal(), bytes),
    seeds: () => [sealMail(PRIMITIVES, [device.boxKey], bytesOf(40))],
  }),
  phrase: target({
    reads: { readPhrase },
    run: ofText((text) => readPhrase(PRIMITIVES, text)),
    seeds: texts(`${'abandon '.repeat(23)}art`, `${'zoo '.repeat(23)}vote`),
  }),
};
