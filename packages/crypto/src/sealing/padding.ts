/**
 * Padding of what is sealed, so that a relay learns a length's neighbourhood only: multiples of 32 bytes for short texts,
 * Padmé (Nikitin et al., "Reducing Metadata Leakage from Encrypted Files and Communication with PURBs", 2019) above, which
 * costs at most 12 %. The end is marked as in ISO/IEC 7816-4: one byte 0x80, then zeros.
 */
const MARK = 0x80;
const STEP_BYTES = 32;
const STEPPED_BYTES = 512;

/** The size that `length` bytes and their mark are padded to. */
export const paddedLength = (length: number): number => {
  const least = length + 1;
  if (least <= STEPPED_BYTES) return Math.ceil(least / STEP_BYTES) * STEP_BYTES;
  const exponent = Math.floor(Math.log2(least));
  const step = 2 ** (exponent - Math.floor(Math.log2(exponent)) - 1);
  return Math.ceil(least / step) * step;
};

/** `plain` in a size of the ladder: at the beginning of `room` where that is zeros, and long enough. */
export const pad = (plain: Uint8Array, room?: Uint8Array): Uint8Array => {
  const length = paddedLength(plain.length);
  const padded =
    room !== undefined && length <= room.length ? room.subarray(0, length) : new Uint8Array(length);
  padded.set(plain);
  padded[plain.length] = MARK;
  return padded;
};

/** What `pad` was given, as a view; `undefined` where `padded` is not in its one form. */
export const unpad = (padded: Uint8Array): Uint8Array | undefined => {
  let end = padded.length - 1;
  while (end >= 0 && padded[end] === 0) end--;
  if (end < 0 || padded[end] !== MARK || paddedLength(end) !== padded.length) return undefined;
  return padded.subarray(0, end);
};
