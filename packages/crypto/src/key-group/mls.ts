/**
 * The part of MLS that a key group uses, over ts-mls: found, commit, process, join. Commits are PrivateMessages with adds and
 * removes by value and nothing else; every state is kept as it was, so that forks can be followed and committed from [K3].
 */
import {
  type DeviceId,
  type EpochId,
  equalBytes,
  idFromBytes,
  LIMITS,
  type Primitives,
  plexiError,
  toHex,
} from '@plexi/protocol';
import {
  type CiphersuiteImpl,
  type ClientConfig,
  type ClientState,
  createCommit,
  createGroup,
  decodeGroupState,
  decodeMlsMessage,
  defaultKeyPackageEqualityConfig,
  defaultKeyRetentionConfig,
  defaultLifetimeConfig,
  defaultPaddingConfig,
  emptyPskIndex,
  encodeGroupState,
  encodeMlsMessage,
  type IncomingMessageCallback,
  joinGroup,
  type KeyPackage,
  type Proposal,
  processPrivateMessage,
  type RatchetTree,
  type Welcome,
} from 'ts-mls';
import { encodeGroupContext } from 'ts-mls/groupContext.js';
import { makeKeyPackageRef } from 'ts-mls/keyPackage.js';
import { decryptGroupInfo, decryptGroupSecrets } from 'ts-mls/welcome.js';
import type { DeviceKeys } from '../device/device.ts';
import { exportHistorySecret } from './history.ts';
import { deviceOfCredential, generateKeyPackage, type OwnKeyPackage } from './key-package.ts';

export interface MlsContext {
  primitives: Primitives;
  suite: CiphersuiteImpl;
  groupId: Uint8Array;
  device: DeviceKeys;
  /** Whether a certificate says that this leaf key is this device's, a former member's included. */
  isCertified: (device: DeviceId, leafKey: Uint8Array) => boolean;
}

/** An epoch that this device is in. */
export interface MlsEpoch {
  id: EpochId;
  number: number;
  roster: DeviceId[];
  state: ClientState;
  /** Its history secret. */
  secret: Uint8Array;
}

/** What a commit does to the roster. A device in both is there anew, with another leaf. */
export interface RosterChange {
  added: DeviceId[];
  removed: DeviceId[];
}

const PSK_BYTES = 32;

const invalid = (detail: string, cause?: unknown) => plexiError('KEY_GROUP_INVALID', { detail, cause });

const configOf = (context: MlsContext): ClientConfig => ({
  keyRetentionConfig: defaultKeyRetentionConfig,
  lifetimeConfig: defaultLifetimeConfig,
  keyPackageEqualityConfig: defaultKeyPackageEqualityConfig,
  paddingConfig: defaultPaddingConfig,
  authService: {
    validateCredential: (credential, leafKey) => {
      const device = deviceOfCredential(credential);
      return Promise.resolve(device !== undefined && context.isCertified(device, leafKey));
    },
  },
});

/** The device at a leaf of a tree, by the leaf's index. */
const deviceAt = (tree: RatchetTree, leafIndex: number): DeviceId | undefined => {
  const node = tree[leafIndex * 2];
  return node?.nodeType === 'leaf' ? deviceOfCredential(node.leaf.credential) : undefined;
};

const leafOf = (tree: RatchetTree, device: DeviceId): number | undefined => {
  for (let leaf = 0; leaf * 2 < tree.length; leaf++) if (deviceAt(tree, leaf) === device) return leaf;
  return undefined;
};

/** [K1] SHA-256 of the encoded GroupContext: it covers the tree and the whole transcript. */
const epochIdOf = (primitives: Primitives, state: ClientState): EpochId =>
  idFromBytes<EpochId>(primitives.sha256(encodeGroupContext(state.groupContext)));

