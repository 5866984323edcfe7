/** What one side of a blob channel gives and takes in [N6]: to members what they ask for, from members what there is room for. */
import {
  type AccountId,
  type BlobFrame,
  type ChannelId,
  type ErrorCode,
  isPlexiError,
  LIMITS,
  type Primitives,
  plexiError,
  type SpaceId,
  toHex,
} from '@plexi/protocol';
import type { BlobPlace, BlobStore } from './blob-store.ts';

/** What the other side may do here, in one space. */
interface BlobRights {
  /** Whether it may read chunks, and learn which are here. */
  read: boolean;
  /** The account that it may put chunks of a channel's messages for; undefined where it may not. */
  putIn: (channel: ChannelId) => AccountId | undefined;
}

export interface BlobServerDependencies {
  primitives: Primitives;
  blobs: BlobStore;
  rights: (space: SpaceId) => BlobRights;
  /** Takes so many bytes off what a space may still store; false where there is no room. Negative gives back. */
  reserve: (space: SpaceId, bytes: number) => boolean;
  send: (space: SpaceId, frame: BlobFrame) => boolean;
  drained: () => Promise<void>;
}

type Asked = Extract<BlobFrame, { kind: 'ask' | 'get' | 'put' | 'part' }>;

export interface BlobServer {
  /** Throws FRAME_INVALID or BLOB_MISMATCH: the other side's fault, and the channel's end. */
  handle(space: SpaceId, frame: Asked): void;
  close(): void;
}

interface Gift {
  space: SpaceId;
  hash: string;
  account: AccountId;
  of: BlobPlace;
  bytes: Uint8Array;
  filled: number;
  timer: NodeJS.Timeout;
}

/** What is read of a chunk in one go. */
const BLOCK_BYTES = 4 * LIMITS.blobPieceBytes;

export const createBlobServer = (dependencies: BlobServerDependencies): BlobServer => {
  const { primitives, blobs, rights, reserve, send } = dependencies;
  const gifts = new Map<number, Gift>();
  let storing = 0;
  let giving = 0;
  let closed = false;
  const isOpen = (): boolean => !closed;

  const refuse = (space: SpaceId, number: number, code: ErrorCode): void => {
    if (!closed) send(space, { kind: 'refused', number, code });
  };

  const letGo = (number: number): Gift | undefined => {
    const gift = gifts.get(number);
    gifts.delete(number);
    clearTimeout(gift?.timer);
    return gift;
  };

  const give = async (space: SpaceId, { number, hash, offset, length }: Asked & { kind: 'get' }) => {
    const end = offset + length;
    for (let at = offset; at < end && isOpen(); ) {
      const block = await blobs.read(space, hash, at, Math.min(BLOCK_BYTES, end - at));
      if (block === undefined) return refuse(space, number, 'BLOB_UNKNOWN');
      for (let from = 0; from < block.length && isOpen(); from += LIMITS.blobPieceBytes) {
        const bytes = block.subarray(from, from + LIMITS.blobPieceBytes);
        if (!send(space, { kind: 'piece', number, offset: at + from, bytes })) await dependencies.drained();
      }
      at += block.length;
    }
  };

  const onGet = (space: SpaceId, frame: Asked & { kind: 'get' }): void => {
    if (!rights(space).read) return refuse(space, frame.number, 'PEER_REFUSED');
    if (giving >= LIMITS.blobGets) return refuse(space, frame.number, 'TOO_BUSY');
    giving++;
    give(space, frame)
      // The channel is gone, or the disk: who asked asks another.
      .catch((error: unknown) => {
        if (!isPlexiError(error) || error.code !== 'CHANNEL_CLOSED')
          refuse(space, frame.number, 'STORE_FAILED');
      })
      .finally(() => giving--);
  };

  const onPut = (space: SpaceId, { number, hash, length, channel, clock }: Asked & { kind: 'put' }): void => {
    const account = rights(space).putIn(channel);
    if (account === undefined) return refuse(space, number, 'PEER_REFUSED');
    const of = { channel, clock };
    if (blobs.size(space, hash) === length) {
      blobs
        .keepFor(space, hash, of)
        .then(() => closed || send(space, { kind: 'go', number, offset: length }))
        .catch(() => refuse(space, number, 'STORE_FAILED'));
      return;
    }
    if (gifts.has(number)) throw plexiError('FRAME_INVALID', { detail: 'put twice' });
    if (gifts.size + storing >= LIMITS.blobPuts) return refuse(space, number, 'TOO_BUSY');
    if (!reserve(space, length)) return refuse(space, number, 'RELAY_QUOTA');
    const giveUp = (): void => {
      if (letGo(number) === undefined) return;
      reserve(space, -length);
      refuse(space, number, 'TIMED_OUT');
    };
    const timer = setTimeout(giveUp, LIMITS.blobIdleMs);
    gifts.set(number, { space, hash, account, of, bytes: new Uint8Array(length), filled: 0, timer });
    send(space, { kind: 'go', number, offset: 0 });
  };

  const store = async (number: number, { space, hash, account, of, bytes }: Gift): Promise<void> => {
    storing++;
    try {
      await blobs.keep(space, hash, bytes, { account, of });
      if (!closed) send(space, { kind: 'ok', number });
    } catch {
      reserve(space, -bytes.length);
      refuse(space, number, 'STORE_FAILED');
    } finally {
      storing--;
    }
  };

  const onPart = (space: SpaceId, { number, offset, bytes }: Asked & { kind: 'part' }): void => {
    const gift = gifts.get(number);
    // It came too late: it was given up here.
    if (gift === undefined) return;
    if (gift.space !== space || offset !== gift.filled || offset + bytes.length > gift.bytes.length)
      throw plexiError('FRAME_INVALID', { detail: 'part' });
    gift.bytes.set(bytes, offset);
    gift.filled += bytes.length;
    gift.timer.refresh();
    if (gift.filled < gift.bytes.length) return;
    letGo(number);
    if (toHex(primitives.sha256(gift.bytes)) !== gift.hash) {
      reserve(space, -gift.bytes.length);
      throw plexiError('BLOB_MISMATCH');
    }
    void store(number, gift);
  };

  return {
    handle: (space, frame) => {
      switch (frame.kind) {
        case 'ask': {
          const { read } = rights(space);
          const held = frame.hashes.map((hash) => read && blobs.size(space, hash) !== undefined);
          send(space, { kind: 'have', number: frame.number, held });
          return;
        }
        case 'get':
          return onGet(space, frame);
        case 'put':
          return onPut(space, frame);
        case 'part':
          return onPart(space, frame);
      }
    },
    close: () => {
      closed = true;
      for (const [number, { space, bytes }] of gifts) {
        letGo(number);
        reserve(space, -bytes.length);
      }
    },
  };
};
