/**
 * Identifiers. In memory an id is the lowercase hexadecimal of its 32 bytes (a string can be a map key and a JSON value);
 * in headers and frames it is the bytes.
 */
import { fromHex, toHex } from './bytes.ts';

declare const brand: unique symbol;
type Branded<Name extends string> = string & { readonly [brand]: Name };

/** SHA-256 of a space's genesis act [G9]. */
export type SpaceId = Branded<'space'>;
/** Random for channels; derived for the governance and key-group logs of a space. */
export type ChannelId = Branded<'channel'>;
/** Ed25519 public key of an account's root. */
export type AccountId = Branded<'account'>;
/** Ed25519 public key of a device, which is also its libp2p identity. Relays have one too. */
export type DeviceId = Branded<'device'>;
/** Hash that implies space, channel, device and generation [L1]. */
export type LogId = Branded<'log'>;
/** SHA-256 of an entry's header bytes as received [L1]. */
export type EntryId = Branded<'entry'>;
/** SHA-256 of an MLS GroupContext [K1]. */
export type EpochId = Branded<'epoch'>;

export const ID_BYTES = 32;
const ID_PATTERN = /^[0-9a-f]{64}$/;

/** Whether `value` is spelled as an id. */
export const isId = (value: unknown): value is string => typeof value === 'string' && ID_PATTERN.test(value);

/** The id of 32 bytes. The caller says which kind it is: nothing in the bytes does. */
export const idFromBytes = <Id extends string>(bytes: Uint8Array): Id => toHex(bytes) as Id;

/** The 32 bytes of an id. */
export const idToBytes = (id: string): Uint8Array => {
  const bytes = fromHex(id);
  if (bytes === undefined || bytes.length !== ID_BYTES) throw new TypeError('not an id');
  return bytes;
};

/** All zeros: "no previous entry", "sealed under no epoch". */
export const ZERO_ID = '0'.repeat(ID_BYTES * 2);
