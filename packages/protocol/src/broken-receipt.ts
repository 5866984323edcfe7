/**
 * The proof that a holder broke its word [N4]: a receipt and a later holding, both signed by it, that contradict each other. A text of
 * bounded size that anybody can check, with no space and no profile: JSON with the two in hexadecimal, and where it is known the
 * log, which the signed log id is the hash of.
 */
import { z } from 'zod';
import { fromHex, toHex, utf8 } from './bytes.ts';
import { type LogRef, logIdOf } from './entry/log.ts';
import { plexiError } from './errors.ts';
import { HOLDING_BYTES, type Holding, judgeHolding, readHolding, receiptHash } from './holding.ts';
import type { ChannelId, DeviceId } from './ids.ts';
import { LIMITS } from './limits.ts';
import type { Primitives } from './primitives.ts';
import { RECEIPT_BYTES, type Receipt, readReceipt } from './receipt.ts';

export interface BrokenReceipt {
  receipt: Receipt;
  holding: Holding;
  /** Whether entries are gone, or others are in their place. Where the holder gives a reason, `holding` says so. */
  kind: 'lost' | 'other';
  /** The log, where the proof says it. */
  log: LogRef | undefined;
}

const FORMAT = 'plexichat broken receipt 1';
const hex = (bytes: number) => z.string().regex(new RegExp(`^[0-9a-f]{${bytes * 2}}$`, 'u'));
const shape = z.strictObject({
  format: z.literal(FORMAT),
  receipt: hex(RECEIPT_BYTES),
  holding: hex(HOLDING_BYTES),
  log: z
    .strictObject({ channel: hex(32), device: hex(32), generation: z.number().int().min(0).max(0xffff) })
    .optional(),
});

/** The text of a proof. */
export const writeBrokenReceipt = (
  receipt: Uint8Array,
  holding: Uint8Array,
  log: LogRef | undefined,
): string =>
  `${JSON.stringify({ format: FORMAT, receipt: toHex(receipt), holding: toHex(holding), log }, undefined, 2)}\n`;

const invalid = (detail: string) => plexiError('PROOF_INVALID', { detail });

const parse = (text: string): z.infer<typeof shape> => {
  if (utf8(text).length > LIMITS.proofBytes) throw invalid('too large');
  try {
    return shape.parse(JSON.parse(text));
  } catch (error) {
    throw plexiError('PROOF_INVALID', { detail: 'not a proof', cause: error });
  }
};

const signedOr = <Read>(what: string, read: () => Read): Read => {
  try {
    return read();
  } catch (error) {
    throw plexiError('PROOF_INVALID', { detail: `${what} is not signed by its holder`, cause: error });
  }
};

/**
 * Reads a proof and checks all that it says. Throws PROOF_INVALID, with what it does not prove. `looksInto` reasons who knows the
 * space: for others, an answer with a reason proves nothing.
 */
export const readBrokenReceipt = (
  primitives: Primitives,
  text: string,
  looksInto: 'reasons' | 'signatures' = 'signatures',
): BrokenReceipt => {
  const parsed = parse(text);
  const bytes = fromHex(parsed.receipt) ?? new Uint8Array();
  const receipt = signedOr('the receipt', () => readReceipt(primitives, bytes));
  const holding = signedOr('the answer', () =>
    readHolding(primitives, fromHex(parsed.holding) ?? new Uint8Array()),
  );
  const isSame =
    receipt.space === holding.space && receipt.logId === holding.logId && receipt.holder === holding.holder;
  if (!isSame || holding.receipt !== receiptHash(primitives, bytes))
    throw invalid('the answer is about another receipt');
  const kind = judgeHolding(receipt, { ...holding, excuse: 'none' });
  if (kind === 'kept' || kind === 'excused') throw invalid('the two agree');
  if (holding.excuse !== 'none' && looksInto === 'signatures')
    throw invalid('the answer gives a reason, which only members of the space can look into');
  const log = parsed.log && {
    ...parsed.log,
    channel: parsed.log.channel as ChannelId,
    device: parsed.log.device as DeviceId,
  };
  if (log !== undefined && logIdOf(primitives, receipt.space, log) !== receipt.logId)
    throw invalid('the log is another one');
  return { receipt, holding, kind, log };
};
