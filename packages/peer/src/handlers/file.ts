/** file.*: handing files over, reading them, and how those on their way stand. */
import { nativePrimitives as primitives } from '@plexi/crypto/native';
import type { Handlers } from '@plexi/operations';
import { type AccountId, type FilePreview, fileIdOf, type Hlc, plexiError, ZERO_HLC } from '@plexi/protocol';
import type { Client } from '../client/client.ts';
import { describeFile } from '../file/describe.ts';
import { type Parcel, parcelOf } from '../file/parcel.ts';
import type { SharedFile } from '../space/shared-files.ts';
import type { Space } from '../space/space.ts';
import type { PeerContext } from './context.ts';
import { findLiveMessage, findMessage, findSpace, prepareWriting, spacesWithin } from './lookup.ts';
import { mentionsIn, post } from './message.ts';
import { findPlace, findWritablePlace, partsOf } from './place.ts';

const readPreview = (address: string | undefined): FilePreview | undefined => {
  const [, type, data] = /^data:(image\/(?:webp|jpeg|png));base64,(.+)$/.exec(address ?? '') ?? [];
  if (type === undefined || data === undefined) return undefined;
  return { type: type as FilePreview['type'], bytes: new Uint8Array(Buffer.from(data, 'base64')) };
};

const parcelFor = (space: Space, { manifest, channel, message }: SharedFile): Parcel =>
  parcelOf(fileIdOf(primitives, manifest), manifest, {
    space: space.id,
    channel,
    account: message.authorId as AccountId,
    clock: message.clock as Hlc,
  });

const findFile = async (
  context: PeerContext,
  name: string,
  id: string,
): Promise<{ client: Client; space: Space; file: SharedFile; parcel: Parcel }> => {
  const { client, space: parent } = await findSpace(context, name);
  for (const space of spacesWithin(client, parent)) {
    const file = await space.files.find(id);
    if (file !== undefined) return { client, space, file, parcel: parcelFor(space, file) };
  }
  throw plexiError('NOT_FOUND', { detail: 'file' });
};

/** The one among a space and its private channels that an upload is for, or a transfer of; the space itself where none is. */
const homeOf = async (
  context: PeerContext,
  name: string,
  id: string | undefined,
): Promise<{ client: Client; space: Space }> => {
  const { client, space: parent } = await findSpace(context, name);
  const files = client.files();
  const homes = spacesWithin(client, parent);
  const home = homes.find(
    ({ id: space }) =>
      id !== undefined &&
      (files.uploads.find(space, id) !== undefined ||
        files.status(space).some((transfer) => transfer.id === id)),
  );
  return { client, space: home ?? parent };
};

/** What a reader of one file after another part needs each time: looked up once for a while. */
const KNOWN_FILES = 32;
const KNOWN_MS = 5_000;

export const fileHandlers = (context: PeerContext) => {
  const known = new Map<string, { found: ReturnType<typeof findFile>; at: number }>();

  const recall = (name: string, id: string): ReturnType<typeof findFile> => {
    const key = `${name}/${id}`;
    const hit = known.get(key);
    if (hit !== undefined && context.now() - hit.at < KNOWN_MS) return hit.found;
    const found = findFile(context, name, id);
    found.catch(() => known.delete(key));
    known.set(key, { found, at: context.now() });
    for (const oldest of known.keys()) if (known.size > KNOWN_FILES) known.delete(oldest);
    return found;
  };

  return {
    'file.begin': async ({ space: name, channel, preview, width, height, modified, ...file }) => {
      const { client, space, channel: place } = await findWritablePlace(context, name, channel);
      const sides = width === undefined || height === undefined ? {} : { width, height };
      const { id, received } = await client.files().uploads.begin({
        modified,
        width: undefined,
        height: undefined,
        ...sides,
        ...file,
        space: space.id,
        channel: place,
        preview: readPreview(preview),
      });
      return { upload: id, received };
    },
    'file.put': async ({ space: name, upload, offset, data }) => {
      const { client, space } = await homeOf(context, name, upload);
      const bytes = new Uint8Array(Buffer.from(data, 'base64'));
      const { received } = await client.files().uploads.put(space.id, upload, offset, bytes);
      return { received };
    },
    'file.finish': async ({ space: name, uploads: ids, text = '', reply, channel: inChannel }) => {
      const { client, space } = await homeOf(context, name, ids[0]);
      await prepareWriting(client, space);
      const files = client.files();
      const [first] = ids.map((id) => files.uploads.find(space.id, id));
      if (first === undefined) throw plexiError('NOT_FOUND', { detail: 'upload' });
      const manifests = ids.map((id) => files.uploads.finish(space.id, id));
      const parent = reply === undefined ? undefined : (await findLiveMessage(context, name, reply)).message;
      if (parent !== undefined && (parent.space !== space.id || parent.channel !== first.channel))
        throw plexiError('INVALID_INPUT', { detail: 'reply: is in another channel' });
      const shown = inChannel ? ({ inChannel: true } as const) : {};
      const answer =
        parent === undefined ? {} : { parent: parent.id, root: parent.root ?? parent.id, ...shown };
      const extras = { ...mentionsIn(space, first.channel, text), ...answer, files: manifests };
      const { channel } = first;
      const place = { space: space.id, channel, account: client.self.account, clock: ZERO_HLC };
      const parcels = manifests.map((one) => parcelOf(fileIdOf(primitives, one), one, place));
      const message = await files.send(parcels, () => post(space, channel, { kind: 'post', text, extras }));
      await files.uploads.sent(space.id, ids);
      return message;
    },
    'file.cancel': async ({ space: name, id }) => {
      const { client, space } = await homeOf(context, name, id);
      await client.files().cancel(space.id, id);
      return {};
    },
    'file.read': async ({ space: name, id, offset, length }) => {
      const { client, file, parcel } = await recall(name, id);
      const bytes = await client.files().read(parcel, file.manifest, offset, length);
      const { buffer, byteOffset, byteLength } = bytes;
      return {
        data: Buffer.from(buffer, byteOffset, byteLength).toString('base64'),
        size: file.manifest.size,
      };
    },
    'file.show': async ({ space: name, id }) => {
      const { client, space: parent } = await findSpace(context, name);
      for (const space of spacesWithin(client, parent)) {
        const file = await space.files.find(id);
        const files = file === undefined ? await space.files.ofMessage(id) : [file];
        if (files.length > 0) return files.map(({ manifest }) => describeFile(primitives, manifest));
      }
      throw plexiError('NOT_FOUND', { detail: 'file' });
    },
    'file.list': async ({ space: name, channel, limit, before }) => {
      const parts = partsOf(await findPlace(context, name, channel));
      const end: Hlc | undefined =
        before === undefined ? undefined : (await findMessage(context, name, before)).message.clock;
      const found = await Promise.all(parts.map((part) => part.space.files.list(part.channel, limit, end)));
      const files = found.flat().sort((a, b) => b.message.clock - a.message.clock);
      return files.slice(0, limit).map(({ manifest, message: { id, author, time } }) => ({
        ...describeFile(primitives, manifest),
        message: id,
        author,
        time,
      }));
    },
    'file.status': async ({ space: name }) => {
      const { client, space } = await findSpace(context, name);
      return spacesWithin(client, space).flatMap(({ id }) => client.files().status(id));
    },
    'file.pause': async ({ space: name, id }) => {
      const { client, space } = await homeOf(context, name, id);
      return client.files().pause(space.id, id);
    },
    'file.resume': async ({ space: name, id }) => {
      const { client, parcel } = await findFile(context, name, id);
      return client.files().resume(parcel);
    },
  } satisfies Handlers;
};
