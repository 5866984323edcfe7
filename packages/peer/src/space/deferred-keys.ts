/** Messages of the key log that came before the governance that their entries cite: kept until it is here. */
import {
  boundedBytes,
  type DeviceId,
  type EntryId,
  idField,
  LIMITS,
  readCbor,
  type SpaceId,
  writeCbor,
} from '@plexi/protocol';
import type { Store, Write } from '@plexi/storage';
import { z } from 'zod';

const KIND = 'key-deferred';

const deferredShape = z.strictObject({
  author: idField<DeviceId>(),
  entry: idField<EntryId>(),
  heads: z.array(idField<EntryId>()).max(LIMITS.governanceHeads),
  body: boundedBytes(LIMITS.bodyBytes),
});
export type DeferredMessage = z.output<typeof deferredShape>;

export const deferredWrite = (
  space: SpaceId,
  entry: EntryId,
  message: DeferredMessage | undefined,
): Write => ({
  type: 'record',
  scope: space,
  kind: KIND,
  key: entry,
  value: message && writeCbor(deferredShape, message),
});

/** What waits, in no order that matters. Throws STORE_CORRUPT. */
export const loadDeferred = async (store: Store, space: SpaceId): Promise<Map<EntryId, DeferredMessage>> =>
  new Map(
    (await store.records(space, KIND)).map(({ key, value }) => [
      key as EntryId,
      readCbor(deferredShape, value, LIMITS.frameBytes, 'STORE_CORRUPT'),
    ]),
  );
