/**
 * An entry's signature and header as the store keeps them: without what stands elsewhere in the store already. A header's
 * version, log and sequence are those of its row's log, and few epochs have many entries, so rows refer to them by number.
 *
 *   signature 64 | 1 | epoch's number, varint | body length, varint | clock 7 | previous 32 | key commitment 32 | body hash 32 | heads
 *   signature 64 | 0 | the header as it is, where it is of another form
 *
 * What is unpacked are the bytes that were packed, or the packed form would not have been chosen [L1].
 */
import { ID_BYTES, plexiError, SIGNATURE_BYTES } from '@plexi/protocol';

const WHOLE = 0;
const PACKED = 1;
/** Where fields stand in a header: `packages/protocol/src/entry/header.ts`. */
const AT = {
  logId: 1,
  sequence: 33,
  previous: 39,
  clock: 71,
  epoch: 79,
  commitment: 111,
  bodyLength: 175,
  count: 179,
  heads: 180,
};
const VERSION = 1;
/** Epochs are numbered, and bodies measured, in at most so much; heads are counted in a byte. */
const LARGEST = 0xffffffff;
const MOST_HEADS = 0xff;
const CLOCK_BYTES = 7;
const HASHES_BYTES = 2 * ID_BYTES;

/** Where a header belongs, for what it need not say itself. */
export interface HeaderPlace {
  logId: Uint8Array;
  sequence: number;
}

const varintBytes = (value: number): number => (value < 0x80 ? 1 : 1 + varintBytes(Math.floor(value / 0x80)));

const putVarint = (bytes: Buffer, at: number, value: number): number => {
  let [place, rest] = [at, value];
  for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) bytes[place++] = (rest % 0x80) | 0x80;
  bytes[place++] = rest;
  return place;
};

const readVarint = (bytes: Buffer, at: number): [value: number, end: number] => {
  let [value, factor, place] = [0, 1, at];
  for (;;) {
    const byte = bytes[place++];
    if (byte === undefined) throw plexiError('STORE_CORRUPT', { detail: 'a header is cut off' });
    value += (byte & 0x7f) * factor;
    if (value > LARGEST) throw plexiError('STORE_CORRUPT', { detail: 'a number in a header' });
    if (byte < 0x80) return [value, place];
    factor *= 0x80;
  }
};

const bufferOf = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** Whether packing this header and unpacking it again gives its bytes. */
const isUsual = (header: Buffer, { logId, sequence }: HeaderPlace): boolean =>
  header.length >= AT.heads &&
  header[0] === VERSION &&
  header[AT.clock] === 0 &&
  header.readUIntBE(AT.sequence, 6) === sequence &&
  header.length === AT.heads + (header[AT.count] as number) * ID_BYTES &&
  header.compare(logId, 0, ID_BYTES, AT.logId, AT.sequence) === 0;

/** `numberOf` gives the number of an epoch. */
export const packHeader = (
  signature: Uint8Array,
  header: Uint8Array,
  place: HeaderPlace,
  numberOf: (epoch: Uint8Array) => number,
): Uint8Array => {
  const from = bufferOf(header);
  if (!isUsual(from, place)) return Buffer.concat([signature, Buffer.of(WHOLE), header]);
  const epoch = numberOf(from.subarray(AT.epoch, AT.commitment));
  const bodyLength = from.readUInt32BE(AT.bodyLength);
  const numbers = 1 + varintBytes(epoch) + varintBytes(bodyLength) + CLOCK_BYTES;
  const packed = Buffer.allocUnsafe(
    SIGNATURE_BYTES + numbers + ID_BYTES + HASHES_BYTES + from.length - AT.heads,
  );
  packed.set(signature);
  packed[SIGNATURE_BYTES] = PACKED;
  let at = putVarint(packed, putVarint(packed, SIGNATURE_BYTES + 1, epoch), bodyLength);
  at += from.copy(packed, at, AT.clock + 1, AT.epoch);
  at += from.copy(packed, at, AT.previous, AT.clock);
  at += from.copy(packed, at, AT.commitment, AT.bodyLength);
  from.copy(packed, at, AT.heads);
  return packed;
};

/** Undoes `packHeader`. Throws STORE_CORRUPT where it could not have written that. */
export const unpackHeader = (
  stored: Uint8Array,
  place: HeaderPlace,
  epochOf: (number: number) => Uint8Array,
): { signature: Uint8Array; header: Uint8Array } => {
  const packed = bufferOf(stored);
  if (packed.length <= SIGNATURE_BYTES) throw plexiError('STORE_CORRUPT', { detail: 'a header is cut off' });
  const signature = new Uint8Array(packed.subarray(0, SIGNATURE_BYTES));
  if (packed[SIGNATURE_BYTES] === WHOLE) {
    return { signature, header: new Uint8Array(packed.subarray(SIGNATURE_BYTES + 1)) };
  }
  const [epoch, afterEpoch] = readVarint(packed, SIGNATURE_BYTES + 1);
  const [bodyLength, clock] = readVarint(packed, afterEpoch);
  const previous = clock + CLOCK_BYTES;
  const hashes = previous + ID_BYTES;
  const heads = hashes + HASHES_BYTES;
  const count = (packed.length - heads) / ID_BYTES;
  if (packed[SIGNATURE_BYTES] !== PACKED || count < 0 || count > MOST_HEADS || !Number.isInteger(count))
    throw plexiError('STORE_CORRUPT', { detail: 'a header of no known form' });
  const header = Buffer.alloc(AT.heads + packed.length - heads);
  header[0] = VERSION;
  header.set(place.logId, AT.logId);
  header.writeUIntBE(place.sequence, AT.sequence, 6);
  packed.copy(header, AT.previous, previous, hashes);
  packed.copy(header, AT.clock + 1, clock, previous);
  header.set(epochOf(epoch), AT.epoch);
  packed.copy(header, AT.commitment, hashes, heads);
  header.writeUInt32BE(bodyLength, AT.bodyLength);
  header[AT.count] = count;
  packed.copy(header, AT.heads, heads);
  return { signature, header: new Uint8Array(header.buffer, header.byteOffset, header.byteLength) };
};

/** Bytes of the header that was packed. */
export const headerBytes = (stored: Uint8Array): number => {
  if (stored[SIGNATURE_BYTES] === WHOLE) return stored.length - SIGNATURE_BYTES - 1;
  const packed = bufferOf(stored);
  const clock = readVarint(packed, readVarint(packed, SIGNATURE_BYTES + 1)[1])[1];
  return AT.heads + packed.length - (clock + CLOCK_BYTES + ID_BYTES + HASHES_BYTES);
};
