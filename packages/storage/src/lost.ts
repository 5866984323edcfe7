/**
 * What a repair could not keep of a space, as records in it until it is back: the peer asks others for it. A repair
 * (`sqlite/repair.ts`) runs before anything else is open, and may be cut off at any moment, so it tells of it in the file that it makes.
 */
import {
  type ChannelId,
  type DeviceId,
  isId,
  type LogId,
  type LogRef,
  plexiError,
  type RawEntry,
  SIGNATURE_BYTES,
} from '@plexi/protocol';

/** Kinds of records, in the scope of the space. */
export const LOST = {
  /** By log id: a log that is shorter than it was. */
  entries: 'lost-entries',
  /** By place: the id of an entry whose body is gone. */
  body: 'lost-body',
  /** By place: an entry behind those that are gone, to be put back once they are here again. */
  aside: 'lost-aside',
  /** One, `all`: the database was repaired, and nobody has looked at what that means for the space. */
  repaired: 'repaired',
  /** One, `all`: messages, or what was said about them, of entries that are here. */
  opened: 'lost-opened',
} as const;

/** A log that was cut back. `extent` is how far it had gone; the number behind it is the first that its author has not used. */
export interface LostEntries {
  log: LogRef;
  extent: number;
}

/** Sorts as text as the number sorts. */
export const placeKey = (logId: string, sequence: number): string =>
  `${logId}/${String(sequence).padStart(15, '0')}`;

export const readPlaceKey = (key: string): { logId: LogId; sequence: number } => {
  const [logId = '', sequence] = key.split('/');
  return { logId: logId as LogId, sequence: Number(sequence) };
};

export const encodeLostEntries = ({ log, extent }: LostEntries): Uint8Array =>
  new TextEncoder().encode(JSON.stringify([log.channel, log.device, log.generation, extent]));

const isNumber = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
const isIdText = (value: unknown): value is string => typeof value === 'string' && isId(value);

/** Undoes `encodeLostEntries`. Throws STORE_CORRUPT. */
export const decodeLostEntries = (value: Uint8Array): LostEntries => {
  let told: unknown;
  try {
    told = JSON.parse(new TextDecoder().decode(value));
  } catch (error) {
    throw plexiError('STORE_CORRUPT', { cause: error, detail: 'what a repair told' });
  }
  const [channel, device, generation, extent] = Array.isArray(told) ? (told as unknown[]) : [];
  if (!isIdText(channel) || !isIdText(device) || !isNumber(generation) || !isNumber(extent))
    throw plexiError('STORE_CORRUPT', { detail: 'what a repair told' });
  return { log: { channel: channel as ChannelId, device: device as DeviceId, generation }, extent };
};

/** Signature, the header's length in two bytes, header; then the body, if there is one. */
export const encodeAside = ({ header, signature, body }: RawEntry): Uint8Array => {
  const length = Uint8Array.of(header.length >> 8, header.length & 0xff);
  return Buffer.concat([signature, length, header, ...(body === undefined ? [] : [Uint8Array.of(1), body])]);
};

/** Undoes `encodeAside`. Throws STORE_CORRUPT. */
export const decodeAside = (value: Uint8Array): RawEntry => {
  const at = SIGNATURE_BYTES + 2;
  const length = ((value[SIGNATURE_BYTES] ?? 0) << 8) | (value[SIGNATURE_BYTES + 1] ?? 0);
  if (value.length < at + length) throw plexiError('STORE_CORRUPT', { detail: 'an entry set aside' });
  const body = value[at + length] === 1 ? value.slice(at + length + 1) : undefined;
  return { signature: value.slice(0, SIGNATURE_BYTES), header: value.slice(at, at + length), body };
};
