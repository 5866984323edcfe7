/**
 * [G9] An invite link. It holds the invite's secret key, so the text itself is a secret.
 *
 *   plexi://join/ base64url( deterministic CBOR | checksum )
 */
import { z } from 'zod';
import { utf8 } from '../bytes.ts';
import { readCbor, writeCbor } from '../cbor.ts';
import { addressField, fixedBytes, idField, msField, nameField } from '../fields.ts';
import type { AccountId, DeviceId, EntryId, SpaceId } from '../ids.ts';
import { LIMITS } from '../limits.ts';
import type { Primitives } from '../primitives.ts';
import { readText, type TextForm, writeText } from './sealed-text.ts';

const FORM: TextForm = { scheme: 'plexi://join/', context: utf8('plexi/link/1\0'), limit: LIMITS.linkBytes };

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

/** The link's text. Throws INVALID_INPUT where it would be longer than a link may be. */
export const makeInviteLink = (primitives: Primitives, link: InviteLink): string =>
  writeText(primitives, FORM, writeCbor(Payload, { version: 1, ...link }));

/** Reads a pasted link. Throws INVITE_INVALID. */
export const readInviteLink = (primitives: Primitives, text: string): InviteLink => {
  const payload = readText(primitives, FORM, text);
  const { version: _, ...link } = readCbor(Payload, payload, LIMITS.linkBytes, 'INVITE_INVALID');
  return link;
};

const LOOPBACK = /^\/(ip4\/127\.\d+\.\d+\.\d+|ip6\/(::1|0:0:0:0:0:0:0:1)|dns[46]?\/localhost)(\/|$)/;

/** Whether the link's relays can be reached from the machine that made it only. */
export const isLocalOnly = (link: Pick<InviteLink, 'relays'>): boolean => {
  const addresses = link.relays.flatMap((relay) => relay.addresses);
  return addresses.length > 0 && addresses.every((address) => LOOPBACK.test(address));
};
