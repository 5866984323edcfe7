/** Messages over a pipe, a line of JSON each, bounded both ways. What is not of the expected form ends the channel. */
import type { Duplex } from 'node:stream';
import { LIMITS } from '@plexi/protocol';
import type { z } from 'zod';

const LINE_END = 0x0a;

export interface LineChannel<Out> {
  /** Gives false, and ends the channel, where the other end does not read. */
  send(message: Out): boolean;
  close(): void;
}

/** `onEnd` is called once, however it ends. */
export const openLineChannel = <In, Out>(
  stream: Duplex,
  shape: z.ZodType<In>,
  onMessage: (message: In) => void,
  onEnd: () => void,
): LineChannel<Out> => {
  let parts: Buffer[] = [];
  let waiting = 0;
  let ended = false;
  const end = (): void => {
    if (ended) return;
    ended = true;
    stream.destroy();
    onEnd();
  };
  const take = (line: string): void => {
    if (ended) return;
    let value: unknown;
    try {
      value = JSON.parse(line);
    } catch {
      return end();
    }
    const parsed = shape.safeParse(value);
    if (!parsed.success) return end();
    onMessage(parsed.data);
  };
  stream.on('data', (chunk: Buffer) => {
    for (let from = 0; from <= chunk.length; ) {
      const stop = chunk.indexOf(LINE_END, from);
      const piece = chunk.subarray(from, stop < 0 ? chunk.length : stop);
      waiting += piece.length;
      if (waiting > LIMITS.inferenceMessageBytes) return end();
      parts.push(piece);
      if (stop < 0) return undefined;
      const line = Buffer.concat(parts, waiting).toString('utf8');
      parts = [];
      waiting = 0;
      from = stop + 1;
      take(line);
    }
    return undefined;
  });
  stream.on('error', end);
  stream.on('close', end);
  stream.on('end', end);
  return {
    send: (message) => {
      if (ended) return false;
      stream.write(`${JSON.stringify(message)}\n`);
      if (stream.writableLength <= LIMITS.inferenceQueueBytes) return true;
      end();
      return false;
    },
    close: end,
  };
};
