/**
 * [G8] A device link: how a person brings a further device into all spaces of the account at once. Each of the spaces lists
 * an invite with the same key for devices of this account; the text holds the key's secret, so it is a secret itself, and
 * of no use without the account's recovery phrase.
 *
 *   plexi://device/ base64url( deterministic CBOR | checksum )
 */
import { z } from 'zod';
import { utf8 } from '../bytes.ts';
import { readCbor, writeCbor } from '../cbor.ts';
import { addressField, fixedBytes, idField, msField, nameField } from '../fields.ts';
import type { AccountId, DeviceId, EntryId, SpaceId } from '../ids.ts';
import { LIMITS } from '../limits.ts';
import type { Primitives } from '../primitives.ts';
import type { InviteLink } from './link.ts';
import { isTextOf, readText, type TextForm, writeText } from './sealed-text.ts';

const FORM: TextForm = {
  scheme: 'plexi://device/',
  context: utf8('plexi/device-link/1\0'),
  limit: LIMITS.deviceLinkBytes,
};

const Payload = z.strictObject({
  version: z.literal(1),
  account: idField<AccountId>(),
  name: nameField,
  secret: fixedBytes(32),
  expires: msField,
  relays: z
    .array(
      z.strictObject({
        device: idField<DeviceId>(),
        addresses: z.array(addressField).max(LIMITS.relayAddresses),
      }),
    )
    .max(LIMITS.deviceLinkSpaces),
  /** Each with the places of its relays in the list above: most spaces share theirs. */
  spaces: z
    .array(
      z.tuple([
        idField<SpaceId>(),
        idField<EntryId>(),
        nameField,
        z.array(z.int().min(0).max(LIMITS.deviceLinkSpaces)).max(LIMITS.relays),
      ]),
    )
    .min(1)
    .max(LIMITS.deviceLinkSpaces),
});

export interface DeviceLink {
  account: AccountId;
  /** The account's display name: a restored device has no other way to know it. */
  name: string;
  /** Milliseconds since 1970. */
  expires: number;
  /** An invite into each space. */
  invites: InviteLink[];
}

/** The link's text. All invites are of this account and have one secret and one end. Throws INVALID_INPUT if too long. */
export const makeDeviceLink = (primitives: Primitives, link: DeviceLink): string => {
  const relays: z.output<typeof Payload>['relays'] = [];
  const placeOf = (relay: InviteLink['relays'][number]): number => {
    const known = relays.findIndex(
      (it) => it.device === relay.device && it.addresses.join() === relay.addresses.join(),
    );
    return known >= 0 ? known : relays.push(relay) - 1;
  };
  const spaces = link.invites.map((invite): z.output<typeof Payload>['spaces'][number] => [
    invite.space,
    invite.heads[0] as EntryId,
    invite.spaceName,
    invite.relays.map(placeOf),
  ]);
  const { account, name, expires } = link;
  const secret = link.invites[0]?.secret ?? new Uint8Array();
  return writeText(
    primitives,
    FORM,
    writeCbor(Payload, { version: 1, account, name, secret, expires, relays, spaces }),
  );
};

/** Whether a text claims to be a device link. */
export const isDeviceLink = (text: string): boolean => isTextOf(FORM, text);

/** Reads a pasted device link. Throws INVITE_INVALID. */
export const readDeviceLink = (primitives: Primitives, text: string): DeviceLink => {
  const payload = readText(primitives, FORM, text);
  const { account, name, secret, expires, relays, spaces } = readCbor(
    Payload,
    payload,
    LIMITS.deviceLinkBytes,
    'INVITE_INVALID',
  );
  const invites = spaces.map(
    ([space, head, spaceName, places]): InviteLink => ({
      space,
      secret,
      inviter: account,
      heads: [head],
      relays: places.map((place) => relays[place]).filter((relay) => relay !== undefined),
      expires,
      spaceName,
      inviterName: name,
    }),
  );
  return { account, name, expires, invites };
};
