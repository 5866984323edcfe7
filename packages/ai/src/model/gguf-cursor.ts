/** Reads a GGUF file's little-endian values in order. Whatever is claimed is held against what is there before it is believed. */
import { LIMITS, plexiError } from '@plexi/protocol';
import type { GgufSource } from './gguf-source.ts';

/** What is read of the file at a time. */
const WINDOW_BYTES = 64 * 1024;
const WORD = 2 ** 32;

export const invalid = (detail: string) => plexiError('MODEL_INVALID', { detail });

export interface GgufCursor {
  position(): number;
  u8(): number;
  u16(): number;
  u32(): number;
  /** Throws MODEL_INVALID above 2^53: no size of a real file is. */
  u64(): number;
  i8(): number;
  i16(): number;
  i32(): number;
  /** Above 2^53 only roughly. */
  i64(): number;
  f32(): number;
  f64(): number;
  /** A length and so many bytes of UTF-8; what is no UTF-8 is replaced. */
  text(limit: number): string;
  skip(bytes: number): void;
  /** Goes over a text without reading it. */
  skipText(limit: number): void;
}

/** Throws MODEL_INVALID, from every method, at the end of the file or of what may stand before the tensors. */
export const createCursor = (source: GgufSource): GgufCursor => {
  const end = Math.min(source.size, LIMITS.ggufHeaderBytes);
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  let at = 0;
  let windowStart = 0;
  let window: Uint8Array = new Uint8Array();
  let view = new DataView(window.buffer);

  const need = (bytes: number): void => {
    if (bytes > end - at)
      throw invalid(end < source.size ? 'its header is too long' : `it ends early, at byte ${source.size}`);
  };
  /** Where the next `bytes` begin in the window. */
  const take = (bytes: number): number => {
    need(bytes);
    if (at < windowStart || at + bytes > windowStart + window.length) {
      windowStart = at;
      window = source.read(at, Math.max(bytes, Math.min(WINDOW_BYTES, end - at)));
      if (window.length < bytes) throw invalid('it became shorter while it was read');
      view = new DataView(window.buffer, window.byteOffset, window.byteLength);
    }
    const offset = at - windowStart;
    at += bytes;
    return offset;
  };
  const u64 = (): number => {
    const offset = take(8);
    const size = view.getUint32(offset, true) + view.getUint32(offset + 4, true) * WORD;
    if (!Number.isSafeInteger(size)) throw invalid(`a number at byte ${at - 8} is beyond any file`);
    return size;
  };
  const length = (limit: number): number => {
    const bytes = u64();
    if (bytes > limit) throw invalid(`a text of ${bytes} bytes at byte ${at - 8}`);
    need(bytes);
    return bytes;
  };

  const value =
    (bytes: number, read: (from: DataView, offset: number) => number): (() => number) =>
    () => {
      const offset = take(bytes);
      return read(view, offset);
    };

  return {
    position: () => at,
    u8: value(1, (from, offset) => from.getUint8(offset)),
    u16: value(2, (from, offset) => from.getUint16(offset, true)),
    u32: value(4, (from, offset) => from.getUint32(offset, true)),
    u64,
    i8: value(1, (from, offset) => from.getInt8(offset)),
    i16: value(2, (from, offset) => from.getInt16(offset, true)),
    i32: value(4, (from, offset) => from.getInt32(offset, true)),
    i64: value(8, (from, offset) => Number(from.getBigInt64(offset, true))),
    f32: value(4, (from, offset) => from.getFloat32(offset, true)),
    f64: value(8, (from, offset) => from.getFloat64(offset, true)),
    text: (limit) => {
      const bytes = length(limit);
      const offset = take(bytes);
      return decoder.decode(window.subarray(offset, offset + bytes));
    },
    skip: (bytes) => {
      need(bytes);
      at += bytes;
    },
    skipText: (limit) => {
      const bytes = length(limit);
      at += bytes;
    },
  };
};
