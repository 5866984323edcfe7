/**
 * Mail: what a member tells the devices of some others within a space. An entry of the space's mail channel holds, sealed to the
 * space like any other, CBOR `[1, 10, mail]`; the mail is sealed once more, to the devices that it is for. What it says is CBOR,
 * `{ version, type, padding?, … }`, one of
 *
 *   introduction   to somebody who was added to a small space: { space, kind, name, relays }
 *   what a report leads to: `report.ts`
 *   what an AI node inferred in private: `tally.ts`
 *
 * Letters are padded to powers of two from 8 KiB on, so that those who only carry them cannot tell one kind from another.
 * Nothing follows from an introduction but where to look: what the small space is, its own governance says.
 */
import { z } from 'zod';
import { readCbor, writeCbor } from '../cbor.ts';
import { addressField, boundedBytes, idField, nameField } from '../fields.ts';
import type { DeviceId, SpaceId } from '../ids.ts';
import { LIMITS } from '../limits.ts';
import {
  appealLetterShape,
  type CaseLetter,
  findingLetterShape,
  handoverLetterShape,
  noticeLetterShape,
  reportLetterShape,
  reviewLetterShape,
  verdictLetterShape,
} from './report.ts';
import { type TallyLetter, tallyLetterShape } from './tally.ts';

const MAIL = 10;
const Event = z.tuple([z.literal(1), z.literal(MAIL), boundedBytes(LIMITS.mailBytes)]);

const Introduction = z.strictObject({
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
  padding: boundedBytes(LIMITS.mailBytes).optional(),
});

const AnyLetter = z.discriminatedUnion('type', [
  Introduction,
  reportLetterShape,
  handoverLetterShape,
  findingLetterShape,
  verdictLetterShape,
  noticeLetterShape,
  appealLetterShape,
  reviewLetterShape,
  tallyLetterShape,
]);

/** An introduction to a small space. */
export type Introduction = Omit<z.output<typeof Introduction>, 'version' | 'padding'>;
export type Letter = Introduction | CaseLetter | TallyLetter;

/** The bytes that an entry of the mail channel seals. */
export const encodeMail = (mail: Uint8Array): Uint8Array => writeCbor(Event, [1, MAIL, mail]);

/** Parses an opened entry of the mail channel. Throws ENTRY_MALFORMED. */
export const decodeMail = (bytes: Uint8Array): Uint8Array =>
  readCbor(Event, bytes, LIMITS.bodyBytes, 'ENTRY_MALFORMED')[2];

const SMALLEST_LETTER = 8 * 1024;
/** What the padding's own name and length take, at most; sealing rounds away what they take less. */
const PADDING_HEAD = 8 + 5;

/** A letter's bytes, in a size that says little of what is in it. */
export const encodeLetter = (letter: Letter): Uint8Array => {
  const bare = writeCbor(AnyLetter, { version: 1, ...letter }).length;
  let size = SMALLEST_LETTER;
  // One byte is the sealing's mark.
  while (bare + PADDING_HEAD + 1 > size) size *= 2;
  const padding = new Uint8Array(size - 1 - bare - PADDING_HEAD);
  return writeCbor(AnyLetter, { version: 1, ...letter, padding });
};

/** Parses what a mail says. Throws ENTRY_MALFORMED. */
export const decodeLetter = (bytes: Uint8Array): Letter => {
  const {
    version: _,
    padding: __,
    ...letter
  } = readCbor(AnyLetter, bytes, LIMITS.mailBytes, 'ENTRY_MALFORMED');
  return letter;
};
