/** An entry as it is stored and sent, and as it is understood. */
import { concatBytes, utf8 } from '../bytes.ts';
import { plexiError } from '../errors.ts';
import { type EntryId, idFromBytes } from '../ids.ts';
import { LIMITS } from '../limits.ts';
import type { Primitives } from '../primitives.ts';
import { decodeHeader, encodeHeader, type Header, hashToText } from './header.ts';

export const SIGNATURE_BYTES = 64;
/** [L1] Every signature carries a context string. */
const SIGNATURE_CONTEXT = utf8('plexi/entry/1\0');

/** The bytes of an entry, never re-encoded. */
export interface RawEntry {
  header: Uint8Array;
  signature: Uint8Array;
  /** Absent where the body was dropped [L4]. */
  body: Uint8Array | undefined;
}

/** A raw entry with its header parsed and its body checked against it. */
export interface Entry extends RawEntry {
  id: EntryId;
  parsed: Header;
}

const signedBytes = (header: Uint8Array): Uint8Array => concatBytes(SIGNATURE_CONTEXT, header);

/** Parses one received entry: sizes, header form, body hash. Says nothing yet about who wrote it. */
export const readEntry = (primitives: Primitives, raw: RawEntry): Entry => {
  const parsed = decodeHeader(raw.header);
  if (raw.signature.length !== SIGNATURE_BYTES)
    throw plexiError('ENTRY_MALFORMED', { detail: 'signature length' });
  if (raw.body !== undefined) {
    if (raw.body.length > LIMITS.bodyBytes) throw plexiError('ENTRY_OVERSIZED', { detail: 'body' });
    if (
      raw.body.length !== parsed.bodyLength ||
      hashToText(primitives.sha256(raw.body)) !== parsed.bodyHash
    ) {
      throw plexiError('ENTRY_BODY_MISMATCH');
    }
  }
  return { ...raw, parsed, id: idFromBytes<EntryId>(primitives.sha256(raw.header)) };
};

/** Makes and signs an entry of one's own. */
export const writeEntry = (
  primitives: Primitives,
  fields: Omit<Header, 'bodyHash' | 'bodyLength'>,
  body: Uint8Array,
  deviceSecretKey: Uint8Array,
): Entry => {
  if (body.length > LIMITS.bodyBytes) throw plexiError('TOO_LARGE', { detail: 'body' });
  const parsed: Header = {
    ...fields,
    bodyHash: hashToText(primitives.sha256(body)),
    bodyLength: body.length,
  };
  const header = encodeHeader(parsed);
  const signature = primitives.sign(signedBytes(header), deviceSecretKey);
  return { header, signature, body, parsed, id: idFromBytes<EntryId>(primitives.sha256(header)) };
};

/** Whether the entry's own signature is its device's. An entry without one may still be valid by a later one's [L3]. */
export const isSignedBy = (primitives: Primitives, entry: RawEntry, devicePublicKey: Uint8Array): boolean =>
  primitives.verify(entry.signature, signedBytes(entry.header), devicePublicKey);
