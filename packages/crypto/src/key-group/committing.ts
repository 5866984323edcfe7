/** Making a commit from the tip, with the history that the new epoch is entitled to [K2] [K5]. */
import { type DeviceId, type EpochId, LIMITS, type Primitives, plexiError } from '@plexi/protocol';
import type { KeyPackage } from 'ts-mls';
import type { EpochNode } from './epoch.ts';
import type { EpochBook } from './epoch-book.ts';
import { historyHashOf, wrapSecret } from './history.ts';
import type { KeyGroupCommit, MembershipChange } from './key-group.ts';
import { encodeKeyMessage, type Wrap } from './message.ts';
import { commitChange } from './mls.ts';
import type { KeyGroupParts } from './parts.ts';

/** Known secrets that don't follow from an epoch's, the latest of each chain: the others follow from it. */
export const secretsMissingFrom = (epochs: EpochBook, from: EpochId): EpochNode[] => {
  const reached = epochs.grants.reach(from);
  const missing: EpochNode[] = [];
  const latestFirst = [...epochs.nodes.values()].sort(
    (a, b) => (b.number ?? -1) - (a.number ?? -1) || (a.id < b.id ? -1 : 1),
  );
  for (const node of latestFirst) {
    if (node.secret === null || reached.has(node.id)) continue;
    missing.push(node);
    for (const epoch of epochs.grants.reach(node.id)) reached.add(epoch);
  }
  return missing;
};

/** Seals the secrets of epochs under another's. */
export const wrapSecrets = (
  primitives: Primitives,
  sealingSecret: Uint8Array,
  nodes: readonly EpochNode[],
): Wrap[] =>
  nodes.flatMap(({ id, entry, secret }) =>
    secret === null ? [] : [wrapSecret(primitives, sealingSecret, { epoch: id, entry, secret })],
  );

/** Who goes: those named, and everyone in the roster who is known to be removed, but never this device by its own hand. */
const leaversOf = (
  parts: KeyGroupParts,
  roster: readonly DeviceId[],
  change: MembershipChange,
): DeviceId[] => {
  const { governance, device } = parts.dependencies;
  return roster.filter(
    (member) => member !== device.device && (change.remove.includes(member) || governance.isRemoved(member)),
  );
};

const newcomersOf = async (
  parts: KeyGroupParts,
  stayers: ReadonlySet<DeviceId>,
  change: MembershipChange,
): Promise<{ add: Map<DeviceId, KeyPackage>; waiting: DeviceId[] }> => {
  const add = new Map<DeviceId, KeyPackage>();
  const waiting: DeviceId[] = [];
  for (const { device, keyPackage } of change.add) {
    if (stayers.has(device) || parts.dependencies.governance.isRemoved(device)) continue;
    const chosen = await parts.packages.choose(device, keyPackage);
    if (chosen === undefined) waiting.push(device);
    else add.set(device, chosen);
  }
  return { add, waiting };
};

/**
 * [K3] [K6] Whether an epoch is no longer one to go on with. A device that is out may have its secret without being in its roster:
 * by an epoch that somebody committed behind it before they knew, or as what it reads of it. Or a scoped device was let in to
 * what is written from now on.
 */
export const owesRotation = ({ dependencies: { scopes } }: KeyGroupParts, { heads }: EpochNode): boolean => {
  if (scopes === undefined) return false;
  if (scopes.hasLeavers(heads) || scopes.hasLostMembers(heads)) return true;
  return [...scopes.readers()].some(([scope, readers]) =>
    readers.some(({ device, history }) => !history && !scopes.wasReader(scope, device, heads)),
  );
};

/** Commits a change from an epoch that this device is in; `undefined` where nothing is to be done. */
export const commitFrom = async (
  parts: KeyGroupParts,
  from: EpochNode,
  change: MembershipChange,
): Promise<KeyGroupCommit | undefined> => {
  const { context, dependencies, epochs } = parts;
  const { primitives, governance, device } = dependencies;
  const state = epochs.stateOf(from.id);
  if (state === undefined || governance.isRemoved(device.device)) return undefined;
  const roster = from.roster ?? [];
  const remove = leaversOf(parts, roster, change);
  const stayers = new Set(roster.filter((member) => !remove.includes(member)));
  const { add, waiting } = await newcomersOf(parts, stayers, change);
  if (remove.length === 0 && add.size === 0 && !owesRotation(parts, from)) return undefined;
  const made = await commitChange(context, state, { add: [...add.values()], remove });
  const { secret } = made.epoch;
  const wrapped = [from, ...secretsMissingFrom(epochs, from.id)].slice(0, LIMITS.historyWraps);
  const message = encodeKeyMessage({
    type: 'commit',
    parent: from.id,
    parentEntry: from.entry,
    epoch: made.epoch.id,
    commit: made.commit,
    welcome: made.welcome,
    historyHash: historyHashOf(primitives, secret),
    wraps: wrapSecrets(primitives, secret, wrapped),
  });
  if (message.length > LIMITS.bodyBytes) throw plexiError('TOO_LARGE', { detail: 'key-group commit' });
  epochs.expect(message, made.epoch);
  return { message, epoch: made.epoch.id, waiting };
};
