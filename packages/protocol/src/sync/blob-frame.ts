/**
 * [N6] The frames of `/plexi/blob/1`: sealed chunks of files, beside the sync stream, so that no message waits behind a file.
 * Each is: kind 1 | space id 32 | number 4 | payload. Who asks chooses the number; both sides may ask.
 *
 *   ask      hashes 32 each           which of these do you have?
 *   have     one byte each            0 or 1
 *   get      hash 32 | offset 4 | length 4
 *   piece    offset 4 | bytes         answers a get, in order
 *   put      hash 32 | channel 32 | length 4 | clock 8   may I give you this, of a message of that channel and clock?
 *   go       offset 4                 yes, from there on; the length: I have it
 *   part     offset 4 | bytes         of a put
 *   ok       nothing                  a put is stored durably
 *   refused  code                     a get or a put comes to nothing
 */
import { concatBytes, fromUtf8, toHex, utf8 } from '../bytes.ts';
import { type Hlc, isHlc } from '../clock.ts';
import { plexiError } from '../errors.ts';
import { type ChannelId, ID_BYTES, idFromBytes, idToBytes, type SpaceId } from '../ids.ts';
import { LIMITS } from '../limits.ts';

export const BLOB_PROTOCOL = '/plexi/blob/1';

export type BlobFrame =
  | { kind: 'ask'; number: number; hashes: string[] }
  | { kind: 'have'; number: number; held: boolean[] }
  | { kind: 'get'; number: number; hash: string; offset: number; length: number }
  | { kind: 'piece'; number: number; offset: number; bytes: Uint8Array }
  | { kind: 'put'; number: number; hash: string; length: number; channel: ChannelId; clock: Hlc }
  | { kind: 'go'; number: number; offset: number }
  | { kind: 'part'; number: number; offset: number; bytes: Uint8Array }
  | { kind: 'ok'; number: number }
  | { kind: 'refused'; number: number; code: string };

const KINDS = [
  'ask',
  'have',
  'get',
  'piece',
  'put',
  'go',
  'part',
  'ok',
  'refused',
] as const satisfies readonly BlobFrame['kind'][];

const HEAD_BYTES = 1 + ID_BYTES + 4;
const CODE_BYTES = 64;
const WORD = 2 ** 32;

const uint32 = (...numbers: number[]): Uint8Array => {
  const bytes = new Uint8Array(numbers.length * 4);
  const view = new DataView(bytes.buffer);
  numbers.forEach((number, i) => view.setUint32(i * 4, number));
  return bytes;
};

const payloadOf = (frame: BlobFrame): Uint8Array[] => {
  switch (frame.kind) {
    case 'ask':
      return frame.hashes.map(idToBytes);
    case 'have':
      return [Uint8Array.from(frame.held, (held) => (held ? 1 : 0))];
    case 'get':
      return [idToBytes(frame.hash), uint32(frame.offset, frame.length)];
    case 'put': {
      const clock = [Math.floor(frame.clock / WORD), frame.clock % WORD];
      return [idToBytes(frame.hash), idToBytes(frame.channel), uint32(frame.length, ...clock)];
    }
    case 'go':
      return [uint32(frame.offset)];
    case 'piece':
    case 'part':
      return [uint32(frame.offset), frame.bytes];
    case 'ok':
      return [];
    case 'refused':
      return [utf8(frame.code)];
  }
};

/** A frame's bytes. */
export const encodeBlobFrame = (space: SpaceId, frame: BlobFrame): Uint8Array =>
  concatBytes(
    new Uint8Array([KINDS.indexOf(frame.kind)]),
    idToBytes(space),
    uint32(frame.number),
    ...payloadOf(frame),
  );

const invalid = (kind: string) => plexiError('FRAME_INVALID', { detail: kind });

const readHashes = (payload: Uint8Array): string[] => {
  const count = payload.length / ID_BYTES;
  if (!Number.isInteger(count) || count < 1 || count > LIMITS.blobsPerQuestion) throw invalid('ask');
  return Array.from({ length: count }, (_, i) => toHex(payload.subarray(i * ID_BYTES, (i + 1) * ID_BYTES)));
};

/** Numbers at the end of a payload of exactly `before` bytes and they. */
const readNumbers = (kind: string, payload: Uint8Array, before: number, count: number): number[] => {
  if (payload.length !== before + count * 4) throw invalid(kind);
  const view = new DataView(payload.buffer, payload.byteOffset, payload.byteLength);
  return Array.from({ length: count }, (_, i) => view.getUint32(before + i * 4));
};

const within = (kind: string, value: number | undefined, least: number): number => {
  if (value === undefined || value < least || value > LIMITS.blobBytes) throw invalid(kind);
  return value;
};

const readPayload = (kind: BlobFrame['kind'], number: number, payload: Uint8Array): BlobFrame => {
  switch (kind) {
    case 'ask':
      return { kind, number, hashes: readHashes(payload) };
    case 'have':
      if (payload.length > LIMITS.blobsPerQuestion || payload.some((byte) => byte > 1)) throw invalid(kind);
      return { kind, number, held: Array.from(payload, (byte) => byte === 1) };
    case 'get': {
      const [offset, length] = readNumbers(kind, payload, ID_BYTES, 2);
      const hash = toHex(payload.subarray(0, ID_BYTES));
      return { kind, number, hash, offset: within(kind, offset, 0), length: within(kind, length, 1) };
    }
    case 'put': {
      const [length, high = 0, low = 0] = readNumbers(kind, payload, 2 * ID_BYTES, 3);
      const clock = high * WORD + low;
      if (!isHlc(clock)) throw invalid(kind);
      const hash = toHex(payload.subarray(0, ID_BYTES));
      const channel = idFromBytes<ChannelId>(payload.subarray(ID_BYTES, 2 * ID_BYTES));
      return { kind, number, hash, length: within(kind, length, 1), channel, clock };
    }
    case 'go':
      return { kind, number, offset: within(kind, readNumbers(kind, payload, 0, 1)[0], 0) };
    case 'piece':
    case 'part': {
      const bytes = payload.subarray(4);
      if (bytes.length < 1 || bytes.length > LIMITS.blobPieceBytes) throw invalid(kind);
      const [offset] = readNumbers(kind, payload.subarray(0, 4), 0, 1);
      return { kind, number, offset: within(kind, offset, 0), bytes };
    }
    case 'ok':
      if (payload.length > 0) throw invalid(kind);
      return { kind, number };
    case 'refused':
      if (payload.length > CODE_BYTES) throw invalid(kind);
      return { kind, number, code: fromUtf8(payload) };
  }
};

/** Parses a frame from a peer. Throws FRAME_INVALID. */
export const decodeBlobFrame = (bytes: Uint8Array): { space: SpaceId; frame: BlobFrame } => {
  const kind = KINDS[bytes[0] ?? -1];
  if (kind === undefined || bytes.length < HEAD_BYTES) throw invalid('kind');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const number = view.getUint32(1 + ID_BYTES);
  try {
    return {
      space: idFromBytes<SpaceId>(bytes.subarray(1, 1 + ID_BYTES)),
      frame: readPayload(kind, number, bytes.subarray(HEAD_BYTES)),
    };
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'FRAME_INVALID') throw error;
    throw plexiError('FRAME_INVALID', { cause: error, detail: kind });
  }
};
