/** Shapes that several operations share. Descriptions become help texts. */
import { FILE_CHUNK_BYTES, LIMITS } from '@plexi/protocol';
import { z } from 'zod';
import { findingShape } from './finding.ts';
import { withinBytes } from './within-bytes.ts';

/** Has `callOperation` say TOO_LARGE. */
const tooLarge = (message: string) => ({ message, params: { code: 'TOO_LARGE' } });
/** Unicode control characters (Cc) have no place in a name; line breaks would forge lines of output. */
const CONTROL = /\p{Cc}/u;

export const idShape = z.string().regex(/^[0-9a-f]{64}$/, 'not an id: it has 64 digits of 0-9 and a-f');
/** How many of an id's digits are shown to people, and how few they may type. */
export const ID_SHOWN_DIGITS = 12;
export const ID_FEWEST_DIGITS = 6;
export const idBeginningShape = z
  .string()
  .regex(
    new RegExp(`^[0-9a-f]{${ID_FEWEST_DIGITS},64}$`, 'u'),
    `not an id: at least its first ${ID_FEWEST_DIGITS} digits of 0-9 and a-f`,
  );

export const nameShape = z
  .string()
  .trim()
  .min(1, 'a name cannot be empty')
  .refine(withinBytes(LIMITS.nameBytes), 'the name is too long')
  .refine((name) => !CONTROL.test(name), 'a name is one line of text');

