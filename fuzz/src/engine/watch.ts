/**
 * Sees an input that does not come to an end: a thread beside the one that runs it, which leaves the input behind as a file
 * and ends the process.
 */
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { INPUT_BYTES } from './mutate.ts';

export interface Watch {
  begin(bytes: Uint8Array): void;
  close(): Promise<unknown>;
}

/** Laid out as: the run's number, its length, its bytes. */
export const HEAD_BYTES = 8;

/** `folder` is where an input without an end is left. */
export const startWatch = (folder: string): Watch => {
  const shared = new SharedArrayBuffer(HEAD_BYTES + INPUT_BYTES);
  const head = new Int32Array(shared, 0, 2);
  const input = new Uint8Array(shared, HEAD_BYTES);
  const thread = new Worker(fileURLToPath(new URL('./watch-thread.ts', import.meta.url)), {
    workerData: { shared, folder },
  });
  thread.unref();
  return {
    begin: (bytes) => {
      input.set(bytes);
      head[1] = bytes.length;
      Atomics.add(head, 0, 1);
    },
    close: () => thread.terminate(),
  };
};
