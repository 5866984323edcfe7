/** [K6] What of a key group concerns scopes: under what to seal in one, what opens it, and what scoped devices are owed. */
import { type ChannelId, type EpochId, type PlexiError, plexiError } from '@plexi/protocol';
import { owesRotation } from './committing.ts';
import type { EpochNode } from './epoch.ts';
import type { KeyGroup, KeyMessageMeta } from './key-group.ts';
import { encodeKeyMessage, type KeyMessage } from './message.ts';
import type { KeyGroupParts } from './parts.ts';
import { shareMessages } from './sharing.ts';

/** Messages that are about scopes. */
type ScopeMessage = Extract<KeyMessage, { type: 'shares' | 'bad-shares' }>;

export interface ScopeViewDependencies {
  parts: KeyGroupParts;
  /** The group's tip, where this device is in it. */
  tip: () => EpochNode | undefined;
  /** Whether nobody in its roster is known to be removed. */
  isClean: () => boolean;
  /** The end of the winning branch among some epochs. */
  choose: (isOurs: (epoch: EpochId) => boolean) => EpochNode | undefined;
}

export interface ScopeView
  extends Pick<
    KeyGroup,
    'sealing' | 'scopeSecret' | 'awaits' | 'hasShares' | 'owesRotation' | 'owesShares' | 'shareMessages'
  > {
  /** Takes in a message; gives the epochs of which this device was given something new. */
  receive(
    message: ScopeMessage,
    meta: KeyMessageMeta,
  ): { opened: EpochId[]; refused: PlexiError | undefined };
  /** Whether a message comes from a scoped device, which has no say in the group. */
  isOutside(meta: KeyMessageMeta): boolean;
  /** Governance, or what is known of epochs, has changed. */
  changed(): void;
}

export const createScopeView = (dependencies: ScopeViewDependencies): ScopeView => {
  const { parts, tip, isClean, choose } = dependencies;
  const { secrets, shares } = parts;
  const { primitives, scopes, device } = parts.dependencies;
  const self = device.device;
  const tips = new Map<ChannelId, EpochNode | undefined>();

  /** The newest epoch that a scoped device was given the scope of. */
  const sharedTip = (scope: ChannelId): EpochNode | undefined => {
    if (!tips.has(scope)) {
      tips.set(
        scope,
        choose((epoch) => shares?.own.has(epoch, scope) === true || secrets.of(epoch, scope) !== undefined),
      );
    }
    return tips.get(scope);
  };

  /** Whether somebody who is out may have what an epoch seals in a scope. */
  const isStale = ({ heads }: EpochNode, scope: ChannelId): boolean =>
    scopes !== undefined && (scopes.hasLeavers(heads, scope) || scopes.hasLostMembers(heads));

  const sealingOfScoped = (scope: ChannelId) => {
    if (
      scopes
        ?.readers()
        .get(scope)
        ?.some((reader) => reader.device === self) !== true
    )
      return undefined;
    const at = sharedTip(scope);
    if (at === undefined || isStale(at, scope)) return undefined;
    const secret = secrets.of(at.id, scope) ?? shares?.own.prevailing(at.id, scope);
    return secret && { epoch: at.id, secret };
  };

  const isMembers = (): boolean => tip() !== undefined && scopes?.isScoped(self) !== true;
  const complaints = () => (scopes?.isScoped(self) === true ? (shares?.complaints() ?? []) : []);
  const owed = () => (isMembers() ? (shares?.owed() ?? []) : []);

  return {
    sealing: (scope) => {
      if (scopes?.isScoped(self) === true) return sealingOfScoped(scope);
      const at = tip();
      if (at === undefined || !isClean() || isStale(at, scope)) return undefined;
      const secret = secrets.of(at.id, scope);
      return secret && { epoch: at.id, secret };
    },
    scopeSecret: (epoch, scope, fits) => secrets.of(epoch, scope) ?? shares?.own.find(epoch, scope, fits),
    awaits: (epoch, scope) => {
      if (scopes?.isScoped(self) !== true) return true;
      const reader = scopes
        .readers()
        .get(scope)
        ?.find((one) => one.device === self);
      const heads = parts.epochs.nodes.get(epoch)?.heads;
      if (reader === undefined || heads === undefined) return reader !== undefined;
      return reader.history || scopes.wasReader(scope, self, heads);
    },
    hasShares: () => shares?.own.isEmpty() === false,
    owesRotation: () => {
      const at = tip();
      return at !== undefined && isMembers() && owesRotation(parts, at);
    },
    owesShares: () => owed().length > 0 || complaints().length > 0,
    shareMessages: () => {
      const bad = complaints();
      if (bad.length > 0) return [encodeKeyMessage({ type: 'bad-shares', entries: bad })];
      return shareMessages(primitives, owed(), secrets.of);
    },
    receive: (message, { author, entry, heads }) => {
      if (shares === undefined || scopes === undefined) return { opened: [], refused: undefined };
      if (message.type === 'bad-shares') {
        shares.complain(author, message.entries);
        return { opened: [], refused: undefined };
      }
      if (!scopes.wasFull(author, heads)) {
        return { opened: [], refused: plexiError('KEY_GROUP_INVALID', { detail: 'shares by no member' }) };
      }
      const opened = shares.receive(author, entry, message);
      tips.clear();
      return { opened, refused: undefined };
    },
    isOutside: ({ author, heads }) => scopes?.isScoped(author) === true && !scopes.wasFull(author, heads),
    changed: () => {
      shares?.changed();
      tips.clear();
    },
  };
};
