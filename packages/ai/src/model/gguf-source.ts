/** Bytes of a model file, in windows: however large the file says that something is, only so much is in memory at once. */

export interface GgufSource {
  /** Bytes in all. */
  readonly size: number;
  /** At most `length` bytes from `offset`; fewer only at the end. */
  read(offset: number, length: number): Uint8Array;
}

/** A file that is in memory already. */
export const bytesSource = (bytes: Uint8Array): GgufSource => ({
  size: bytes.length,
  read: (offset, length) => bytes.subarray(offset, offset + length),
});
