/**
 * What members tell each other of what relays signed [N4]: sealed, as passing words, so that a relay which shows some of them less
 * than it signed for is found by members that meet only through it (decision 0041). CBOR, a list each:
 *
 *   0 signed    relay, [[log id, sequence]]       it signed to me that it holds so much of these
 *   1 ask       device, relay, [[log id, sequence]]   that device is to say what the relay signed
 *   2 receipts  [[receipt, channel, device, generation]]   what a relay signed, and about which log
 *   3 view      [[beginning of a device id, mark]]    of these devices' logs I have what comes to that mark: 8 bytes of the
 *               exclusive or of what each log adds to a digest
 */
import { z } from 'zod';
import { fromHex, toHex } from '../bytes.ts';
import { readCbor, writeCbor } from '../cbor.ts';
import type { LogRef } from '../entry/log.ts';
import { fixedBytes, idField } from '../fields.ts';
import type { ChannelId, DeviceId, LogId } from '../ids.ts';
import { LIMITS } from '../limits.ts';
import { RECEIPT_BYTES } from '../receipt.ts';

/** A log, and how much of it a relay signed to hold. */
export interface Claim {
  logId: LogId;
  sequence: number;
}

export interface PassedReceipt {
  bytes: Uint8Array;
  log: LogRef;
}

/** Of one device's logs, what somebody has: both are hexadecimal. */
interface DeviceView {
  /** How its id begins. */
  device: string;
  mark: string;
}

export type WitnessWord =
  | { kind: 'signed'; relay: DeviceId; claims: Claim[] }
  | { kind: 'ask'; of: DeviceId; relay: DeviceId; claims: Claim[] }
  | { kind: 'receipts'; receipts: PassedReceipt[] }
  | { kind: 'view'; views: DeviceView[] };

/** Bytes of a device id, and of marks, in a view. */
const SHORT_BYTES = 8;
/** Of hexadecimal digits. */
export const shortOf = (hex: string): string => hex.slice(0, SHORT_BYTES * 2);

const device = idField<DeviceId>();
const short = z.codec(fixedBytes(SHORT_BYTES), z.string().length(SHORT_BYTES * 2), {
  decode: (bytes) => toHex(bytes),
  encode: (hex) => fromHex(hex) ?? new Uint8Array(),
});
const claims = z
  .array(z.tuple([idField<LogId>(), z.int().min(1)]))
  .min(1)
  .max(LIMITS.witnessClaims);
const receipt = z.tuple([
  fixedBytes(RECEIPT_BYTES),
  idField<ChannelId>(),
  device,
  z.int().min(0).max(0xffff),
]);
const shape = z.union([
  z.tuple([z.literal(0), device, claims]),
  z.tuple([z.literal(1), device, device, claims]),
  z.tuple([z.literal(2), z.array(receipt).min(1).max(LIMITS.witnessReceipts)]),
  z.tuple([
    z.literal(3),
    z
      .array(z.tuple([short, short]))
      .min(1)
      .max(LIMITS.witnessViews),
  ]),
]);

type Shape = z.output<typeof shape>;

const pairs = (all: readonly Claim[]): [LogId, number][] =>
  all.map(({ logId, sequence }) => [logId, sequence]);
const claimsOf = (all: readonly [LogId, number][]): Claim[] =>
  all.map(([logId, sequence]) => ({ logId, sequence }));

const shapeOf = (word: WitnessWord): Shape => {
  switch (word.kind) {
    case 'signed':
      return [0, word.relay, pairs(word.claims)];
    case 'ask':
      return [1, word.of, word.relay, pairs(word.claims)];
    case 'receipts':
      return [
        2,
        word.receipts.map(({ bytes, log }) => [bytes, log.channel, log.device, log.generation] as const),
      ] as Shape;
    case 'view':
      return [3, word.views.map((view): [string, string] => [view.device, view.mark])];
  }
};

/** The bytes of a word. One that is out of bounds is a `ZodError`. */
export const writeWitnessWord = (word: WitnessWord): Uint8Array => writeCbor(shape, shapeOf(word));

/** Reads one; what it says, nobody has checked. Throws FRAME_INVALID, FRAME_OVERSIZED. */
export const readWitnessWord = (bytes: Uint8Array): WitnessWord => {
  const read = readCbor(shape, bytes, LIMITS.ephemeralBytes);
  switch (read[0]) {
    case 0:
      return { kind: 'signed', relay: read[1], claims: claimsOf(read[2]) };
    case 1:
      return { kind: 'ask', of: read[1], relay: read[2], claims: claimsOf(read[3]) };
    case 2:
      return {
        kind: 'receipts',
        receipts: read[1].map(([signed, channel, author, generation]) => ({
          bytes: signed,
          log: { channel, device: author, generation },
        })),
      };
    case 3:
      return { kind: 'view', views: read[1].map(([of, mark]) => ({ device: of, mark })) };
  }
};
