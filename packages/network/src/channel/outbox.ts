import type { Stream } from '@libp2p/interface';
import { LIMITS, plexiError } from '@plexi/protocol';
import { LENGTH_BYTES } from './frame-reader.ts';

/** Frames on their way out: bounded, coalesced, and held back while the stream is full. */
export interface Outbox {
  /** Errors: NETWORK_QUEUE_FULL, TOO_LARGE, INVALID_INPUT. */
  push(frame: Uint8Array): boolean;
  /** Resolves below the low-water mark. */
  drained(): Promise<void>;
  /** Resolves when everything has been handed to the operating system's side of the stream. */
  emptied(): Promise<void>;
  /** Drops what is queued and rejects who waits. */
  end(): void;
}

/** As much as goes into one write: larger gains nothing, because Noise cuts at 64 KiB. */
const WRITE_BYTES = 64 * 1024;
const LOW_WATER_BYTES = LIMITS.sendQueueSoftBytes / 4;

interface Waiter {
  below: number;
  resolve: () => void;
  reject: (error: Error) => void;
}

export const createOutbox = (stream: Stream): Outbox => {
  let frames: Uint8Array[] = [];
  let queued = 0;
  let scheduled = false;
  let ended = false;
  let waiters: Waiter[] = [];

  const size = () => queued + stream.writeBufferLength;

  const wakeWaiters = () => {
    if (waiters.length === 0) return;
    const bytes = size();
    const ready = waiters.filter((waiter) => bytes <= waiter.below);
    if (ready.length === 0) return;
    waiters = waiters.filter((waiter) => bytes > waiter.below);
    for (const waiter of ready) waiter.resolve();
  };

  /** The next write: whole frames up to WRITE_BYTES together, or one larger frame. */
  const takeWrite = (from: number): { bytes: Uint8Array; next: number } => {
    let length = 0;
    let next = from;
    while (next < frames.length) {
      const step = LENGTH_BYTES + (frames[next] as Uint8Array).length;
      if (next > from && length + step > WRITE_BYTES) break;
      length += step;
      next++;
    }
    const bytes = new Uint8Array(length);
    const view = new DataView(bytes.buffer);
    let offset = 0;
    for (let at = from; at < next; at++) {
      const frame = frames[at] as Uint8Array;
      view.setUint32(offset, frame.length);
      bytes.set(frame, offset + LENGTH_BYTES);
      offset += LENGTH_BYTES + frame.length;
    }
    return { bytes, next };
  };

  const flush = () => {
    scheduled = false;
    if (ended) return;
    let sent = 0;
    while (sent < frames.length && !stream.writableNeedsDrain) {
      const { bytes, next } = takeWrite(sent);
      sent = next;
      queued -= bytes.length;
      try {
        stream.send(bytes);
      } catch {
        // The stream closed underneath us; its close event ends the channel.
        break;
      }
    }
    if (sent > 0) frames = frames.slice(sent);
    wakeWaiters();
  };

  const schedule = () => {
    if (scheduled) return;
    scheduled = true;
    // Not a microtask: what handlers of the same turn queue after an `await` still goes along.
    setImmediate(flush);
  };

  // libp2p listens to `drain` too and writes its own rest first, in a microtask. A turn's delay here halves throughput.
  const onDrain = () => {
    if (frames.length > 0 || waiters.length > 0) queueMicrotask(flush);
  };
  stream.addEventListener('drain', onDrain);
  stream.addEventListener('idle', wakeWaiters);

  const waitBelow = (below: number): Promise<void> => {
    if (ended) return Promise.reject(plexiError('CHANNEL_CLOSED'));
    if (size() <= below) return Promise.resolve();
    return new Promise((resolve, reject) => waiters.push({ below, resolve, reject }));
  };

  return {
    push(frame) {
      if (frame.length === 0) throw plexiError('INVALID_INPUT', { detail: 'empty frame' });
      if (frame.length > LIMITS.frameBytes)
        throw plexiError('TOO_LARGE', { detail: `frame of ${frame.length} bytes` });
      const after = size() + LENGTH_BYTES + frame.length;
      if (after > LIMITS.sendQueueHardBytes) throw plexiError('NETWORK_QUEUE_FULL');
      frames.push(frame);
      queued += LENGTH_BYTES + frame.length;
      schedule();
      return after <= LIMITS.sendQueueSoftBytes;
    },
    drained: () => waitBelow(LOW_WATER_BYTES),
    emptied: () => waitBelow(0),
    end() {
      if (ended) return;
      ended = true;
      frames = [];
      queued = 0;
      stream.removeEventListener('drain', onDrain);
      stream.removeEventListener('idle', wakeWaiters);
      for (const waiter of waiters) waiter.reject(plexiError('CHANNEL_CLOSED'));
      waiters = [];
    },
  };
};
