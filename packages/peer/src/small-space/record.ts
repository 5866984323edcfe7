/** What a profile keeps of a small space beside the space itself: where it comes from, and what the person decided about it. */
import {
  type AccountId,
  addressField,
  type DeviceId,
  idField,
  LIMITS,
  readCbor,
  type SpaceId,
  writeCbor,
} from '@plexi/protocol';
import type { Store, Write } from '@plexi/storage';
import { z } from 'zod';
import { unfounded } from '../space/founding.ts';

const RECORD_BYTES = 64 * 1024;

const recordShape = z.strictObject({
  kind: z.enum(['channel', 'direct']),
  /** The space that a private channel belongs to; of a direct message the one that it was opened from. */
  parent: idField<SpaceId>(),
  /** Who introduced us; ourselves where we founded it. */
  by: idField<AccountId>(),
  /** What the introduction called it, until its own words can be read. */
  name: z.string(),
  /** Where to look for it until its governance is here. */
  relays: z
    .array(z.strictObject({ device: idField<DeviceId>(), addresses: z.array(addressField) }))
    .max(LIMITS.relays),
  devices: z.array(idField<DeviceId>()).max(LIMITS.mailRecipients),
  /** Of a direct message: whether it is talked in, waits to be accepted, or was turned down. */
  standing: z.enum(['open', 'request', 'declined']),
  /** Somebody of whom we put in may not have been told of it yet. */
  untold: z.boolean().optional(),
});

export type SmallRecord = z.output<typeof recordShape>;

const KIND = 'small-space';

export const smallRecordWrite = (id: SpaceId, record: SmallRecord): Write => ({
  type: 'record',
  scope: 'profile',
  kind: KIND,
  key: id,
  value: writeCbor(recordShape, record),
});

/** All of them, by space. Throws STORE_CORRUPT. */
export const loadSmallRecords = async (store: Store): Promise<Map<SpaceId, SmallRecord>> => {
  const left = await unfounded(store);
  return new Map(
    (await store.records('profile', KIND))
      .filter(({ key }) => !left.has(key as SpaceId))
      .map(({ key, value }) => [key as SpaceId, readCbor(recordShape, value, RECORD_BYTES, 'STORE_CORRUPT')]),
  );
};
