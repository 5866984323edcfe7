/** Shapes of what people see of each other, and of what one account keeps for itself. */
import { LIMITS } from '@plexi/protocol';
import { z } from 'zod';
import { idShape, messageShape } from './shapes.ts';
import { withinBytes } from './within-bytes.ts';

const CONTROL = /\p{Cc}/u;
const isOneLine = (text: string): boolean => !CONTROL.test(text);

/** A moment, with its offset from UTC. */
export const momentShape = z.iso.datetime({ offset: true });

export const presenceStatusShape = z.enum(['online', 'away', 'dnd', 'offline']);
export type PresenceStatus = z.infer<typeof presenceStatusShape>;

export const statusTextShape = z
  .string()
  .trim()
  .refine(withinBytes(LIMITS.statusBytes), 'the status is too long')
  .refine(isOneLine, 'a status is one line of text');
export const statusEmojiShape = z
  .string()
  .refine(withinBytes(LIMITS.emojiBytes), 'one emoji only')
  .refine(isOneLine, 'one emoji only');

export const presenceShape = z.object({
  account: idShape,
  name: z.string(),
  self: z.boolean(),
  status: presenceStatusShape,
  text: z.string().optional(),
  emoji: z.string().optional(),
  until: z.string().optional().describe('When the status ends, ISO 8601'),
});
export type Presence = z.infer<typeof presenceShape>;

export const notifyLevelShape = z.enum(['all', 'mentions', 'none']);
export type NotifyLevel = z.infer<typeof notifyLevelShape>;
export const channelNotifyShape = z.object({ channel: idShape, name: z.string(), level: notifyLevelShape });
export type ChannelNotify = z.infer<typeof channelNotifyShape>;

export const unreadShape = z.object({
  space: idShape,
  spaceName: z.string(),
  channel: idShape,
  name: z.string(),
  unread: z.number().describe('Up to 1000: then there are that many or more'),
  mentions: z.number(),
  first: idShape.optional().describe('The first message that was not read'),
  mark: z.number().describe('Up to which clock the channel was read'),
  level: notifyLevelShape,
});
export type Unread = z.infer<typeof unreadShape>;

export const placedMessageShape = messageShape.extend({
  space: idShape,
  spaceName: z.string(),
  channel: idShape,
  channelName: z.string(),
  unread: z.boolean(),
});
export type PlacedMessage = z.infer<typeof placedMessageShape>;

export const blockedShape = z.object({ account: idShape, name: z.string(), blocked: z.boolean() });
export type Blocked = z.infer<typeof blockedShape>;

export const scheduledShape = z.object({
  id: idShape,
  space: idShape,
  spaceName: z.string(),
  channel: idShape,
  name: z.string(),
  text: z.string(),
  at: z.string().describe('When it is sent, ISO 8601'),
  problem: z.string().optional().describe('Why it could not be sent'),
});
export type Scheduled = z.infer<typeof scheduledShape>;

/** Text of a profile: bounded in bytes. */
export const profileTextShape = (limit: number) =>
  z.string().trim().refine(withinBytes(limit), 'that is too long');

const isTimeZone = (name: string): boolean => {
  if (name === '') return true;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
};
export const timeZoneShape = z.string().max(64).refine(isTimeZone, 'there is no such time zone');

/** What a profile's picture travels as: a data: address of one of three types, or nothing. */
export const avatarShape = z
  .string()
  .max(Math.ceil((LIMITS.avatarBytes * 4) / 3) + 64)
  .regex(/^(data:image\/(png|jpeg|webp);base64,[A-Za-z0-9+/]+={0,2})?$/, 'a PNG, JPEG or WebP picture');

export const profileShape = z.object({
  account: idShape,
  name: z.string(),
  self: z.boolean(),
  fingerprint: z.string(),
  about: z.string(),
  title: z.string(),
  pronouns: z.string(),
  zone: z.string(),
  avatar: z.string(),
  presence: presenceShape,
  blocked: z.boolean(),
});
export type Profile = z.infer<typeof profileShape>;

export const settingKeyShape = z.string().regex(/^[a-z0-9][a-z0-9.:_-]{0,127}$/, 'not the name of a setting');
export const settingValueShape = z
  .string()
  .refine(withinBytes(LIMITS.settingBytes), 'the setting is too long');