export const channelNameShape = nameShape.transform((name) => name.replace(/^#/, '')).pipe(nameShape);

export const spaceShape = z.string().min(1).max(256).describe('The space, by name or id');
export const personShape = z.string().min(1).max(256).describe('The person, by name or account id');
export const channelShape = z.string().min(1).max(256).describe('The channel, by name or id');

export const messageTextShape = z
  .string()
  .min(1, 'a message cannot be empty')
  .refine(withinBytes(LIMITS.messageBytes), tooLarge('the message is too long'));

export const pollOptionShape = z
  .string()
  .trim()
  .min(1, 'an option cannot be empty')
  .refine(withinBytes(LIMITS.pollOptionBytes), 'the option is too long');

export const topicShape = z
  .string()
  .trim()
  .refine(withinBytes(LIMITS.topicBytes), 'the topic is too long')
  .refine((topic) => !CONTROL.test(topic), 'a topic is one line of text');

/** What may go without words where it carries something else. */
export const optionalTextShape = z
  .string()
  .refine(withinBytes(LIMITS.messageBytes), tooLarge('the message is too long'));

/** A file's name without the folders that it lay in. */
export const fileNameShape = z
  .string()
  .transform((name) => name.slice(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1))
  .pipe(
    z
      .string()
      .min(1, 'a name cannot be empty')
      .refine(withinBytes(LIMITS.fileNameBytes), 'the name is too long'),
  );

/** A small picture as a data: address: WebP, JPEG or PNG. */
export const previewShape = z
  .string()
  .max(Math.ceil((LIMITS.filePreviewBytes * 4) / 3) + 64, 'the preview is too large')
  .regex(/^data:image\/(?:webp|jpeg|png);base64,[A-Za-z0-9+/]+={0,2}$/, 'not a picture');

/** Bytes as base64 (RFC 4648 section 4), at most a file's chunk. */
export const fileDataShape = z
  .string()
  .min(4)
  .max(Math.ceil(FILE_CHUNK_BYTES / 3) * 4, 'the part is too large')
  .refine((data) => data.length % 4 === 0 && !/[^A-Za-z0-9+/=]/.test(data), 'not base64');

export const deliveryStateShape = z.enum(['pending', 'relay', 'delivered', 'read']);
export type DeliveryState = z.infer<typeof deliveryStateShape>;

export const reactionShape = z.object({
  emoji: z.string(),
  count: z.number(),
  own: z.boolean().describe('Whether this account is among those who reacted'),
  names: z.array(z.string()).describe('Who reacted, the first of them'),
});
export type Reaction = z.infer<typeof reactionShape>;

export const fileShape = z.object({
  id: idShape,
  name: z.string(),
  type: z.string().describe('The media type as the sender gave it'),
  size: z.number().describe('Bytes'),
  width: z.number().optional(),
  height: z.number().optional(),
  preview: z.string().optional().describe('A small picture of it: a data: address'),
});
export type FileSummary = z.infer<typeof fileShape>;

export const transferShape = z.object({
  id: idShape.describe('The file; while it is handed over, the upload'),
  name: z.string(),
  size: z.number().describe('Bytes'),
  bytes: z.number().describe('Bytes that are where they are to be'),
  direction: z.enum(['up', 'down']),
  state: z
    .enum(['reading', 'moving', 'waiting', 'paused', 'done', 'failed'])
    .describe('Being handed over, under way, waiting for somebody to be online, held, there, or given up'),
  problem: z
    .object({ code: z.string(), message: z.string(), next: z.string() })
    .optional()
    .describe('Why it waits or was given up, and what to do'),
  channel: idShape,
});
export type Transfer = z.infer<typeof transferShape>;

export const pollShape = z.object({
  options: z.array(
    z.object({ text: z.string(), votes: z.number(), own: z.boolean(), names: z.array(z.string()) }),
  ),
  multiple: z.boolean().describe('Whether one may choose several'),
  closed: z.boolean(),
  voters: z.number(),
});
export type Poll = z.infer<typeof pollShape>;

export const inferenceShape = z.object({
  model: z.string(),
  promptTokens: z.number(),
  answerTokens: z.number(),
  ms: z.number().describe('How long it took'),
  sources: z.array(idShape).describe('The messages that it used'),
});

export const messageShape = z.object({
  id: idShape,
  channel: idShape.optional().describe('The channel that it is in'),
  author: z.string().describe('The display name; of an imported line, the name in the file'),
  time: z.string().describe('ISO 8601; of an imported line, the time as in the file'),
  text: z.string(),
  state: deliveryStateShape.describe(
    "Where it is: only here, on a relay, on another member's device, or read by somebody who shares that",
  ),
  kind: z.enum(['post', 'import']),
  authorId: idShape.describe('The account that wrote it; of an imported line, the account that imported it'),
  importedBy: z.string().optional().describe('The display name of who imported it'),
  own: z.boolean().describe('Whether this account wrote or imported it'),
  clock: z.number().describe('Its place in time: hybrid logical clock'),
  edited: z.string().optional().describe('When it was last edited, ISO 8601'),
  deleted: z.boolean().optional().describe('Deleted for everyone: its text is gone'),
  reactions: z.array(reactionShape).optional(),
  replyTo: z
    .object({ id: idShape, author: z.string(), text: z.string(), missing: z.boolean() })
    .optional()
    .describe(
      'The message that it answers: the beginning of its text; missing where it is gone or not here yet',
    ),
  root: idShape.optional().describe('The message that its thread began with'),
  apart: z.boolean().optional().describe('Shown in its thread only, not in the channel'),
  replies: z
    .object({ count: z.number(), last: z.string(), authors: z.array(idShape) })
    .optional()
    .describe('The thread that began with it'),
  mentions: z
    .object({
      self: z.boolean(),
      everyone: z.enum(['here', 'channel']).optional(),
      accounts: z.array(idShape),
    })
    .optional(),
  pinned: z.boolean().optional(),
  saved: z.boolean().optional(),
  hidden: z.boolean().optional().describe('Taken away for this account only: its text is not shown'),
  forked: z
    .boolean()
    .optional()
    .describe('Its device wrote two histories here; nobody has said which one counts'),
  blocked: z.boolean().optional().describe('By somebody whom this account has blocked'),
  withheld: findingShape
    .optional()
    .describe(
      'What moderation found in it: those who read are warned first, until somebody in charge reviewed it',
    ),
  files: z.array(fileShape).optional(),
  inference: inferenceShape.optional().describe('How a model wrote it, by an AI node'),
  second: z
    .boolean()
    .optional()
    .describe('An answer to what another AI node, or the same one, had answered already: folded away'),
  poll: pollShape.optional(),
  expires: z.string().optional().describe('When it disappears, ISO 8601'),
  earlierComing: z.boolean().optional().describe('Messages before it are still on their way to this device'),
});
export type Message = z.infer<typeof messageShape>;

export const roleShape = z.enum(['owner', 'admin', 'moderator', 'member', 'guest', 'ai', 'bot']);
export type Role = z.infer<typeof roleShape>;
/** What a higher rank may make of somebody. */
export const grantedRoleShape = z.enum(['admin', 'moderator', 'member']);

export const accountStateShape = z.object({
  state: z.enum(['none', 'locked', 'ready']).describe('No account yet, locked by a passphrase, or ready'),
  name: z.string().optional(),
  account: idShape.optional(),
  device: idShape.optional(),
  fingerprint: z.string().optional().describe('The account in a form to read out and compare'),
  vault: z.enum(['passphrase', 'file']).optional().describe("What protects the profile's key"),
  protection: z.string().optional().describe('The same in words'),
  profile: z.string().describe('The folder of the profile'),
});
export type AccountState = z.infer<typeof accountStateShape>;

export const protectionShape = z.object({
  lock: z.enum(['passphrase', 'file']).describe("What protects the profile's key"),
  protection: z.string().describe('The same in words'),
  next: z.string().optional().describe('What would protect it better'),
  since: z.string().describe('Since when it is so, ISO 8601'),
  cipher: z.string().describe('What the database is encrypted with'),
  stretching: z.string().optional().describe('What makes guessing the passphrase slow'),
  autoLock: z.number().describe('Minutes without use after which it locks itself; 0 for never'),
  profile: z.string().describe('The folder of the profile'),
});
export type Protection = z.infer<typeof protectionShape>;

export const deviceShape = z.object({
  device: idShape,
  fingerprint: z.string(),
  since: z.string().describe('When the account certified it, ISO 8601'),
  name: z.string().optional().describe('What you call it, if anything: your devices alone know'),
  self: z.boolean().describe('Whether it is this one'),
  removable: z
    .boolean()
    .describe('Whether this device can put it out: one that was added earlier, not one that was added later'),
  spaces: z.array(z.string()).describe('Names of the spaces that it is in'),
});
export type Device = z.infer<typeof deviceShape>;

export const spaceSummaryShape = z.object({
  id: idShape,
  name: z.string(),
  state: z
    .enum(['ready', 'waiting', 'removed', 'failed'])
    .describe("Ready, waiting for a member's device to let us in, removed from it, or refused"),
  role: roleShape.optional(),
  kind: z.enum(['direct', 'channel']).optional().describe('Of a small space: what it is'),
  problem: z.object({ code: z.string(), message: z.string(), next: z.string() }).optional(),
});
export type SpaceSummary = z.infer<typeof spaceSummaryShape>;

export const channelSummaryShape = z.object({
  id: idShape,
  name: z.string(),
  messages: z.number(),
  private: z.boolean().optional().describe('Only those who were added see it'),
  archived: z.boolean().optional(),
  topic: z.string().optional(),
  withholds: z
    .boolean()
    .optional()
    .describe('Some of what moderation finds is hidden until somebody in charge reviewed it'),
  retention: z.number().optional().describe('Seconds after which messages written now disappear'),
});
export type ChannelSummary = z.infer<typeof channelSummaryShape>;

export const memberShape = z.object({
  account: idShape,
  name: z.string(),
  role: roleShape,
  self: z.boolean(),
  devices: z.number(),
  fingerprint: z.string(),
  since: z.string().describe('ISO 8601'),
  canRemove: z.boolean().describe('Whether this account may remove that member'),
});
export type Member = z.infer<typeof memberShape>;
