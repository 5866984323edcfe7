/** KeyPackages: this device's own with their secrets, and what other devices offer. */
import {
  boundedBytes,
  type DeviceId,
  fixedBytes,
  idToBytes,
  isId,
  isPlexiError,
  LIMITS,
  readCbor,
  toHex,
  writeCbor,
} from '@plexi/protocol';
import type { CiphersuiteImpl, KeyPackage } from 'ts-mls';
import { z } from 'zod';
import type { DeviceKeys } from '../device/device.ts';
import {
  checkKeyPackage,
  decodeOwnPackage,
  encodeOwnPackage,
  generateKeyPackage,
  type KeyPackagePair,
  type OwnKeyPackage,
} from './key-package.ts';
import { encodeKeyMessage, type KeyMessage } from './message.ts';
import type { Records } from './records.ts';

/** Fresh KeyPackages in one offer. */
const OFFERED = 4;
/** Own KeyPackages that are kept: a branch that adds us by an old one may still turn out to win. */
const KEPT = 64;
/** KeyPackageRefs remembered as used. */
const USED = 4096;
const RECORD_BYTES = 1024 * 1024;

const OwnRecord = z.strictObject({
  public: boundedBytes(LIMITS.keyPackageBytes),
  private: boundedBytes(1024),
  order: z.int(),
  lastResort: z.boolean(),
});
const Offer = z.strictObject({
  fresh: z.array(boundedBytes(LIMITS.keyPackageBytes)).max(LIMITS.keyPackages),
  lastResort: boundedBytes(LIMITS.keyPackageBytes),
});
const UsedRecord = z.array(fixedBytes(32)).max(USED);

type OwnEntry = z.output<typeof OwnRecord>;

export interface PackageBook {
  /** Keeps one of this device's own, made before the group was known. */
  keep(pair: KeyPackagePair): Promise<void>;
  /** Own KeyPackages that nobody has used yet, the last resort not counted. */
  unused(): number;
  /** The message that offers fresh ones to the group. */
  offer(): Promise<Uint8Array>;
  /** The own one that a Welcome is for: of this group, or offered in another. */
  own(refs: readonly string[]): Promise<OwnKeyPackage | undefined>;
  /** Takes in what another device offers. Throws KEY_GROUP_INVALID. */
  receive(author: DeviceId, offer: KeyMessage & { type: 'key-packages' }): Promise<void>;
  markUsed(refs: readonly string[]): void;
  /** The KeyPackage to add a device by: an unused one if there is one, else its last resort. */
  of(device: DeviceId): Uint8Array | undefined;
  lastResortOf(device: DeviceId): Uint8Array | undefined;
  /**
   * A verified KeyPackage to add a device by: the given one if it is unused, else one that the device offered. `undefined`
   * where there is none, or where it isn't the device's.
   */
  choose(device: DeviceId, given: Uint8Array | undefined): Promise<KeyPackage | undefined>;
  load(key: string, value: Uint8Array): Promise<void>;
}

export interface PackageBookDependencies {
  suite: CiphersuiteImpl;
  device: DeviceKeys;
  records: Records;
  isCertified: (device: DeviceId, leafKey: Uint8Array) => boolean;
  /** The record of an own KeyPackage that another group keeps, by its ref. */
  elsewhere: ((ref: string) => Promise<Uint8Array | undefined>) | undefined;
}