const enter = async (context: MlsContext, full: ClientState): Promise<MlsEpoch> => {
  // The library keeps former epochs' trees for late application messages, of which there are none.
  const state = { ...full, historicalReceiverData: new Map() };
  const roster: DeviceId[] = [];
  for (let leaf = 0; leaf * 2 < state.ratchetTree.length; leaf++) {
    if (state.ratchetTree[leaf * 2] === undefined) continue;
    const device = deviceAt(state.ratchetTree, leaf);
    if (device === undefined || roster.includes(device)) throw invalid('two leaves of one device');
    roster.push(device);
  }
  const number = Number(state.groupContext.epoch);
  if (!Number.isSafeInteger(number)) throw invalid('epoch number');
  const secret = await exportHistorySecret(context.suite, state);
  return { id: epochIdOf(context.primitives, state), number, roster, state, secret };
};

const guard = async <Result>(detail: string, act: () => Promise<Result>): Promise<Result> => {
  try {
    return await act();
  } catch (cause) {
    throw invalid(detail, cause);
  }
};

/** Makes the group, with this device alone in it. */
export const foundGroup = async (context: MlsContext): Promise<MlsEpoch> => {
  const own = await generateKeyPackage(context.suite, context.device);
  const { groupId, suite } = context;
  return enter(
    context,
    await createGroup(groupId, own.publicPackage, own.privatePackage, [], suite, configOf(context)),
  );
};

/** Commits a change from an epoch that this device is in. Throws KEY_GROUP_INVALID, or TOO_LARGE. */
export const commitChange = async (
  context: MlsContext,
  from: ClientState,
  change: { add: readonly KeyPackage[]; remove: readonly DeviceId[] },
): Promise<{ epoch: MlsEpoch; commit: Uint8Array; welcome: Uint8Array }> => {
  const proposals: Proposal[] = [];
  for (const device of change.remove) {
    const leaf = leafOf(from.ratchetTree, device);
    if (leaf !== undefined) proposals.push({ proposalType: 'remove', remove: { removed: leaf } });
  }
  for (const keyPackage of change.add) proposals.push({ proposalType: 'add', add: { keyPackage } });
  const made = await guard('commit', () =>
    createCommit(
      { state: from, cipherSuite: context.suite },
      { extraProposals: proposals, ratchetTreeExtension: true },
    ),
  );
  const commit = encodeMlsMessage(made.commit);
  const welcome =
    made.welcome === undefined
      ? new Uint8Array(0)
      : encodeMlsMessage({ version: 'mls10', wireformat: 'mls_welcome', welcome: made.welcome });
  if (commit.length > LIMITS.mlsMessageBytes || welcome.length > LIMITS.mlsMessageBytes) {
    throw plexiError('TOO_LARGE', { detail: 'key-group commit' });
  }
  return { epoch: await enter(context, made.newState), commit, welcome };
};

/** The change that proposals make, or `undefined` where one of them is of another kind. */
const changeOf = (
  tree: RatchetTree,
  proposals: Parameters<IncomingMessageCallback>[0] & { kind: 'commit' },
): RosterChange | undefined => {
  const change: RosterChange = { added: [], removed: [] };
  for (const { proposal } of proposals.proposals) {
    let device: DeviceId | undefined;
    if (proposal.proposalType === 'add') {
      device = deviceOfCredential(proposal.add.keyPackage.leafNode.credential);
      if (device !== undefined) change.added.push(device);
    } else if (proposal.proposalType === 'remove') {
      device = deviceAt(tree, proposal.remove.removed);
      if (device !== undefined) change.removed.push(device);
    }
    if (device === undefined) return undefined;
  }
  return change;
};

/**
 * Processes another device's commit to an epoch that this device is in. Gives the new epoch, or `undefined` where the commit
 * removes this device. Throws KEY_GROUP_INVALID, also where the author isn't the leaf that committed: a commit that somebody
 * else posts again would count as theirs in the choice between siblings.
 */
