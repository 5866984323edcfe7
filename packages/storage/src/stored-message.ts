import type { ChannelId, DeviceId, EntryId, Hlc, LogId, SpaceId } from '@plexi/protocol';

/** A message of a folded timeline, in plain text: it is in the database only, which is encrypted. */
export interface StoredMessage {
  /** Unique within the space. */
  id: string;
  space: SpaceId;
  channel: ChannelId;
  clock: Hlc;
  entry: EntryId;
  /** Place among the messages of one entry, from 0. */
  part: number;
  logId: LogId;
  sequence: number;
  /** Whose entry it is: of an import, who imported it. */
  device: DeviceId;
  kind: 'post' | 'import';
  /** Of an import: the author's name as the file gave it. */
  author: string | undefined;
  /** Of an import: the time as the file gave it. */
  time: string | undefined;
  text: string;
  /** The message that its thread began with. */
  root: string | undefined;
  /** Whether it is shown in its thread only. */
  apart: boolean;
  /** For looking by: what the text and extras hold, and whether they name this profile's account. */
  hasFile: boolean;
  hasLink: boolean;
  mentionsSelf: boolean;
  /** What the post says beyond its text, encoded. */
  extras: Uint8Array | undefined;
  /** [L4] Its body is gone: this is what is left. */
  dropped: boolean;
}
