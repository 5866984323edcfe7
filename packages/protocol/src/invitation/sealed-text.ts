/**
 * Secrets as text that people copy and paste: a scheme, then base64url( payload | first 6 bytes of its SHA-256 ). The
 * checksum is there so that a text cut off by a mail program is refused as a whole.
 */
import { concatBytes, equalBytes, fromBase64Url, toBase64Url } from '../bytes.ts';
import { plexiError } from '../errors.ts';
import type { Primitives } from '../primitives.ts';

const CHECKSUM_BYTES = 6;

/** One kind of such texts. */
export interface TextForm {
  /** `plexi://join/` and the like. */
  scheme: string;
  /** What the checksum is bound to. */
  context: Uint8Array;
  /** Characters that a text of this kind may have. */
  limit: number;
}

const checksum = (primitives: Primitives, form: TextForm, payload: Uint8Array): Uint8Array =>
  primitives.sha256(concatBytes(form.context, payload)).subarray(0, CHECKSUM_BYTES);

/** The payload as text. Throws INVALID_INPUT where it would be longer than its kind may be. */
export const writeText = (primitives: Primitives, form: TextForm, payload: Uint8Array): string => {
  const text = form.scheme + toBase64Url(concatBytes(payload, checksum(primitives, form, payload)));
  if (text.length > form.limit) throw plexiError('INVALID_INPUT', { detail: 'too long for a link' });
  return text;
};

/** What follows the scheme of our own, or the same in the fragment of any address. */
const encodedPart = (form: TextForm, text: string): string | undefined => {
  const trimmed = text
    .trim()
    .replace(/^<(.*)>$/s, '$1')
    .trim();
  if (trimmed.toLowerCase().startsWith(form.scheme)) return trimmed.slice(form.scheme.length);
  const marker = form.scheme.slice(form.scheme.indexOf('//') + 2);
  const at = Math.max(trimmed.lastIndexOf(`#${marker}`), trimmed.lastIndexOf(`#/${marker}`));
  return at < 0 ? undefined : trimmed.slice(at).replace(/^#\/?/, '').slice(marker.length);
};

/** Whether a text claims to be of this kind. */
export const isTextOf = (form: TextForm, text: string): boolean => encodedPart(form, text) !== undefined;

/** Reads a pasted text, with whatever white space or angle brackets came along. Throws INVITE_INVALID. */
export const readText = (primitives: Primitives, form: TextForm, text: string): Uint8Array => {
  if (text.length > form.limit) throw plexiError('INVITE_INVALID', { detail: 'too long' });
  const encoded = encodedPart(form, text);
  if (encoded === undefined) throw plexiError('INVITE_INVALID', { detail: 'no invite in it' });
  const bytes = fromBase64Url(encoded);
  if (bytes === undefined || bytes.length <= CHECKSUM_BYTES)
    throw plexiError('INVITE_INVALID', { detail: 'cut off' });
  const payload = bytes.subarray(0, -CHECKSUM_BYTES);
  if (!equalBytes(bytes.subarray(-CHECKSUM_BYTES), checksum(primitives, form, payload)))
    throw plexiError('INVITE_INVALID', { detail: 'cut off or altered' });
  return payload;
};
