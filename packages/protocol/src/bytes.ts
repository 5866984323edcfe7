/** Byte strings: the few conversions that every codec needs, alike in Node and in a browser. */

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

const DIGITS = Array.from('0123456789abcdef', (digit) => digit.charCodeAt(0));
/** Spelling so many bytes at once: most are ids. */
const AT_ONCE = 32;
const codes: number[] = Array.from({ length: 2 * AT_ONCE }, () => 0);

/** Lowercase hexadecimal. Texts put together digit by digit are trees until somebody reads them, a kilobyte for an id. */
export const toHex = (bytes: Uint8Array): string => {
  let text = '';
  let at = 0;
  for (; bytes.length - at >= AT_ONCE; at += AT_ONCE) {
    for (let i = 0; i < AT_ONCE; i++) {
      const byte = bytes[at + i] as number;
      codes[2 * i] = DIGITS[byte >> 4] as number;
      codes[2 * i + 1] = DIGITS[byte & 15] as number;
    }
    text += String.fromCharCode.apply(undefined, codes);
  }
  for (; at < bytes.length; at++) text += HEX[bytes[at] as number] as string;
  return text;
};

const nibble = (code: number): number => {
  if (code >= 48 && code <= 57) return code - 48;
  if (code >= 97 && code <= 102) return code - 87;
  return -1;
};

/** The bytes of lowercase hexadecimal `text`, or `undefined` where it isn't that (uppercase is refused: one id, one spelling). */
export const fromHex = (text: string): Uint8Array | undefined => {
  if (text.length % 2 !== 0) return undefined;
  const bytes = new Uint8Array(text.length / 2);
  for (let i = 0; i < bytes.length; i++) {
    const high = nibble(text.charCodeAt(i * 2));
    const low = nibble(text.charCodeAt(i * 2 + 1));
    if (high < 0 || low < 0) return undefined;
    bytes[i] = high * 16 + low;
  }
  return bytes;
};

/** The parts one after the other. */
export const concatBytes = (...parts: Uint8Array[]): Uint8Array => {
  let length = 0;
  for (const part of parts) length += part.length;
  const joined = new Uint8Array(length);
  let offset = 0;
  for (const part of parts) {
    joined.set(part, offset);
    offset += part.length;
  }
  return joined;
};

/** Whether two byte strings are equal; leaves early, so for public values only. */
export const equalBytes = (a: Uint8Array, b: Uint8Array): boolean => {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
};

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** UTF-8 of `text`. */
export const utf8 = (text: string): Uint8Array => encoder.encode(text);

/** The text of UTF-8 `bytes`, a leading U+FEFF kept; throws a `TypeError` on invalid UTF-8. */
export const fromUtf8 = (bytes: Uint8Array): string => decoder.decode(bytes);

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** Unpadded base64url (RFC 4648 section 5). */
export const toBase64Url = (bytes: Uint8Array): string => {
  let text = '';
  for (let i = 0; i < bytes.length; i += 3) {
    const group = ((bytes[i] as number) << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
    text += ALPHABET[group >> 18] as string;
    text += ALPHABET[(group >> 12) & 63] as string;
    if (i + 1 < bytes.length) text += ALPHABET[(group >> 6) & 63] as string;
    if (i + 2 < bytes.length) text += ALPHABET[group & 63] as string;
  }
  return text;
};

/** The bytes of unpadded base64url `text`, or `undefined` where it isn't canonical. */
export const fromBase64Url = (text: string): Uint8Array | undefined => {
  if (text.length % 4 === 1) return undefined;
  const bytes = new Uint8Array(Math.floor((text.length * 3) / 4));
  let buffer = 0;
  let bits = 0;
  let offset = 0;
  for (const letter of text) {
    const value = ALPHABET.indexOf(letter);
    if (value < 0) return undefined;
    buffer = ((buffer << 6) | value) & 0xffffff;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      bytes[offset++] = (buffer >> bits) & 0xff;
    }
  }
  return toBase64Url(bytes) === text ? bytes : undefined;
};

/** Writes a whole number below 2^48 in six bytes, big-endian. */
export const putUint48 = (view: DataView, at: number, value: number): void => {
  view.setUint16(at, Math.floor(value / 2 ** 32));
  view.setUint32(at + 2, value % 2 ** 32);
};

export const uint48At = (view: DataView, at: number): number =>
  view.getUint16(at) * 2 ** 32 + view.getUint32(at + 2);
