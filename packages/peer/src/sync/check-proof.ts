/** [N4] Checking a proof that a relay broke its word: it says all that it takes. */
import { nativePrimitives as primitives } from '@plexi/crypto/native';
import type { BrokenReceiptSaid } from '@plexi/operations';
import { type Excuse, readBrokenReceipt } from '@plexi/protocol';

/** As a proof says it. */
export const brokenReceiptSaid = ({
  receipt,
  holding,
  kind,
  log,
}: {
  receipt: { sequence: number; holder: string; space: string; logId: string };
  holding: { sequence: number; at: number; excuse: Excuse };
  kind: 'lost' | 'other';
  log: { channel: string; device: string } | undefined;
}): BrokenReceiptSaid => ({
  kind,
  ...(holding.excuse === 'none' ? {} : { reason: holding.excuse }),
  promised: receipt.sequence,
  held: holding.sequence,
  at: new Date(holding.at).toISOString(),
  relay: receipt.holder,
  space: receipt.space,
  log: receipt.logId,
  ...(log === undefined ? {} : { channel: log.channel, author: log.device }),
});

/** What the proof proves. Throws PROOF_INVALID where that is nothing. */
export const checkProof = (text: string): BrokenReceiptSaid =>
  brokenReceiptSaid(readBrokenReceipt(primitives, text));
