/** Receipts and holdings in a frame: end to end, each of one length. */
import { plexiError } from '../errors.ts';

/** The words in a payload. Throws FRAME_INVALID where there are none, too many, or half of one. */
export const splitWords = (kind: string, payload: Uint8Array, size: number, most: number): Uint8Array[] => {
  const count = payload.length / size;
  if (count === 0 || !Number.isInteger(count)) throw plexiError('FRAME_INVALID', { detail: kind });
  if (count > most) throw plexiError('FRAME_INVALID', { detail: `too many ${kind}` });
  return Array.from({ length: count }, (_, i) => payload.subarray(i * size, (i + 1) * size));
};
