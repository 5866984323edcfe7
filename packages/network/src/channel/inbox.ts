import type { Stream, StreamMessageEvent } from '@libp2p/interface';
import { createFrameReader } from './frame-reader.ts';

type FrameHandler = (frame: Uint8Array) => void | Promise<void>;

/** Frames on their way in: delivered in order, one at a time, and no further read than the handler keeps up with. */
export interface Inbox {
  /** Without a handler nothing is delivered, and soon nothing more is read. */
  handleWith(handler: FrameHandler | undefined): void;
  /** Takes in what the ended stream still holds; `onFinished` is called when the last whole frame is delivered. */
  finish(): void;
  /** Delivers nothing more. */
  end(): void;
}

interface InboxEvents {
  /** The bytes were not frames, or the handler failed. */
  onFailed(error: unknown): void;
  /** After `finish`: everything is delivered; `whole` is false if the stream ended inside a frame. */
  onFinished(whole: boolean): void;
}

/** Reading stops when this much waits for a busy handler, and goes on below the second. */
const PAUSE_BYTES = 256 * 1024;
const RESUME_BYTES = 64 * 1024;
/** After so many frames in one go others get their turn on the event loop. */
const TURN_FRAMES = 512;

export const createInbox = (stream: Stream, events: InboxEvents): Inbox => {
  const reader = createFrameReader();
  let handler: FrameHandler | undefined;
  let busy = false;
  let paused = false;
  let pumping = false;
  let finishing = false;
  let ended = false;

  const fail = (error: unknown) => {
    if (ended) return;
    ended = true;
    events.onFailed(error);
  };

  /** May deliver what libp2p holds back, in this turn. */
  const resumeReading = () => {
    paused = false;
    if (stream.readStatus === 'paused') stream.resume();
  };

  const adjustReading = () => {
    const waiting = busy || handler === undefined;
    if (!paused && waiting && reader.bufferedBytes >= PAUSE_BYTES && stream.readStatus === 'readable') {
      paused = true;
      stream.pause();
    } else if (paused && reader.bufferedBytes <= RESUME_BYTES) {
      resumeReading();
    }
  };

  const waitFor = (pending: Promise<void>) => {
    busy = true;
    pending.then(
      () => {
        busy = false;
        pump();
      },
      (error: unknown) => {
        busy = false;
        fail(error);
      },
    );
  };

  const isReady = () => handler !== undefined && !busy && !ended;

  const pump = () => {
    if (pumping || ended) return;
    pumping = true;
    try {
      for (let count = 0; isReady(); count++) {
        if (count === TURN_FRAMES) {
          waitFor(new Promise((resolve) => setImmediate(resolve)));
          break;
        }
        const frame = reader.next();
        if (frame === undefined) {
          if (!paused) break;
          // What is here is the beginning of a frame larger than what we let wait.
          resumeReading();
          continue;
        }
        const pending = handler?.(frame);
        if (pending !== undefined) waitFor(pending);
      }
      if (!ended) adjustReading();
    } catch (error) {
      fail(error);
    } finally {
      pumping = false;
    }
    // Without a handler the rest waits for one: a channel may end before its first handler is there.
    if (finishing && isReady()) {
      ended = true;
      events.onFinished(reader.bufferedBytes === 0);
    }
  };

  const onMessage = (event: StreamMessageEvent) => {
    if (ended) return;
    const { data } = event;
    if (data instanceof Uint8Array) reader.push(data);
    else for (const chunk of data) reader.push(chunk);
    pump();
  };
  stream.addEventListener('message', onMessage);

  return {
    handleWith(next) {
      handler = next;
      // Never inside the caller's turn: who sets a handler has not finished setting up.
      if (next !== undefined) queueMicrotask(pump);
    },
    finish() {
      if (finishing) return;
      finishing = true;
      resumeReading();
      pump();
    },
    end() {
      ended = true;
      stream.removeEventListener('message', onMessage);
    },
  };
};
