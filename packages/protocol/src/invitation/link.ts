/**
 * [G9] An invite link. It holds the invite's secret key, so the text itself is a secret.
 *
 *   plexi://join/ base64url( deterministic CBOR | first 6 bytes of its SHA-256 )
 *
 * The checksum is there so that a link cut off by a mail program is refused as a whole.
 */
import { z } from 'zod';
import { concatBytes, equalBytes, fromBase64Url, toBase64Url, utf8 } from '../bytes.ts';
import { readCbor, writeCbor } from '../cbor.ts';
import { plexiError } from '../errors.ts';
import { addressField, fixedBytes, idField, msField, nameField } from '../fields.ts';
import type { AccountId, DeviceId, EntryId, SpaceId } from '../ids.ts';
import { LIMITS } from '../limits.ts';
import type { Primitives } from '../primitives.ts';

const SCHEME = 'plexi://join/';
const CONTEXT = utf8('plexi/link/1\0');
const CHECKSUM_BYTES = 6;

const Payload = z.strictObject({
  version: z.literal(1),
  space: idField<SpaceId>(),
  secret: fixedBytes(32),
  inviter: idField<AccountId>(),
  heads: z.array(idField<EntryId>()).min(1).max(LIMITS.governanceHeads),
  relays: z
    .array(
      z.strictObject({
        device: idField<DeviceId>(),
        addresses: z.array(addressField).max(LIMITS.relayAddresses),
      }),
    )
    .max(LIMITS.relays),
  expires: msField,
  spaceName: nameField,
  inviterName: nameField,
});

export interface InviteLink {
  space: SpaceId;
  /** Ed25519 seed, 32 bytes; governance lists the public half. */
  secret: Uint8Array;
  /** Whose invite it is; the joiner sees this account's fingerprint and checks it against governance. */
  inviter: AccountId;
  /** Governance heads when the link was made: governance without them is older than the link and not accepted. */
  heads: EntryId[];
  /** Where to ask first. */
  relays: { device: DeviceId; addresses: string[] }[];
  /** Milliseconds since 1970. */
  expires: number;
  /** For the preview only: nothing proves the names until governance and its keys have arrived. */
  spaceName: string;
  inviterName: string;
}

const checksum = (primitives: Primitives, payload: Uint8Array): Uint8Array =>
  primitives.sha256(concatBytes(CONTEXT, payload)).subarray(0, CHECKSUM_BYTES);

/** The link's text. Throws INVALID_INPUT where it would be longer than a link may be. */
export const makeInviteLink = (primitives: Primitives, link: InviteLink): string => {
  const payload = writeCbor(Payload, { version: 1, ...link });
  const text = SCHEME + toBase64Url(concatBytes(payload, checksum(primitives, payload)));
  if (text.length > LIMITS.linkBytes)
    throw plexiError('INVALID_INPUT', { detail: 'too many relay addresses for a link' });
  return text;
};

/** What follows `join/` in the scheme of our own or in the fragment of any address. */
const payloadText = (text: string): string | undefined => {
  const trimmed = text
    .trim()
    .replace(/^<(.*)>$/s, '$1')
    .trim();
  if (trimmed.toLowerCase().startsWith(SCHEME)) return trimmed.slice(SCHEME.length);
  const [, fragment] = /#\/?join\/([^#]*)$/.exec(trimmed) ?? [];
  return fragment;
};

/** Reads a pasted link, with whatever white space or angle brackets came along. Throws INVITE_INVALID. */
export const readInviteLink = (primitives: Primitives, text: string): InviteLink => {
  if (text.length > LIMITS.linkBytes) throw plexiError('INVITE_INVALID', { detail: 'too long' });
  const encoded = payloadText(text);
  if (encoded === undefined) throw plexiError('INVITE_INVALID', { detail: 'no invite in it' });
  const bytes = fromBase64Url(encoded);
  if (bytes === undefined || bytes.length <= CHECKSUM_BYTES)
    throw plexiError('INVITE_INVALID', { detail: 'cut off' });
  const payload = bytes.subarray(0, -CHECKSUM_BYTES);
  if (!equalBytes(bytes.subarray(-CHECKSUM_BYTES), checksum(primitives, payload))) {
    throw plexiError('INVITE_INVALID', { detail: 'cut off or altered' });
  }
  const { version: _, ...link } = readCbor(Payload, payload, LIMITS.linkBytes, 'INVITE_INVALID');
  return link;
};

const LOOPBACK = /^\/(ip4\/127\.\d+\.\d+\.\d+|ip6\/(::1|0:0:0:0:0:0:0:1)|dns[46]?\/localhost)(\/|$)/;

/** Whether the link's relays can be reached from the machine that made it only. */
export const isLocalOnly = (link: Pick<InviteLink, 'relays'>): boolean => {
  const addresses = link.relays.flatMap((relay) => relay.addresses);
  return addresses.length > 0 && addresses.every((address) => LOOPBACK.test(address));
};
