/**
 * [K6] The shares in the key log: what this device was given itself, and what those that read some channels only still have to be
 * given. A share counts where it says the right secrets; where a wrong one was given too, the right one is given again until
 * more devices said it. A pure function of what came, in whatever order.
 */
import {
  boundedBytes,
  type ChannelId,
  type DeviceId,
  type EntryId,
  type EpochId,
  fixedBytes,
  idField,
  LIMITS,
  type Primitives,
  readCbor,
  writeCbor,
} from '@plexi/protocol';
import { z } from 'zod';
import type { DeviceKeys } from '../device/device.ts';
import type { EpochNode } from './epoch.ts';
import type { KeyScopes } from './key-group.ts';
import { SECRET_BYTES, type Share, type SharesMessage } from './message.ts';
import type { Records } from './records.ts';
import { createShareTally, type ShareTally } from './share-tally.ts';
import { createSharedSecrets, type SharedSecrets } from './shared-secrets.ts';
import { checkShare, openShare, secretsOf } from './shares.ts';

const RECORD_BYTES = 8 * 1024 * 1024;

/** What is kept of a share: not what is sealed to others. */
const KeptShare = z.strictObject({
  scopes: z.array(idField<ChannelId>()),
  epochs: z.array(idField<EpochId>()),
  devices: z.array(idField<DeviceId>()),
  hash: fixedBytes(32),
  /** Whether it says the right secrets, once that is known. */
  right: z.boolean().nullable(),
  /** Of one for this device: its secrets in a row; none where it is bad. */
  secrets: boundedBytes(LIMITS.shareSecrets * SECRET_BYTES).nullable(),
});
type KeptShare = z.output<typeof KeptShare>;
const KeptShares = z.strictObject({ author: idField<DeviceId>(), shares: z.array(KeptShare) });
type KeptShares = z.output<typeof KeptShares>;
const Complaints = z.array(idField<EntryId>());

/** What one device lacks: these epochs' secrets of a scope. */
export interface OwedShare {
  device: DeviceId;
  boxKey: Uint8Array;
  scope: ChannelId;
  epochs: EpochId[];
}

export interface ShareBookDependencies {
  primitives: Primitives;
  device: DeviceKeys;
  scopes: KeyScopes;
  records: Records;
  nodes: ReadonlyMap<EpochId, EpochNode>;
  /** The secret of a scope, where this device can derive it. */
  derive: (epoch: EpochId, scope: ChannelId) => Uint8Array | undefined;
}

export interface ShareBook {
  readonly own: SharedSecrets;
  /** Takes in a member's shares; gives the epochs of which something is new to this device. */
  receive(author: DeviceId, entry: EntryId, message: SharesMessage): EpochId[];
  /** A device says that it was given something else than what these entries say. */
  complain(author: DeviceId, entries: readonly EntryId[]): void;
  /** Governance, or what is known of epochs, has changed. */
  changed(): void;
  owed(): readonly OwedShare[];
  /** Entries whose shares for this device are bad, and that nobody was told of yet. */
  complaints(): EntryId[];
  load(key: string, value: Uint8Array): void;
}

export const createShareBook = (dependencies: ShareBookDependencies): ShareBook => {
  const { primitives, device, scopes, records, nodes, derive } = dependencies;
  const kept = new Map<EntryId, KeptShares>();
  const complained = new Map<DeviceId, Set<EntryId>>();
  const bad = new Set<EntryId>();
  const own = createSharedSecrets();
  let lacking: OwedShare[] | undefined;

  const keep = (entry: EntryId, one: KeptShares): void =>
    records.touch(`share/${entry}`, () => writeCbor(KeptShares, one));

  /** Takes what is for this device. */
  const take = (entry: EntryId, { author, shares }: KeptShares): EpochId[] => {
    const learnt = new Set<EpochId>();
    for (const { secrets, ...share } of shares) {
      if (secrets === null) continue;
      if (secrets.length === 0) bad.add(entry);
      else for (const one of secretsOf(share, secrets)) if (own.add(author, one)) learnt.add(one.epoch);
    }
    return [...learnt];
  };

  const toKeep = ({ sealed, ...share }: Share): KeptShare => {
    const isOwn = share.devices.includes(device.device);
    const secrets = isOwn ? (openShare(primitives, device, { ...share, sealed }) ?? new Uint8Array(0)) : null;
    return { ...share, right: null, secrets };
  };

  const isRight = (entry: EntryId, one: KeptShares, share: KeptShare): boolean | null => {
    if (share.right !== null) return share.right;
    const right = checkShare(primitives, share, derive);
    if (right === undefined) return null;
    share.right = right;
    keep(entry, one);
    return right;
  };

  const count = (): ShareTally => {
    const tally = createShareTally();
    for (const [entry, one] of kept) {
      for (const share of one.shares) {
        const right = isRight(entry, one, share);
        if (right === null) continue;
        for (const reader of share.devices)
          if (complained.get(reader)?.has(entry) !== true) tally.add(share, reader, one.author, right);
      }
    }
    return tally;
  };

  const findLacking = (): OwedShare[] => {
    const readers = scopes.readers();
    if (readers.size === 0) return [];
    const tally = count();
    const known = [...nodes.values()].filter((node) => node.secret !== null);
    const found: OwedShare[] = [];
    for (const [scope, those] of readers) {
      for (const { device: reader, boxKey, history } of those) {
        const epochs = known
          .filter(
            ({ id, heads }) =>
              tally.isOwedBy(device.device, reader, scope, id) &&
              (history || scopes.wasReader(scope, reader, heads)),
          )
          .map(({ id }) => id)
          .sort();
        if (epochs.length > 0) found.push({ device: reader, boxKey, scope, epochs });
      }
    }
    return found;
  };

  return {
    own,
    receive: (author, entry, { shares }) => {
      if (kept.has(entry)) return [];
      const one = { author, shares: shares.map(toKeep) };
      kept.set(entry, one);
      keep(entry, one);
      lacking = undefined;
      return take(entry, one);
    },
    complain: (author, entries) => {
      const named = complained.get(author) ?? new Set();
      for (const entry of entries) if (named.size < LIMITS.badSharesOfOne) named.add(entry);
      complained.set(author, named);
      records.touch(`complaints/${author}`, () => writeCbor(Complaints, [...named]));
      lacking = undefined;
    },
    changed: () => {
      lacking = undefined;
    },
    owed: () => {
      lacking ??= findLacking();
      return lacking;
    },
    complaints: () => {
      const told = complained.get(device.device);
      const room = Math.max(0, LIMITS.badSharesOfOne - (told?.size ?? 0));
      return [...bad].filter((entry) => told?.has(entry) !== true).slice(0, Math.min(room, LIMITS.badShares));
    },
    load: (key, value) => {
      const [kind, name] = key.split('/');
      if (kind === 'share') {
        const one = readCbor(KeptShares, value, RECORD_BYTES, 'STORE_CORRUPT');
        kept.set(name as EntryId, one);
        take(name as EntryId, one);
      } else if (kind === 'complaints') {
        complained.set(name as DeviceId, new Set(readCbor(Complaints, value, RECORD_BYTES, 'STORE_CORRUPT')));
      }
    },
  };
};
