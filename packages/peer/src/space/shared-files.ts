/** Finding the files of a space by the messages that carry them. */
import type { Message } from '@plexi/operations';
import { type ChannelId, type FileManifest, fileIdOf, fromUtf8, type Hlc } from '@plexi/protocol';
import { channelFilesKind, clockKey, FILE_KIND } from '../file/describe.ts';
import type { SpaceContext } from './context.ts';
import { extrasOf } from './extras.ts';
import type { Messages } from './messages.ts';

export interface SharedFile {
  manifest: FileManifest;
  channel: ChannelId;
  message: Message;
}

export interface SharedFiles {
  /** By its id; undefined where its message is gone. */
  find(id: string): Promise<SharedFile | undefined>;
  /** Those of a message. */
  ofMessage(id: string): Promise<SharedFile[]>;
  /** The newest files of a channel, newest first, or those before a time. */
  list(channel: ChannelId, limit: number, before: Hlc | undefined): Promise<SharedFile[]>;
}

export const createSharedFiles = (context: SpaceContext, messages: Messages): SharedFiles => {
  const { store, space, primitives } = context;

  const ofMessage = async (id: string): Promise<SharedFile[]> => {
    const stored = await messages.stored(id);
    const { files = [] } = stored === undefined || stored.dropped ? {} : extrasOf(stored);
    const message = files.length === 0 ? undefined : await messages.find(id);
    if (stored === undefined || message === undefined || message.deleted === true) return [];
    return files.map((manifest) => ({ manifest, channel: stored.channel, message }));
  };

  const findIn = async (message: string, id: string): Promise<SharedFile | undefined> =>
    (await ofMessage(message)).find(({ manifest }) => fileIdOf(primitives, manifest) === id);

  return {
    ofMessage,
    find: async (id) => {
      const message = await store.record(space, FILE_KIND, id);
      return message === undefined ? undefined : findIn(fromUtf8(message), id);
    },
    list: async (channel, limit, before) => {
      const records = await store.records(space, channelFilesKind(channel));
      const end = before === undefined ? undefined : clockKey(before);
      const found: SharedFile[] = [];
      for (const { key, value } of records.toReversed()) {
        if (found.length >= limit) break;
        if (end !== undefined && key >= end) continue;
        const file = await findIn(fromUtf8(value), key.slice(key.indexOf('/') + 1));
        if (file !== undefined) found.push(file);
      }
      return found;
    },
  };
};
