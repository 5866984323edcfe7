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

/** Puts one log's head into `digest`, in place, or takes it out again. A log without entries changes nothing. */
export const toggleHead = (
  primitives: Primitives,
  digest: Uint8Array,
  head: { logId: LogId; sequence: number; id: EntryId },
): void => {
  if (head.sequence === 0) return;
  const place = new Uint8Array(8);
  new DataView(place.buffer).setBigUint64(0, BigInt(head.sequence));
  const hash = primitives.sha256(concatBytes(CONTEXT, idToBytes(head.logId), place, idToBytes(head.id)));
  for (let i = 0; i < ID_BYTES; i++) digest[i] = (digest[i] as number) ^ (hash[i] as number);
};

/** What a holder signs when it is asked what it has [N4]. */
export const signedDigestBytes = (space: string, holder: string, digest: Uint8Array): Uint8Array =>
  concatBytes(SIGNED_CONTEXT, idToBytes(space), idToBytes(holder), digest);
