import { concatBytes, equalBytes, plexiError } from '@plexi/protocol';

/**
 * Who opens a stream greets first, who accepts it answers. The greeting settles which stream is the one channel
 * between two devices, also when both open at once or one of them has been restarted.
 */
export interface Greeting {
  /** Random per running network: tells a restarted device from one that opens again. */
  instance: Uint8Array;
  /** Rises with each opening of this instance. */
  opening: number;
  /** The accepting side's instance as the opener last met it; zeros if it has not. */
  metInstance: Uint8Array;
  /** The highest opening of that instance that the opener had seen when it greeted. */
  seenOpening: number;
}

export interface Answer {
  instance: Uint8Array;
  /** False: a stream in the other direction is kept instead. */
  accepted: boolean;
}

const VERSION = 1;
export const INSTANCE_BYTES = 16;
const GREETING_BYTES = 1 + INSTANCE_BYTES + 6 + INSTANCE_BYTES + 6;
const ANSWER_BYTES = 1 + INSTANCE_BYTES + 1;

const encodeCount = (count: number): Uint8Array => {
  const bytes = new Uint8Array(6);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, Math.floor(count / 2 ** 32));
  view.setUint32(2, count % 2 ** 32);
  return bytes;
};

const decodeCount = (bytes: Uint8Array): number => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return view.getUint16(0) * 2 ** 32 + view.getUint32(2);
};

export const encodeGreeting = (greeting: Greeting): Uint8Array =>
  concatBytes(
    Uint8Array.of(VERSION),
    greeting.instance,
    encodeCount(greeting.opening),
    greeting.metInstance,
    encodeCount(greeting.seenOpening),
  );

/** Errors: FRAME_INVALID. */
export const decodeGreeting = (bytes: Uint8Array): Greeting => {
  if (bytes.length !== GREETING_BYTES || bytes[0] !== VERSION)
    throw plexiError('FRAME_INVALID', { detail: 'greeting' });
  const met = 1 + INSTANCE_BYTES + 6;
  return {
    instance: bytes.slice(1, 1 + INSTANCE_BYTES),
    opening: decodeCount(bytes.subarray(1 + INSTANCE_BYTES, met)),
    metInstance: bytes.slice(met, met + INSTANCE_BYTES),
    seenOpening: decodeCount(bytes.subarray(met + INSTANCE_BYTES)),
  };
};

export const encodeAnswer = (answer: Answer): Uint8Array =>
  concatBytes(Uint8Array.of(VERSION), answer.instance, Uint8Array.of(answer.accepted ? 1 : 0));

/** Errors: FRAME_INVALID. */
export const decodeAnswer = (bytes: Uint8Array): Answer => {
  const verdict = bytes[ANSWER_BYTES - 1];
  if (bytes.length !== ANSWER_BYTES || bytes[0] !== VERSION || (verdict !== 0 && verdict !== 1)) {
    throw plexiError('FRAME_INVALID', { detail: 'answer' });
  }
  return { instance: bytes.slice(1, 1 + INSTANCE_BYTES), accepted: verdict === 1 };
};

/** What the accepting side knows when a greeting arrives. */
export interface Acquaintance {
  instance: Uint8Array;
  metInstance: Uint8Array;
  seenOpening: number;
  /** Our own stream to that device that is being opened or is the channel, by its opening; 0 if there is none. */
  ownOpening: number;
  /** Whether our device id is the lower of the two. */
  isLower: boolean;
}

/**
 * Whether to accept: always, except a repeated greeting, and one that crossed with our own opening when we are the
 * lower device (the stream that the lower device opened is kept). An opener that had seen our stream and opens
 * another nevertheless has lost it, or has a better way: then the newer one counts.
 */
export const acceptsGreeting = (greeting: Greeting, known: Acquaintance): boolean => {
  const isSameInstance = equalBytes(greeting.instance, known.metInstance);
  if (isSameInstance && greeting.opening <= known.seenOpening) return false;
  if (known.ownOpening === 0) return true;
  const knewOurs =
    equalBytes(greeting.metInstance, known.instance) && greeting.seenOpening >= known.ownOpening;
  const isRestarted = !isSameInstance && known.metInstance.some((byte) => byte !== 0);
  return knewOurs || isRestarted || !known.isLower;
};
