/** Messages over a byte stream: one line each. JSON never holds a raw line break. */
import type { Duplex } from 'node:stream';
import type { MessageConnection } from '@plexi/operations';

interface LineBounds {
  /** Bytes of one line that comes in; more closes the connection. */
  lineBytes: number;
  /** Bytes that may wait to go out; more closes the connection: the other end does not read. */
  queueBytes: number;
}

const LINE_END = 0x0a;

/** Reads `stream` as lines of UTF-8; gives `onLine` each, and calls `onOverflow` once when one is longer than `limit`. */
const readLines = (
  stream: Duplex,
  limit: number,
  onLine: (line: string) => void,
  onOverflow: () => void,
): void => {
  let parts: Buffer[] = [];
  let waiting = 0;
  let over = false;
  stream.on('data', (chunk: Buffer) => {
    let from = 0;
    while (!over) {
      const end = chunk.indexOf(LINE_END, from);
      const piece = chunk.subarray(from, end < 0 ? chunk.length : end);
      waiting += piece.length;
      if (waiting > limit) {
        over = true;
        parts = [];
        onOverflow();
        return;
      }
      if (piece.length > 0) parts.push(piece);
      if (end < 0) return;
      const line = Buffer.concat(parts, waiting).toString('utf8');
      parts = [];
      waiting = 0;
      from = end + 1;
      if (line !== '') onLine(line);
    }
  });
};

/** A connection over `stream`, which it owns from here on. Messages that arrive before there is a handler are kept. */
export const connectLines = (stream: Duplex, bounds: LineBounds): MessageConnection => {
  let handle: ((text: string) => void) | undefined;
  let early: string[] = [];
  let closed = false;
  const onClosed = new Set<() => void>();
  readLines(
    stream,
    bounds.lineBytes,
    (line) => {
      if (closed) return;
      if (handle === undefined) early.push(line);
      else handle(line);
    },
    () => stream.destroy(),
  );
  // The stream's end shows as 'close'; an unhandled 'error' would end the process.
  stream.on('error', () => undefined);
  stream.on('end', () => stream.end());
  stream.on('close', () => {
    closed = true;
    for (const listener of onClosed) listener();
    onClosed.clear();
  });
  return {
    send: (text) => {
      if (closed || stream.destroyed || stream.writableEnded) return;
      stream.write(`${text}\n`);
      if (stream.writableLength > bounds.queueBytes) stream.destroy();
    },
    onMessage: (handler) => {
      handle = handler;
      const waiting = early;
      early = [];
      for (const line of waiting) handler(line);
    },
    onClose: (listener) => {
      if (closed) listener();
      else onClosed.add(listener);
    },
    close: () => {
      closed = true;
      stream.end();
      // `end` waits for what is queued; the other end may never take it.
      setTimeout(() => stream.destroy(), 1000).unref();
    },
  };
};
