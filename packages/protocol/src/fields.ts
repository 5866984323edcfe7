/** Schema fields that CBOR messages share: bytes outside, typed values inside. */
import { z } from 'zod';
import { utf8 } from './bytes.ts';
import { isHlc } from './clock.ts';
import { ID_BYTES, idFromBytes, idToBytes, isId } from './ids.ts';
import { LIMITS } from './limits.ts';

const byteString = z.custom<Uint8Array>((value) => value instanceof Uint8Array);

/** Exactly `length` bytes. */
export const fixedBytes = (length: number) => byteString.refine((bytes) => bytes.length === length);

/** From nothing to `limit` bytes. */
export const boundedBytes = (limit: number) => byteString.refine((bytes) => bytes.length <= limit);

/** An id: 32 bytes outside, hexadecimal inside. */
export const idField = <Id extends string>() =>
  z.codec(fixedBytes(ID_BYTES), z.custom<Id>(isId), {
    decode: (bytes) => idFromBytes<Id>(bytes),
    encode: (id) => idToBytes(id),
  });

/** Milliseconds since 1970, within what a hybrid clock can hold. */
export const msField = z.int().refine((ms) => isHlc(ms * 1024));

/** A name, at most 128 bytes of UTF-8. */
export const nameField = z.string().refine((text) => utf8(text).length <= LIMITS.nameBytes);

/** A multiaddr's text; whether it can be dialled is the network's question. */
export const addressField = z
  .string()
  .startsWith('/')
  .refine((text) => utf8(text).length <= LIMITS.addressBytes);
