/**
 * [K8] That somebody was verified, as the account keeps it for itself: when, and with which devices. A device that came later
 * is certified by the same root, so that the number stays the same: that it is theirs, only they can say, since whoever has
 * their recovery phrase can make one.
 */
import { type DeviceId, LIMITS, plexiError } from '@plexi/protocol';

export interface Verified {
  /** Milliseconds since 1970. */
  at: number;
  knows(device: DeviceId): boolean;
}

/** 128 bits of a device's key. */
const DIGITS = 32;
const MARK = /^(\d{1,15}):((?:[0-9a-f]{32})*)$/u;

/** Throws TOO_LARGE where there are more devices than a mark remembers. */
export const writeVerified = (at: number, devices: readonly DeviceId[]): string => {
  if (devices.length > LIMITS.verifiedDevices) throw plexiError('TOO_LARGE', { detail: 'devices' });
  return `${Math.floor(at)}:${devices.map((device) => device.slice(0, DIGITS)).join('')}`;
};

/** Undefined for what is no mark: then nobody was verified. */
export const readVerified = (value: string | undefined): Verified | undefined => {
  const [, at, digits] = MARK.exec(value ?? '') ?? [];
  if (at === undefined || digits === undefined) return undefined;
  const known = new Set(digits.match(/.{32}/gu) ?? []);
  return { at: Number(at), knows: (device) => known.has(device.slice(0, DIGITS)) };
};
