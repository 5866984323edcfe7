/** A model file on this machine's disk. */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import path from 'node:path';
import { plexiError } from '@plexi/protocol';
import { describeModel, type ModelFacts } from './describe-model.ts';
import { readGguf } from './gguf.ts';

export interface ModelFile {
  path: string;
  /** Bytes. */
  size: number;
  facts: ModelFacts;
}

/** Reads and checks what the file says of itself. Throws MODEL_INVALID, FILE_UNREADABLE. */
export const openModelFile = (file: string): ModelFile => {
  let handle: number;
  try {
    handle = openSync(file, 'r');
  } catch (cause) {
    throw plexiError('FILE_UNREADABLE', { cause, detail: file });
  }
  try {
    const stat = fstatSync(handle);
    if (!stat.isFile()) throw plexiError('FILE_UNREADABLE', { detail: `${file} is no plain file` });
    const source = {
      size: stat.size,
      read: (offset: number, length: number): Uint8Array => {
        const bytes = Buffer.alloc(length);
        return bytes.subarray(0, readSync(handle, bytes, 0, length, offset));
      },
    };
    return { path: path.resolve(file), size: stat.size, facts: describeModel(readGguf(source)) };
  } finally {
    closeSync(handle);
  }
};
