/**
 * A digest of a frontier: the exclusive or of one hash per log, so that a log that grew is taken out and put in again and
 * nothing else is touched. It is a shortcut between peers that have nothing to gain from fooling each other about
 * themselves: whoever signs a false digest has signed a lie that the entries disprove.
 */
import { concatBytes, utf8 } from '../bytes.ts';
import { type EntryId, ID_BYTES, idToBytes, type LogId } from '../ids.ts';
import type { Primitives } from '../primitives.ts';

const CONTEXT = utf8('plexi/frontier/1\0');
const SIGNED_CONTEXT = utf8('plexi/digest/1\0');

/** The digest of nothing. */
export const emptyDigest = (): Uint8Array => new Uint8Array(ID_BYTES);

/** What a log's head adds to a digest; nothing for a log without entries. */
export const hashHead = (
  primitives: Primitives,
  head: { logId: LogId; sequence: number; id: EntryId },
): Uint8Array | undefined => {
  if (head.sequence === 0) return undefined;
  const place = new Uint8Array(8);
  new DataView(place.buffer).setBigUint64(0, BigInt(head.sequence));
  return primitives.sha256(concatBytes(CONTEXT, idToBytes(head.logId), place, idToBytes(head.id)));
};

/** Puts what a head adds into `digest`, in place, or takes it out again. */
export const toggleHash = (digest: Uint8Array, hash: Uint8Array | undefined): void => {
  if (hash === undefined) return;
  for (let i = 0; i < ID_BYTES; i++) digest[i] = (digest[i] as number) ^ (hash[i] as number);
};

/** Puts one log's head into `digest`, in place, or takes it out again. */
export const toggleHead = (
  primitives: Primitives,
  digest: Uint8Array,
  head: { logId: LogId; sequence: number; id: EntryId },
): void => toggleHash(digest, hashHead(primitives, head));

/** What a holder signs when it is asked what it has [N4]. */
export const signedDigestBytes = (space: string, holder: string, digest: Uint8Array): Uint8Array =>
  concatBytes(SIGNED_CONTEXT, idToBytes(space), idToBytes(holder), digest);