export const processCommit = async (
  context: MlsContext,
  from: ClientState,
  message: { commit: Uint8Array; author: DeviceId; permits: (change: RosterChange) => boolean },
): Promise<MlsEpoch | undefined> => {
  const result = await guard('commit', async () => {
    const decoded = decodeMlsMessage(message.commit, 0);
    if (decoded?.[1] !== message.commit.length || decoded[0].wireformat !== 'mls_private_message') {
      throw new TypeError('not a private message');
    }
    const accept: IncomingMessageCallback = (incoming) => {
      if (incoming.kind !== 'commit' || incoming.senderLeafIndex === undefined) return 'reject';
      if (deviceAt(from.ratchetTree, incoming.senderLeafIndex) !== message.author) return 'reject';
      const change = changeOf(from.ratchetTree, incoming);
      return change !== undefined && message.permits(change) ? 'accept' : 'reject';
    };
    const state = { ...from, clientConfig: configOf(context) };
    const { privateMessage } = decoded[0];
    return processPrivateMessage(state, privateMessage, emptyPskIndex, context.suite, accept);
  });
  if (result.kind !== 'newState' || result.actionTaken !== 'accept') throw invalid('commit is not allowed');
  if (result.newState.groupActiveState.kind === 'removedFromGroup') return undefined;
  return enter(context, result.newState);
};

const parseWelcome = (bytes: Uint8Array): Welcome | undefined => {
  if (bytes.length === 0) return undefined;
  const decoded = decodeMlsMessage(bytes, 0);
  if (decoded?.[1] !== bytes.length || decoded[0].wireformat !== 'mls_welcome')
    throw new TypeError('not a Welcome');
  return decoded[0].welcome;
};

/** The KeyPackageRefs that a Welcome is for, hexadecimal. Throws KEY_GROUP_INVALID. */
export const welcomedRefs = (bytes: Uint8Array): string[] => {
  try {
    return parseWelcome(bytes)?.secrets.map((secret) => toHex(secret.newMember)) ?? [];
  } catch (cause) {
    throw invalid('Welcome', cause);
  }
};

/** Joins by a Welcome to one of this device's KeyPackages. Throws KEY_GROUP_INVALID. */
export const joinByWelcome = async (
  context: MlsContext,
  own: OwnKeyPackage,
  message: { welcome: Uint8Array; author: DeviceId },
): Promise<MlsEpoch> => {
  const { suite } = context;
  const state = await guard('Welcome', async () => {
    const welcome = parseWelcome(message.welcome);
    if (welcome === undefined) throw new TypeError('no Welcome');
    // RFC 9420 section 12.4.3.1, and of all of a Welcome the one field that nothing else covers.
    if (welcome.cipherSuite !== suite.name) throw new TypeError('suite of the Welcome');
    // The library doesn't say who signed the GroupInfo, and the author must be the one.
    const ref = await makeKeyPackageRef(own.publicPackage, suite.hash);
    const { initPrivateKey } = own.privatePackage;
    const { hpke } = suite;
    const secrets = await decryptGroupSecrets(
      await hpke.importPrivateKey(initPrivateKey),
      ref,
      welcome,
      hpke,
    );
    if (secrets === undefined || secrets.psks.length > 0) throw new TypeError('group secrets');
    const info = await decryptGroupInfo(welcome, secrets.joinerSecret, new Uint8Array(PSK_BYTES), suite);
    const { publicPackage, privatePackage } = own;
    const config = configOf(context);
    const joined = await joinGroup(
      welcome,
      publicPackage,
      privatePackage,
      emptyPskIndex,
      suite,
      undefined,
      undefined,
      config,
    );
    if (info === undefined || deviceAt(joined.ratchetTree, info.signer) !== message.author) {
      throw new TypeError('signer of the GroupInfo');
    }
    return joined;
  });
  if (!equalBytes(state.groupContext.groupId, context.groupId)) throw invalid('Welcome to another group');
  return enter(context, state);
};

/** A state as bytes, for the encrypted store only. */
export const encodeState = (state: ClientState): Uint8Array => encodeGroupState(state);

/** The state that `encodeState` wrote. Throws STORE_CORRUPT. */
export const decodeState = (context: MlsContext, bytes: Uint8Array): ClientState => {
  try {
    const decoded = decodeGroupState(bytes, 0);
    if (decoded?.[1] === bytes.length) return { ...decoded[0], clientConfig: configOf(context) };
  } catch (cause) {
    throw plexiError('STORE_CORRUPT', { detail: 'key-group state', cause });
  }
  throw plexiError('STORE_CORRUPT', { detail: 'key-group state' });
};
