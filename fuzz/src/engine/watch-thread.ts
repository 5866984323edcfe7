/** The other side of `watch.ts`. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { workerData } from 'node:worker_threads';
import { HEAD_BYTES } from './watch.ts';

/** Far more than an input may take, far less than one without an end. */
const PATIENCE_MS = 10_000;

const { shared, folder } = workerData as { shared: SharedArrayBuffer; folder: string };
const head = new Int32Array(shared, 0, 2);
let last = 0;
setInterval(() => {
  const now = Atomics.load(head, 0);
  const length = head[1] ?? 0;
  if (now !== last || now === 0) {
    last = now;
    return;
  }
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'found-without-end');
  writeFileSync(file, new Uint8Array(shared, HEAD_BYTES, length).slice());
  process.stderr.write(`an input does not come to an end: ${file}\n`);
  process.kill(process.pid, 'SIGKILL');
}, PATIENCE_MS);
