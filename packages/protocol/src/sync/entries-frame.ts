/** The `entries` frame: many entries of one log, as bytes. */
import { type RawEntry, SIGNATURE_BYTES } from '../entry/entry.ts';
import type { LogRef } from '../entry/log.ts';
import { plexiError } from '../errors.ts';
import { type ChannelId, type DeviceId, ID_BYTES, idFromBytes, idToBytes } from '../ids.ts';
import { LIMITS } from '../limits.ts';

const DROPPED = 0xffffffff;
const LOG_BYTES = ID_BYTES * 2 + 2;

/** Bytes that an entry takes in an `entries` frame; what credit counts. */
export const entryWireBytes = (entry: RawEntry): number =>
  2 + entry.header.length + SIGNATURE_BYTES + 4 + (entry.body?.length ?? 0);

export const encodeEntries = (log: LogRef, entries: readonly RawEntry[]): Uint8Array => {
  let length = LOG_BYTES + 2;
  for (const entry of entries) length += entryWireBytes(entry);
  const bytes = new Uint8Array(length);
  const view = new DataView(bytes.buffer);
  bytes.set(idToBytes(log.channel), 0);
  bytes.set(idToBytes(log.device), ID_BYTES);
  view.setUint16(ID_BYTES * 2, log.generation);
  view.setUint16(LOG_BYTES, entries.length);
  let at = LOG_BYTES + 2;
  for (const entry of entries) {
    view.setUint16(at, entry.header.length);
    bytes.set(entry.header, at + 2);
    at += 2 + entry.header.length;
    bytes.set(entry.signature, at);
    at += SIGNATURE_BYTES;
    view.setUint32(at, entry.body?.length ?? DROPPED);
    at += 4;
    if (entry.body !== undefined) {
      bytes.set(entry.body, at);
      at += entry.body.length;
    }
  }
  return bytes;
};

export const decodeEntries = (bytes: Uint8Array): { kind: 'entries'; log: LogRef; entries: RawEntry[] } => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const truncated = () => plexiError('FRAME_INVALID', { detail: 'entries are truncated' });
  if (bytes.length < LOG_BYTES + 2) throw truncated();
  const count = view.getUint16(LOG_BYTES);
  if (count > LIMITS.batchEntries) throw plexiError('FRAME_INVALID', { detail: 'too many entries' });
  const entries: RawEntry[] = [];
  let at = LOG_BYTES + 2;
  const take = (length: number): Uint8Array => {
    if (at + length > bytes.length) throw truncated();
    const part = bytes.subarray(at, at + length);
    at += length;
    return part;
  };
  for (let i = 0; i < count; i++) {
    take(2);
    const header = take(view.getUint16(at - 2));
    const signature = take(SIGNATURE_BYTES);
    take(4);
    const bodyLength = view.getUint32(at - 4);
    entries.push({ header, signature, body: bodyLength === DROPPED ? undefined : take(bodyLength) });
  }
  if (at !== bytes.length) throw plexiError('FRAME_INVALID', { detail: 'bytes behind the entries' });
  const log = {
    channel: idFromBytes<ChannelId>(bytes.subarray(0, ID_BYTES)),
    device: idFromBytes<DeviceId>(bytes.subarray(ID_BYTES, ID_BYTES * 2)),
    generation: view.getUint16(ID_BYTES * 2),
  };
  return { kind: 'entries', log, entries };
};
