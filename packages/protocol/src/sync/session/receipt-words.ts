/** What a session says of receipts [N4]: ours are offered until the other side has taken them in, and its own are read. */

import { plexiError } from '../../errors.ts';
import { LIMITS } from '../../limits.ts';
import type { Primitives } from '../../primitives.ts';
import { type Receipt, readReceipt, type SignedReceipt } from '../../receipt.ts';
import type { SyncReplica } from '../replica-port.ts';
import type { SyncFrame } from '../sync-frame.ts';

export interface ReceiptWordsDependencies {
  primitives: Primitives;
  replica: Pick<SyncReplica, 'space'>;
  send: (frame: SyncFrame) => unknown;
  /** One came, verified. */
  taken: (receipt: Receipt, bytes: Uint8Array) => void;
}

export interface ReceiptWords {
  offer(receipts: readonly SignedReceipt[]): void;
  /** Throws FRAME_INVALID for one of another space, and what `readReceipt` throws. */
  read(receipts: readonly Uint8Array[]): void;
  /** The other side took so many in: gives which. */
  acknowledged(count: number): Receipt[];
}

export const createReceiptWords = (dependencies: ReceiptWordsDependencies): ReceiptWords => {
  const unacknowledged: Receipt[] = [];
  return {
    offer: (receipts) => {
      for (let at = 0; at < receipts.length; at += LIMITS.receiptsPerFrame) {
        const part = receipts.slice(at, at + LIMITS.receiptsPerFrame);
        unacknowledged.push(...part.map(({ receipt }) => receipt));
        dependencies.send({ kind: 'receipts', receipts: part.map(({ bytes }) => bytes) });
      }
    },
    read: (receipts) => {
      for (const bytes of receipts) {
        const receipt = readReceipt(dependencies.primitives, bytes);
        if (receipt.space !== dependencies.replica.space)
          throw plexiError('FRAME_INVALID', { detail: 'receipt of another space' });
        dependencies.taken(receipt, bytes);
      }
    },
    acknowledged: (count) => unacknowledged.splice(0, count),
  };
};
