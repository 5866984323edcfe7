/** A file on its way, as far as fetching and giving its chunks goes: no key, so nothing that opens it. */
import { sealedChunkLength } from '@plexi/crypto/sealing';
import {
  type AccountId,
  type ChannelId,
  type FileManifest,
  type Hlc,
  isHlc,
  LIMITS,
  plexiError,
  type SpaceId,
  ZERO_HLC,
} from '@plexi/protocol';
import type { Store, Write } from '@plexi/storage';
import { z } from 'zod';
import type { WantedChunk } from './courier.ts';

export interface Parcel {
  /** The file's id. */
  id: string;
  space: SpaceId;
  channel: ChannelId;
  name: string;
  size: number;
  hashes: string[];
  /** Whose the chunks are. */
  account: AccountId;
  /** Its message's; 0 until that is written. */
  clock: Hlc;
  paused: boolean;
}

type Direction = 'up' | 'down';

const kindOf = (direction: Direction): string => `file-${direction}`;

const parcelShape = z.object({
  id: z.string(),
  channel: z.string(),
  name: z.string(),
  size: z.number().max(LIMITS.fileBytes),
  hashes: z.array(z.string()),
  account: z.string(),
  clock: z.number().refine(isHlc).default(ZERO_HLC),
  paused: z.boolean(),
});

export const parcelOf = (
  id: string,
  { name, size, hashes }: FileManifest,
  place: Pick<Parcel, 'space' | 'channel' | 'account' | 'clock'>,
): Parcel => ({ id, ...place, name, size, hashes, paused: false });

/** The chunk at an index. */
export const chunkOf = (parcel: Parcel, index: number): WantedChunk => ({
  hash: parcel.hashes[index] ?? '',
  length: sealedChunkLength(parcel.size, index),
  account: parcel.account,
});

/** Remembers a parcel over restarts, or forgets it. */
export const parcelWrite = (direction: Direction, parcel: Parcel, kept = true): Write => {
  const { space, ...rest } = parcel;
  const value = kept ? new TextEncoder().encode(JSON.stringify(rest)) : undefined;
  return { type: 'record', scope: space, kind: kindOf(direction), key: parcel.id, value };
};

/** Parcels that were on their way when this last ended. Throws STORE_CORRUPT. */
export const readParcels = async (store: Store, space: SpaceId, direction: Direction): Promise<Parcel[]> =>
  (await store.records(space, kindOf(direction))).map(({ value }) => {
    const parsed = parcelShape.safeParse(JSON.parse(new TextDecoder().decode(value)));
    if (!parsed.success) throw plexiError('STORE_CORRUPT', { detail: 'a file on its way' });
    const { channel, account, ...rest } = parsed.data;
    return { ...rest, space, channel: channel as ChannelId, account: account as AccountId };
  });
