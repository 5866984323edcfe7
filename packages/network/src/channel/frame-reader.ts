import { LIMITS, plexiError } from '@plexi/protocol';

/** Cuts a byte stream into frames: an unsigned 32-bit big-endian length, then that many bytes. */
export interface FrameReader {
  push(chunk: Uint8Array): void;
  /**
   * The next whole frame, or undefined until more bytes arrive.
   * Errors: FRAME_OVERSIZED, FRAME_INVALID (an empty frame); the stream is beyond repair then.
   */
  next(): Uint8Array | undefined;
  /** Bytes pushed and not yet returned. */
  readonly bufferedBytes: number;
}

export const LENGTH_BYTES = 4;

export const createFrameReader = (maxFrameBytes: number = LIMITS.frameBytes): FrameReader => {
  const chunks: Uint8Array[] = [];
  let head = 0;
  let offset = 0;
  let buffered = 0;
  let expected: number | undefined;

  const dropHead = () => {
    offset = 0;
    head++;
    if (head < 64 && head < chunks.length) return;
    chunks.splice(0, head);
    head = 0;
  };

  /** Copies: a small frame that is kept must not keep the whole chunk that it came in. */
  const take = (count: number): Uint8Array => {
    const bytes = new Uint8Array(count);
    let filled = 0;
    while (filled < count) {
      const chunk = chunks[head] as Uint8Array;
      const part = chunk.subarray(offset, offset + count - filled);
      bytes.set(part, filled);
      filled += part.length;
      offset += part.length;
      if (offset === chunk.length) dropHead();
    }
    buffered -= count;
    return bytes;
  };

  const readLength = (): number => {
    const bytes = take(LENGTH_BYTES);
    const length = new DataView(bytes.buffer).getUint32(0);
    if (length === 0) throw plexiError('FRAME_INVALID', { detail: 'empty frame' });
    if (length > maxFrameBytes) throw plexiError('FRAME_OVERSIZED', { detail: `${length} bytes` });
    return length;
  };

  return {
    get bufferedBytes() {
      return buffered + (expected === undefined ? 0 : LENGTH_BYTES);
    },
    push(chunk) {
      if (chunk.length === 0) return;
      chunks.push(chunk);
      buffered += chunk.length;
    },
    next() {
      if (expected === undefined) {
        if (buffered < LENGTH_BYTES) return undefined;
        expected = readLength();
      }
      if (buffered < expected) return undefined;
      const frame = take(expected);
      expected = undefined;
      return frame;
    },
  };
};
