/**
 * Mail: what a member tells the devices of some others within a space. An entry of the space's mail channel holds, sealed to the
 * space like any other, CBOR `[1, 10, mail]`; the mail is sealed once more, to the devices that it is for. What it says is CBOR,
 * one of
 *
 *   { version, type: 'introduction', space, kind, name, relays }   to somebody who was added to a small space
 *   { version, type: 'report', report, message, reason, note }     to those in charge, about a message [A4]
 *   { version, type: 'verdict', report, outcome, at }              to the others in charge and to who reported
 *
 * Nothing follows from an introduction but where to look: what the small space is, its own governance says. A report names the
 * message by id: those in charge hold the signed entry themselves.
 */
import { z } from 'zod';
import { utf8 } from '../bytes.ts';
import { readCbor, writeCbor } from '../cbor.ts';
import { addressField, boundedBytes, idField, msField, nameField } from '../fields.ts';
import type { DeviceId, SpaceId } from '../ids.ts';
import { LIMITS } from '../limits.ts';

const MAIL = 10;
const Event = z.tuple([z.literal(1), z.literal(MAIL), boundedBytes(LIMITS.mailBytes)]);

const version = z.literal(1);

const Introduction = z.strictObject({
  version,
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

export const REPORT_REASONS = ['spam', 'abuse', 'harm', 'other'] as const;
export const REPORT_OUTCOMES = ['dismissed', 'hidden', 'removed'] as const;

const Report = z.strictObject({
  version,
  type: z.literal('report'),
  report: idField(),
  message: idField(),
  reason: z.enum(REPORT_REASONS),
  note: z.string().refine((text) => utf8(text).length <= LIMITS.reportNoteBytes),
});

const Verdict = z.strictObject({
  version,
  type: z.literal('verdict'),
  report: idField(),
  outcome: z.enum(REPORT_OUTCOMES),
  at: msField,
});

const AnyLetter = z.discriminatedUnion('type', [Introduction, Report, Verdict]);

/** An introduction to a small space. */
export type Introduction = Omit<z.output<typeof Introduction>, 'version'>;
/** What somebody reports to those in charge. */
export type ReportLetter = Omit<z.output<typeof Report>, 'version'>;
/** What came of a report. */
export type VerdictLetter = Omit<z.output<typeof Verdict>, 'version'>;
export type Letter = Introduction | ReportLetter | VerdictLetter;

/** The bytes that an entry of the mail channel seals. */
export const encodeMail = (mail: Uint8Array): Uint8Array => writeCbor(Event, [1, MAIL, mail]);

/** Parses an opened entry of the mail channel. Throws ENTRY_MALFORMED. */
export const decodeMail = (bytes: Uint8Array): Uint8Array =>
  readCbor(Event, bytes, LIMITS.bodyBytes, 'ENTRY_MALFORMED')[2];

export const encodeLetter = (letter: Letter): Uint8Array => writeCbor(AnyLetter, { version: 1, ...letter });

/** Parses what a mail says. Throws ENTRY_MALFORMED. */
export const decodeLetter = (bytes: Uint8Array): Letter => {
  const { version: _, ...letter } = readCbor(AnyLetter, bytes, LIMITS.mailBytes, 'ENTRY_MALFORMED');
  return letter;
};
