/**
 * CBOR (RFC 8949) in its deterministic form: one value, one encoding. Bytes from outside are checked by `checkCbor` before
 * anything is built from them, so that a decoder's leniency is never a way to spell one act twice.
 */
import { decode, encode, Tokenizer } from 'cborg';
import { z } from 'zod';
import { fromUtf8 } from './bytes.ts';
import { type ErrorCode, plexiError } from './errors.ts';

const MAX_DEPTH = 16;

const refuse = (detail: string): never => {
  throw new TypeError(detail);
};

/** Encodes integers, strings, bytes, booleans, null, arrays and maps; anything else is a `TypeError`. */
export const encodeCbor = (value: unknown): Uint8Array =>
  encode(value, {
    typeEncoders: {
      undefined: () => refuse('CBOR holds no undefined'),
      number: (number: unknown) => (Number.isSafeInteger(number) ? null : refuse('CBOR holds integers only')),
      bigint: () => refuse('CBOR holds integers only'),
    },
  });

/** Of two encoded map keys, which comes first (RFC 7049 section 3.9: the shorter, then bytewise). */
const keysAscend = (bytes: Uint8Array, first: [number, number], second: [number, number]): boolean => {
  const lengths = first[1] - first[0] - (second[1] - second[0]);
  if (lengths !== 0) return lengths < 0;
  for (let i = 0; first[0] + i < first[1]; i++) {
    const difference = (bytes[first[0] + i] as number) - (bytes[second[0] + i] as number);
    if (difference !== 0) return difference < 0;
  }
  return false;
};

/** Walks one item from `at` and gives the place behind it; a `TypeError` where it isn't in deterministic form. */
const checkItem = (bytes: Uint8Array, at: number, depth: number): number => {
  if (depth > MAX_DEPTH) refuse('nested too deeply');
  const initial = bytes[at++];
  if (initial === undefined) return refuse('truncated');
  const major = initial >> 5;
  const minor = initial & 31;
  if (major === 7) return minor >= 20 && minor <= 22 ? at : refuse('float or simple value');
  if (major === 6) return refuse('tag');
  let argument = minor;
  if (minor >= 24) {
    if (minor > 27) return refuse('indefinite length');
    const width = 1 << (minor - 24);
    if (at + width > bytes.length) return refuse('truncated');
    argument = 0;
    for (let i = 0; i < width; i++) argument = argument * 256 + (bytes[at++] as number);
    const least = width === 1 ? 24 : 2 ** (width * 4);
    if (argument < least || !Number.isSafeInteger(argument))
      return refuse('integer not in its shortest form');
  }
  if (major <= 1) return at;
  if (argument > bytes.length - at) return refuse('truncated');
  if (major === 2) return at + argument;
  if (major === 3) {
    fromUtf8(bytes.subarray(at, at + argument));
    return at + argument;
  }
  if (major === 4) {
    for (let i = 0; i < argument; i++) at = checkItem(bytes, at, depth + 1);
    return at;
  }
  let last: [number, number] | undefined;
  for (let i = 0; i < argument; i++) {
    if (at < bytes.length && (bytes[at] as number) >> 5 !== 3) return refuse('map key is not text');
    const key: [number, number] = [at, checkItem(bytes, at, depth + 1)];
    if (last !== undefined && !keysAscend(bytes, last, key))
      return refuse('map keys repeat or are out of order');
    last = key;
    at = checkItem(bytes, key[1], depth + 1);
  }
  return at;
};

/** Has strings keep their bytes, since cborg's own reading of them drops a leading U+FEFF. */
const DECODE_OPTIONS = {
  strict: true,
  allowBigInt: false,
  allowUndefined: false,
  allowIndefinite: false,
  retainStringBytes: true,
};

/** Reads tokens as cborg does, text in full: without U+FEFF before it a map key would have two spellings. */
const tokenizerOf = (bytes: Uint8Array) => {
  // A Buffer's slices would be views of it.
  const plain = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const tokenizer = new Tokenizer(plain, DECODE_OPTIONS);
  return {
    pos: () => tokenizer.pos(),
    done: () => tokenizer.done(),
    next: () => {
      const token = tokenizer.next();
      const kept = token.byteValue;
      if (kept?.[0] === 0xef && kept[1] === 0xbb && kept[2] === 0xbf) token.value = fromUtf8(kept);
      return token;
    },
  };
};

/**
 * Decodes bytes of deterministic CBOR: no floats, tags, undefined, indefinite lengths, repeated or unsorted keys, integers
 * beyond the safe ones, nesting beyond 16. Throws `code` where they are longer than `limit` or anything else than that.
 */
export const decodeCbor = (bytes: Uint8Array, limit: number, code: ErrorCode = 'FRAME_INVALID'): unknown => {
  if (bytes.length > limit) throw plexiError(code, { detail: 'larger than the limit' });
  try {
    if (checkItem(bytes, 0, 0) !== bytes.length) refuse('something follows');
    return decode(bytes, { ...DECODE_OPTIONS, tokenizer: tokenizerOf(bytes) });
  } catch (cause) {
    throw plexiError(code, { cause, detail: 'not in deterministic CBOR' });
  }
};

/** Decodes bytes and parses what they hold by `schema`; throws `code` for whatever is wrong with either. */
export const readCbor = <Schema extends z.ZodType>(
  schema: Schema,
  bytes: Uint8Array,
  limit: number,
  code: ErrorCode = 'FRAME_INVALID',
): z.output<Schema> => {
  const parsed = schema.safeParse(decodeCbor(bytes, limit, code));
  if (parsed.success) return parsed.data;
  const place = parsed.error.issues[0]?.path.join('.') ?? '';
  throw plexiError(code, { detail: place === '' ? 'not of the expected shape' : `field ${place}` });
};

/** The bytes of `value` as `schema` (of codecs) writes it. A value that the schema would not read back is a `ZodError`. */
export const writeCbor = <Schema extends z.ZodType>(schema: Schema, value: z.output<Schema>): Uint8Array =>
  encodeCbor(z.encode(schema, value));
