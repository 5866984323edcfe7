/**
 * The messages of DCUtR (libp2p specs, relay/DCUtR.md): `message HolePunch { required Type type = 1; repeated bytes ObsAddrs = 2; }`
 * in protobuf, where CONNECT is 100 and SYNC 300.
 */
import { concatBytes, LIMITS, plexiError } from '@plexi/protocol';

export type PunchMessage =
  /** Where the sender was seen: multiaddrs as bytes. */
  { kind: 'connect'; observed: Uint8Array[] } | { kind: 'sync' };

const TYPE_KEY = 0x08;
const OBSERVED_KEY = 0x12;
const CONNECT = 100;
const SYNC = 300;

/** An unsigned LEB128 of at most two bytes: no type, and no length within the limits, needs more. */
const varint = (value: number): number[] =>
  value < 0x80 ? [value] : [(value & 0x7f) | 0x80, (value >> 7) & 0x7f];

const invalid = () => plexiError('FRAME_INVALID', { detail: 'hole punching' });

export const encodePunchMessage = (message: PunchMessage): Uint8Array => {
  const type = Uint8Array.from([TYPE_KEY, ...varint(message.kind === 'connect' ? CONNECT : SYNC)]);
  if (message.kind === 'sync') return type;
  const fields = message.observed
    .slice(0, LIMITS.dialAddresses)
    .map((address) => concatBytes(Uint8Array.from([OBSERVED_KEY, ...varint(address.length)]), address));
  return concatBytes(type, ...fields);
};

/** Errors: FRAME_INVALID for whatever `encodePunchMessage` would not write. */
export const decodePunchMessage = (bytes: Uint8Array): PunchMessage => {
  let at = 0;
  const byte = (): number => {
    const value = bytes[at++];
    if (value === undefined) throw invalid();
    return value;
  };
  const readVarint = (): number => {
    const low = byte();
    if (low < 0x80) return low;
    const high = byte();
    if (high === 0 || high >= 0x80) throw invalid();
    return (low & 0x7f) | (high << 7);
  };
  const readObserved = (): Uint8Array => {
    if (byte() !== OBSERVED_KEY) throw invalid();
    const end = readVarint() + at;
    if (end > bytes.length) throw invalid();
    const address = bytes.slice(at, end);
    at = end;
    return address;
  };
  if (byte() !== TYPE_KEY) throw invalid();
  const type = readVarint();
  if (type === SYNC && at === bytes.length) return { kind: 'sync' };
  if (type !== CONNECT) throw invalid();
  const observed: Uint8Array[] = [];
  while (at < bytes.length && observed.length < LIMITS.dialAddresses) observed.push(readObserved());
  if (at < bytes.length) throw invalid();
  return { kind: 'connect', observed };
};
