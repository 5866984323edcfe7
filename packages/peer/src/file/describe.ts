/** A file as views show it, and where the index of a space's files has it. */
import type { FileSummary } from '@plexi/operations';
import {
  type ChannelId,
  type FileManifest,
  fileIdOf,
  type Hlc,
  type Primitives,
  utf8,
} from '@plexi/protocol';
import type { StoredMessage, Write } from '@plexi/storage';

export const describeFile = (primitives: Primitives, manifest: FileManifest): FileSummary => {
  const { name, type, size, width, height, preview } = manifest;
  return {
    id: fileIdOf(primitives, manifest),
    name,
    type,
    size,
    ...(width === undefined || height === undefined ? {} : { width, height }),
    ...(preview === undefined
      ? {}
      : { preview: `data:${preview.type};base64,${Buffer.from(preview.bytes).toString('base64')}` }),
  };
};

/** The kind of record that says which message a file came with. */
export const FILE_KIND = 'file';
/** The kind of record that lists the files of a channel by time. */
export const channelFilesKind = (channel: ChannelId): string => `files:${channel}`;

/** Sorts as text as clocks sort. */
export const clockKey = (clock: Hlc): string => String(clock).padStart(16, '0');

/** Enters the files of a message into the index. */
export const indexFiles = (
  primitives: Primitives,
  { space, channel, clock, entry }: Pick<StoredMessage, 'space' | 'channel' | 'clock' | 'entry'>,
  files: readonly FileManifest[],
): Write[] =>
  files.flatMap((manifest): Write[] => {
    const id = fileIdOf(primitives, manifest);
    const record = { type: 'record' as const, scope: space, value: utf8(entry) };
    return [
      { ...record, kind: FILE_KIND, key: id },
      { ...record, kind: channelFilesKind(channel), key: `${clockKey(clock)}/${id}` },
    ];
  });
