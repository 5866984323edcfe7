/** One blob channel to a device: what is asked of it, and what it asks of us. */
import type { Channel } from '@plexi/network';
import {
  type BlobFrame,
  decodeBlobFrame,
  ERROR_TABLE,
  type ErrorCode,
  encodeBlobFrame,
  LIMITS,
  type Primitives,
  plexiError,
  type SpaceId,
  toHex,
} from '@plexi/protocol';
import { type BlobServerDependencies, createBlobServer } from './blob-server.ts';
import type { BlobPlace } from './blob-store.ts';

/** A chunk that is being fetched: what came of it so far may have come from another device. */
export interface Fetching {
  hash: string;
  bytes: Uint8Array;
  filled: number;
}

/** A chunk that is given, and of which message it is. */
interface Gift extends BlobPlace {
  hash: string;
  bytes: Uint8Array;
}

export interface BlobLink {
  /** Which of at most LIMITS.blobsPerQuestion chunks the device has. */
  ask(space: SpaceId, hashes: readonly string[]): Promise<boolean[]>;
  /** Fills what is missing of a chunk and checks it. Rejects BLOB_MISMATCH with nothing of it kept, BLOB_UNKNOWN, TIMED_OUT … */
  get(space: SpaceId, fetching: Fetching, onBytes: () => void): Promise<void>;
  /** Gives a chunk; resolves when the device has it on disk. Rejects RELAY_QUOTA, TOO_BUSY … */
  put(space: SpaceId, gift: Gift, onBytes: (count: number) => void): Promise<void>;
  isOpen(): boolean;
}

export type BlobLinkDependencies = Omit<BlobServerDependencies, 'send' | 'drained'> & {
  primitives: Primitives;
};

type Answer = Extract<BlobFrame, { kind: 'have' | 'piece' | 'go' | 'ok' | 'refused' }>;

interface Question {
  space: SpaceId;
  timer: NodeJS.Timeout;
  answer(frame: Answer): void;
  reject(error: Error): void;
}

const readCode = (code: string): ErrorCode => (code in ERROR_TABLE ? (code as ErrorCode) : 'PEER_REFUSED');
const unexpected = (): Error => plexiError('FRAME_INVALID', { detail: 'not what was asked for' });

export const createBlobLink = (channel: Channel, dependencies: BlobLinkDependencies): BlobLink => {
  const questions = new Map<number, Question>();
  let number = 0;
  let open = true;

  const send = (space: SpaceId, frame: BlobFrame): boolean => channel.send(encodeBlobFrame(space, frame));
  const server = createBlobServer({ ...dependencies, send, drained: () => channel.drained() });

  /** Asks, and hands each answer to `take` until that says that it was the last one. */
  const question = <Result>(
    space: SpaceId,
    begin: (id: number) => void,
    take: (frame: Answer, done: (result: Result) => void) => void,
  ): Promise<Result> =>
    new Promise((resolve, reject) => {
      if (!open) return reject(plexiError('CHANNEL_CLOSED'));
      const id = (number = (number + 1) % 2 ** 32);
      const end = (): void => {
        clearTimeout(questions.get(id)?.timer);
        questions.delete(id);
      };
      const fail = (error: Error): void => {
        end();
        reject(error);
      };
      questions.set(id, {
        space,
        timer: setTimeout(() => fail(plexiError('TIMED_OUT')), LIMITS.blobIdleMs),
        reject: fail,
        answer: (frame) => {
          if (frame.kind === 'refused') return fail(plexiError(readCode(frame.code)));
          take(frame, (result) => {
            end();
            resolve(result);
          });
        },
      });
      try {
        begin(id);
      } catch (error) {
        fail(error instanceof Error ? error : plexiError('CHANNEL_CLOSED'));
      }
    });

  const onAnswer = (space: SpaceId, frame: Answer): void => {
    const asked = questions.get(frame.number);
    // It was given up meanwhile.
    if (asked === undefined || asked.space !== space) return;
    asked.timer.refresh();
    try {
      asked.answer(frame);
    } catch (error) {
      asked.reject(error instanceof Error ? error : unexpected());
      throw error;
    }
  };

  channel.onFrame((bytes) => {
    const { space, frame } = decodeBlobFrame(bytes);
    switch (frame.kind) {
      case 'ask':
      case 'get':
      case 'put':
      case 'part':
        server.handle(space, frame);
        return;
      default:
        onAnswer(space, frame);
    }
  });
  void channel.closed.then(() => {
    open = false;
    server.close();
    for (const asked of questions.values()) asked.reject(plexiError('CHANNEL_CLOSED'));
  });

  /** Sends the parts of a chunk, no faster than they leave. */
  const sendParts = async (
    space: SpaceId,
    id: number,
    bytes: Uint8Array,
    onBytes: (count: number) => void,
  ) => {
    for (let offset = 0; offset < bytes.length; offset += LIMITS.blobPieceBytes) {
      const asked = questions.get(id);
      if (asked === undefined) return;
      const part = bytes.subarray(offset, offset + LIMITS.blobPieceBytes);
      if (!send(space, { kind: 'part', number: id, offset, bytes: part })) await channel.drained();
      asked.timer.refresh();
      onBytes(part.length);
    }
  };

  return {
    isOpen: () => open,
    ask: (space, hashes) =>
      question(
        space,
        (id) => send(space, { kind: 'ask', number: id, hashes: [...hashes] }),
        (frame, done) => {
          if (frame.kind !== 'have' || frame.held.length !== hashes.length) throw unexpected();
          done(frame.held);
        },
      ),
    get: (space, fetching, onBytes) => {
      const { hash, bytes } = fetching;
      const offset = fetching.filled;
      return question<void>(
        space,
        (id) => send(space, { kind: 'get', number: id, hash, offset, length: bytes.length - offset }),
        (frame, done) => {
          if (frame.kind !== 'piece' || frame.offset !== fetching.filled) throw unexpected();
          if (frame.offset + frame.bytes.length > bytes.length) throw unexpected();
          bytes.set(frame.bytes, fetching.filled);
          fetching.filled += frame.bytes.length;
          onBytes();
          if (fetching.filled < bytes.length) return;
          if (toHex(dependencies.primitives.sha256(bytes)) !== hash) {
            fetching.filled = 0;
            const mismatch = plexiError('BLOB_MISMATCH');
            // Who gave all of it lied. Of two who gave a part each we can't say which: the question fails, the channel stays.
            if (offset === 0) throw mismatch;
            questions.get(frame.number)?.reject(mismatch);
            return;
          }
          done();
        },
      );
    },
    put: (space, { bytes, ...about }, onBytes) =>
      question<void>(
        space,
        (id) => send(space, { kind: 'put', number: id, ...about, length: bytes.length }),
        (frame, done) => {
          if (frame.kind === 'ok') return done();
          if (frame.kind !== 'go') throw unexpected();
          if (frame.offset === bytes.length) {
            onBytes(bytes.length);
            return done();
          }
          if (frame.offset !== 0) throw unexpected();
          // A channel that ends meanwhile ends the question too.
          void sendParts(space, frame.number, bytes, onBytes).catch(() => undefined);
        },
      ),
  };
};
