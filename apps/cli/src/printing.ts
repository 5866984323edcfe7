/** Output that is out before the process ends. */
import type { Writable } from 'node:stream';

const write = async (stream: Writable, text: string | Uint8Array): Promise<void> =>
  new Promise((resolve) => {
    // A reader that has gone (`plexi message list | head`) is no error of ours.
    stream.once('error', () => resolve());
    stream.write(text, () => resolve());
  });

/** Prints a line, or several, on standard output. */
export const print = async (text: string): Promise<void> => write(process.stdout, `${text}\n`);

/** The same on standard error: what is not the answer. */
export const remark = async (text: string): Promise<void> => write(process.stderr, `${text}\n`);

/** Bytes on standard output, as they are. */
export const writeBytes = async (bytes: Uint8Array): Promise<void> => write(process.stdout, bytes);
