/** Files that are being handed over, remembered over restarts: their keys stand in the encrypted store alone. */
import {
  type ChannelId,
  FILE_CHUNK_BYTES,
  type FilePreview,
  LIMITS,
  plexiError,
  type SpaceId,
  toHex,
} from '@plexi/protocol';
import type { Store, Write } from '@plexi/storage';
import { z } from 'zod';

export interface NewFile {
  space: SpaceId;
  channel: ChannelId;
  name: string;
  type: string;
  size: number;
  /** When it was last changed where it comes from, milliseconds since 1970: with name and size, which file it is. */
  modified: number | undefined;
  width: number | undefined;
  height: number | undefined;
  preview: FilePreview | undefined;
}

export interface UploadRecord extends NewFile {
  id: string;
  key: Uint8Array;
  /** Of the chunks that were sealed, in order. */
  hashes: string[];
  /** When a part of it came last, milliseconds since 1970. */
  touched: number;
}

const KIND = 'file-begun';
const HEX_32 = /^[0-9a-f]{64}$/;

const recordShape = z.object({
  channel: z.string(),
  name: z.string(),
  type: z.string(),
  size: z.int().min(0).max(LIMITS.fileBytes),
  modified: z.number().optional(),
  width: z.int().optional(),
  height: z.int().optional(),
  preview: z.object({ type: z.enum(['image/webp', 'image/jpeg', 'image/png']), data: z.base64() }).optional(),
  key: z.string().regex(HEX_32),
  hashes: z.array(z.string().regex(HEX_32)).max(LIMITS.fileBytes / FILE_CHUNK_BYTES),
  touched: z.number(),
});

export const uploadWrite = (upload: UploadRecord, kept = true): Write => {
  const { id, space, channel, name, type, size, modified, width, height, preview, key, hashes, touched } =
    upload;
  const record: z.infer<typeof recordShape> = {
    channel,
    name,
    type,
    size,
    modified,
    width,
    height,
    hashes,
    touched,
    key: toHex(key),
    preview:
      preview === undefined
        ? undefined
        : { type: preview.type, data: Buffer.from(preview.bytes).toString('base64') },
  };
  const value = kept ? new TextEncoder().encode(JSON.stringify(record)) : undefined;
  return { type: 'record', scope: space, kind: KIND, key: id, value };
};

const readPreview = (preview: z.infer<typeof recordShape>['preview']): FilePreview | undefined =>
  preview === undefined
    ? undefined
    : { type: preview.type, bytes: new Uint8Array(Buffer.from(preview.data, 'base64')) };

/** Those that an earlier run left. Throws STORE_CORRUPT. */
export const readUploads = async (store: Store, space: SpaceId): Promise<UploadRecord[]> =>
  (await store.records(space, KIND)).map(({ key: id, value }) => {
    const parsed = recordShape.safeParse(JSON.parse(new TextDecoder().decode(value)));
    if (!parsed.success) throw plexiError('STORE_CORRUPT', { detail: 'a file that is handed over' });
    const { channel, key, preview, modified, width, height, ...rest } = parsed.data;
    return {
      ...rest,
      id,
      space,
      modified,
      width,
      height,
      channel: channel as ChannelId,
      key: new Uint8Array(Buffer.from(key, 'hex')),
      preview: readPreview(preview),
    };
  });
