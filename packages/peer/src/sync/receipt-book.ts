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
  type SignedReceipt,
  type SpaceId,
} from '@plexi/protocol';
import type { Store, Write } from '@plexi/storage';
import { type BrokenReceipts, openBrokenReceipts } from './broken-receipts.ts';

export interface ReceiptBook {
  /** Takes a verified receipt in; false where a newer one of that holder is here. */
  add(signed: SignedReceipt): boolean;
  of(logId: LogId): SignedReceipt[];
  by(holder: DeviceId): SignedReceipt[];
  /** A holder does not have what it signed for: that counts no more until it signs again. */
  withdraw(receipt: Receipt): void;
  /** Whether a receipt was withdrawn: only its holder's own word makes it count again. */
  isWithdrawn(receipt: Pick<Receipt, 'holder' | 'logId' | 'sequence'>): boolean;
  /** Proofs of broken words. */
  readonly broken: BrokenReceipts;
  /** Is told of logs of which somebody holds more. */
  onNews(listener: (logId: LogId) => void): void;
  /** Those of a log that `target` has not confirmed yet. */
  unconfirmed(target: DeviceId, signed: readonly SignedReceipt[]): SignedReceipt[];
  /** How far `target` confirmed the receipt of `holder` for a log. */
  confirmed(target: DeviceId, logId: LogId, holder: DeviceId): number;
  confirm(target: DeviceId, receipts: readonly Receipt[]): void;
  /** Writes what changed since the last time that it could be written. */
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
  const listeners = new Set<(logId: LogId) => void>();
  const withdrawn = new Map<string, number>();
  const broken = await openBrokenReceipts(primitives, store, space);
  const placeOf = ({ logId, holder }: Pick<Receipt, 'holder' | 'logId'>): string => `${logId}/${holder}`;
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
  let flushing = Promise.resolve();
  const write = async (): Promise<void> => {
    const writes = new Map(dirty);
    dirty.clear();
    try {
      if (writes.size > 0) await store.commit([...writes.values()]);
    } catch (error) {
      // What is newer by now stays.
      for (const [key, unwritten] of writes) if (!dirty.has(key)) dirty.set(key, unwritten);
      throw error;
    }
  };
  return {
    add: (signed) => {
      if (!put(signed)) return false;
      const key = placeOf(signed.receipt);
      withdrawn.delete(key);
      dirty.set(`receipt/${key}`, {
        type: 'record',
        scope: space,
        kind: 'receipt',
        key,
        value: signed.bytes.slice(),
      });
      for (const listener of listeners) listener(signed.receipt.logId);
      return true;
    },
    onNews: (listener) => void listeners.add(listener),
    of: (logId) => [...(logs.get(logId)?.values() ?? [])],
    by: (holder) => [...logs.values()].flatMap((holders) => holders.get(holder) ?? []),
    withdraw: (receipt) => {
      const key = placeOf(receipt);
      if (logs.get(receipt.logId)?.get(receipt.holder)?.receipt.sequence !== receipt.sequence) return;
      logs.get(receipt.logId)?.delete(receipt.holder);
      withdrawn.set(key, receipt.sequence);
      dirty.set(`receipt/${key}`, { type: 'record', scope: space, kind: 'receipt', key, value: undefined });
      for (const listener of listeners) listener(receipt.logId);
    },
    isWithdrawn: (receipt) => receipt.sequence <= (withdrawn.get(placeOf(receipt)) ?? 0),
    broken,
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
    flush: () => {
      flushing = flushing.catch(() => undefined).then(write);
      return flushing;
    },
  };
};
