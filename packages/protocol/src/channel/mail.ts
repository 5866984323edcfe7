/**
 * Mail: what a member tells the devices of some others within a space. An entry of the space's mail channel holds, sealed to the
 * space like any other, CBOR `[1, 10, mail]`; the mail is sealed once more, to the devices that it is for. What it says is CBOR
 *
 *   { version, type: 'introduction', space, kind, name, relays }
 *
 * by which a device learns of a small space that it was added to. Nothing follows from it but where to look: what the small
 * space is, its own governance says.
 */
import { z } from 'zod';
import { readCbor, writeCbor } from '../cbor.ts';
import { addressField, boundedBytes, idField, nameField } from '../fields.ts';
import type { DeviceId, SpaceId } from '../ids.ts';
import { LIMITS } from '../limits.ts';

const MAIL = 10;
const Event = z.tuple([z.literal(1), z.literal(MAIL), boundedBytes(LIMITS.mailBytes)]);

const Letter = z.strictObject({
  version: z.literal(1),
  type: z.literal('introduction'),
  space: idField<SpaceId>(),
  kind: z.enum(['channel', 'direct']),
  /** What the channel is called; of a direct message nothing. */
  name: nameField,
  relays: z
    .array(
      z.strictObject({
        device: idField<DeviceId>(),
        addresses: z.array(addressField).max(LIMITS.relayAddresses),
      }),
    )
    .max(LIMITS.relays),
});

/** An introduction to a small space. */
export type Letter = Omit<z.output<typeof Letter>, 'version' | 'type'>;

/** The bytes that an entry of the mail channel seals. */
export const encodeMail = (mail: Uint8Array): Uint8Array => writeCbor(Event, [1, MAIL, mail]);

/** Parses an opened entry of the mail channel. Throws ENTRY_MALFORMED. */
export const decodeMail = (bytes: Uint8Array): Uint8Array =>
  readCbor(Event, bytes, LIMITS.bodyBytes, 'ENTRY_MALFORMED')[2];

export const encodeLetter = (letter: Letter): Uint8Array =>
  writeCbor(Letter, { version: 1, type: 'introduction', ...letter });

/** Parses what a mail says. Throws ENTRY_MALFORMED. */
export const decodeLetter = (bytes: Uint8Array): Letter => {
  const { version: _, type: __, ...letter } = readCbor(Letter, bytes, LIMITS.mailBytes, 'ENTRY_MALFORMED');
  return letter;
};
