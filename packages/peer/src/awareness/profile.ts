/** What people say about themselves, sealed to members: a public register of each of their devices; the newest counts. */
import {
  type AccountId,
  boundedBytes,
  type Hlc,
  LIMITS,
  plexiError,
  readCbor,
  utf8,
  writeCbor,
} from '@plexi/protocol';
import { z } from 'zod';
import type { Space } from '../space/space.ts';

export interface AboutPerson {
  about: string;
  title: string;
  pronouns: string;
  zone: string;
  /** A data: address, or nothing. */
  avatar: string;
}

export const NOTHING_SAID: AboutPerson = { about: '', title: '', pronouns: '', zone: '', avatar: '' };
export const PROFILE_SLOT = 'profile';

const within = (limit: number) => z.string().refine((text) => utf8(text).length <= limit);
const profileShape = z.tuple([
  within(LIMITS.profileAboutBytes),
  within(LIMITS.nameBytes),
  within(LIMITS.nameBytes),
  within(64),
  boundedBytes(LIMITS.avatarBytes),
]);

const startsWith = (bytes: Uint8Array, at: number, ...expected: number[]): boolean =>
  expected.every((byte, i) => bytes[at + i] === byte);

/** The media type that a picture's first bytes show; what it claims to be counts for nothing. */
const pictureType = (bytes: Uint8Array): 'png' | 'jpeg' | 'webp' | undefined => {
  if (startsWith(bytes, 0, 0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)) return 'png';
  if (startsWith(bytes, 0, 0xff, 0xd8, 0xff)) return 'jpeg';
  const isWebp = startsWith(bytes, 0, 0x52, 0x49, 0x46, 0x46) && startsWith(bytes, 8, 0x57, 0x45, 0x42, 0x50);
  return isWebp ? 'webp' : undefined;
};

/** Bytes of a picture from its data: address. Throws TOO_LARGE, INVALID_INPUT where it is no picture. */
const readAvatar = (address: string): Uint8Array => {
  if (address === '') return new Uint8Array();
  const bytes = new Uint8Array(Buffer.from(address.slice(address.indexOf(',') + 1), 'base64'));
  if (bytes.length > LIMITS.avatarBytes) throw plexiError('TOO_LARGE', { detail: 'avatar' });
  if (pictureType(bytes) === undefined)
    throw plexiError('INVALID_INPUT', { detail: 'avatar: a PNG, JPEG or WebP picture' });
  return bytes;
};

const showAvatar = (bytes: Uint8Array): string => {
  const type = pictureType(bytes);
  return type === undefined ? '' : `data:image/${type};base64,${Buffer.from(bytes).toString('base64')}`;
};

export const encodeProfile = (profile: AboutPerson): Uint8Array =>
  writeCbor(profileShape, [
    profile.about,
    profile.title,
    profile.pronouns,
    profile.zone,
    readAvatar(profile.avatar),
  ]);

const decodeProfile = (plain: Uint8Array): AboutPerson | undefined => {
  try {
    const [about, title, pronouns, zone, avatar] = readCbor(profileShape, plain, LIMITS.registerBytes);
    return { about, title, pronouns, zone, avatar: showAvatar(avatar) };
  } catch {
    return undefined;
  }
};

/** What somebody last said about themselves in a space, on any device, and when. */
export const profileOf = (
  space: Space,
  account: AccountId,
): { profile: AboutPerson; clock: Hlc } | undefined => {
  const [newest] = space.registers
    .all(PROFILE_SLOT)
    .filter((register) => register.account === account)
    .sort((a, b) => b.clock - a.clock);
  const profile = newest && decodeProfile(newest.plain);
  return newest === undefined || profile === undefined ? undefined : { profile, clock: newest.clock };
};
