/**
 * Who signed to hold what of a space: the newest receipt of each holder for each log [N4], and how far receipts were passed
 * on to whom, so that nothing is told twice.
 */
import {
  type DeviceId,
  type LogId,
  type Primitives,
  type Receipt,
  readReceipt,
  type SpaceId,
} from '@plexi/protocol';
import type { Store, Write } from '@plexi/storage';

export interface SignedReceipt {
  receipt: Receipt;
  bytes: Uint8Array;
}

export interface ReceiptBook {
  /** Takes a verified receipt in; false where a newer one of that holder is here. */
  add(signed: SignedReceipt): boolean;
  of(logId: LogId): SignedReceipt[];
  /** Those of a log that `target` has not confirmed yet. */
  unconfirmed(target: DeviceId, signed: readonly SignedReceipt[]): SignedReceipt[];
  /** How far `target` confirmed the receipt of `holder` for a log. */
  confirmed(target: DeviceId, logId: LogId, holder: DeviceId): number;
  confirm(target: DeviceId, receipts: readonly Receipt[]): void;
  /** Writes what changed since the last time. */
  flush(): Promise<void>;
}

const sequenceBytes = (sequence: number): Uint8Array => {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(sequence));
  return bytes;
};

/** Opens the book of a space. */
export const openReceiptBook = async (
  primitives: Primitives,
  store: Store,
  space: SpaceId,
): Promise<ReceiptBook> => {
  const logs = new Map<LogId, Map<DeviceId, SignedReceipt>>();
  const confirmations = new Map<string, number>();
  const dirty = new Map<string, Write>();
  const put = (signed: SignedReceipt): boolean => {
    const holders = logs.get(signed.receipt.logId) ?? new Map<DeviceId, SignedReceipt>();
    logs.set(signed.receipt.logId, holders);
    if ((holders.get(signed.receipt.holder)?.receipt.sequence ?? 0) >= signed.receipt.sequence) return false;
    holders.set(signed.receipt.holder, signed);
    return true;
  };
  for (const { value } of await store.records(space, 'receipt'))
    put({ receipt: readReceipt(primitives, value), bytes: value });
  for (const { key, value } of await store.records(space, 'receipted')) {
    confirmations.set(key, Number(new DataView(value.buffer, value.byteOffset).getBigUint64(0)));
  }
  const keyOf = (target: DeviceId, logId: LogId, holder: DeviceId): string => `${target}/${logId}/${holder}`;
  const confirmed = (target: DeviceId, logId: LogId, holder: DeviceId): number =>
    confirmations.get(keyOf(target, logId, holder)) ?? 0;
  return {
    add: (signed) => {
      if (!put(signed)) return false;
      const key = `${signed.receipt.logId}/${signed.receipt.holder}`;
      dirty.set(`receipt/${key}`, {
        type: 'record',
        scope: space,
        kind: 'receipt',
        key,
        value: signed.bytes.slice(),
      });
      return true;
    },
    of: (logId) => [...(logs.get(logId)?.values() ?? [])],
    confirmed,
    unconfirmed: (target, signed) =>
      signed.filter(
        ({ receipt }) =>
          receipt.holder !== target && receipt.sequence > confirmed(target, receipt.logId, receipt.holder),
      ),
    confirm: (target, receipts) => {
      for (const receipt of receipts) {
        const key = keyOf(target, receipt.logId, receipt.holder);
        if ((confirmations.get(key) ?? 0) >= receipt.sequence) continue;
        confirmations.set(key, receipt.sequence);
        const value = sequenceBytes(receipt.sequence);
        dirty.set(`receipted/${key}`, { type: 'record', scope: space, kind: 'receipted', key, value });
      }
    },
    flush: async () => {
      const writes = [...dirty.values()];
      dirty.clear();
      if (writes.length > 0) await store.commit(writes);
    },
  };
};