export const createPackageBook = (dependencies: PackageBookDependencies): PackageBook => {
  const { suite, device, records, isCertified, elsewhere } = dependencies;
  const own = new Map<string, OwnEntry>();
  const offers = new Map<DeviceId, { fresh: Map<string, Uint8Array>; lastResort: Uint8Array }>();
  const used = new Set<string>();
  let order = 0;

  const put = async (pair: KeyPackagePair, lastResort: boolean): Promise<void> => {
    const ref = toHex((await checkKeyPackage(suite, pair.public)).ref);
    const entry = { public: pair.public, private: pair.private, order: order++, lastResort };
    own.set(ref, entry);
    records.touch(`own-package/${ref}`, () => writeCbor(OwnRecord, entry));
    const spent = [...own].filter(([, one]) => !one.lastResort).sort(([, a], [, b]) => a.order - b.order);
    for (const [old] of spent.slice(0, Math.max(0, spent.length - KEPT))) {
      own.delete(old);
      records.touch(`own-package/${old}`, () => undefined);
    }
  };

  const generate = async (lastResort: boolean): Promise<Uint8Array> => {
    const pair = encodeOwnPackage(await generateKeyPackage(suite, device));
    await put(pair, lastResort);
    return pair.public;
  };

  const keptElsewhere = async (ref: string): Promise<OwnEntry | undefined> => {
    const record = await elsewhere?.(ref);
    return record === undefined ? undefined : readCbor(OwnRecord, record, RECORD_BYTES, 'STORE_CORRUPT');
  };

  const storeOffer = async (author: DeviceId, offer: z.output<typeof Offer>): Promise<void> => {
    const fresh = new Map<string, Uint8Array>();
    for (const bytes of offer.fresh) fresh.set(toHex((await checkKeyPackage(suite, bytes)).ref), bytes);
    offers.set(author, { fresh, lastResort: offer.lastResort });
  };

  const of = (wanted: DeviceId): Uint8Array | undefined => {
    const offer = offers.get(wanted);
    for (const [ref, bytes] of offer?.fresh ?? []) if (!used.has(ref)) return bytes;
    return offer?.lastResort;
  };

  /** The KeyPackage if it is the device's, and whether somebody was added by it already. */
  const examine = async (
    wanted: DeviceId,
    bytes: Uint8Array | undefined,
  ): Promise<{ keyPackage: KeyPackage; isUsed: boolean } | undefined> => {
    if (bytes === undefined) return undefined;
    try {
      const offered = await checkKeyPackage(suite, bytes);
      if (offered.device !== wanted || !isCertified(wanted, offered.leafKey)) return undefined;
      return { keyPackage: offered.package, isUsed: used.has(toHex(offered.ref)) };
    } catch (error) {
      if (isPlexiError(error)) return undefined;
      throw error;
    }
  };

  return {
    keep: (pair) => put(pair, false),
    unused: () => [...own].filter(([ref, entry]) => !entry.lastResort && !used.has(ref)).length,
    offer: async () => {
      const fresh: Uint8Array[] = [];
      for (let i = 0; i < OFFERED; i++) fresh.push(await generate(false));
      const known = [...own.values()].find((entry) => entry.lastResort)?.public;
      return encodeKeyMessage({ type: 'key-packages', fresh, lastResort: known ?? (await generate(true)) });
    },
    own: async (refs) => {
      for (const ref of refs) {
        const entry = own.get(ref) ?? (await keptElsewhere(ref));
        if (entry !== undefined) return decodeOwnPackage(device, entry);
      }
      return undefined;
    },
    receive: async (author, { fresh, lastResort }) => {
      for (const bytes of [...fresh, lastResort]) {
        const offered = await checkKeyPackage(suite, bytes);
        if (offered.device !== author || !isCertified(author, offered.leafKey)) return;
      }
      await storeOffer(author, { fresh, lastResort });
      records.touch(`offer/${author}`, () => writeCbor(Offer, { fresh, lastResort }));
    },
    markUsed: (refs) => {
      const before = used.size;
      for (const ref of refs) if (isId(ref)) used.add(ref);
      for (const ref of used) {
        if (used.size <= USED) break;
        used.delete(ref);
      }
      if (used.size === before) return;
      records.touch('used', () =>
        writeCbor(
          UsedRecord,
          [...used].map((ref) => idToBytes(ref)),
        ),
      );
    },
    of,
    lastResortOf: (wanted) => offers.get(wanted)?.lastResort,
    choose: async (wanted, given) => {
      const first = await examine(wanted, given);
      if (first?.isUsed === false) return first.keyPackage;
      return ((await examine(wanted, of(wanted))) ?? first)?.keyPackage;
    },
    load: async (key, value) => {
      const [kind, name] = key.split('/');
      if (kind === 'own-package' && name !== undefined) {
        const entry = readCbor(OwnRecord, value, RECORD_BYTES, 'STORE_CORRUPT');
        own.set(name, entry);
        order = Math.max(order, entry.order + 1);
      } else if (kind === 'offer') {
        await storeOffer(name as DeviceId, readCbor(Offer, value, RECORD_BYTES, 'STORE_CORRUPT'));
      } else if (kind === 'used') {
        for (const ref of readCbor(UsedRecord, value, RECORD_BYTES, 'STORE_CORRUPT')) used.add(toHex(ref));
      }
    },
  };
};
