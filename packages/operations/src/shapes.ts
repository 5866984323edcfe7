/** Shapes that several operations share. Descriptions become help texts. */
import { LIMITS } from '@plexi/protocol';
import { z } from 'zod';

const encoder = new TextEncoder();
const withinBytes = (limit: number) => (text: string) => encoder.encode(text).length <= limit;
/** Unicode control characters (Cc) have no place in a name; line breaks would forge lines of output. */
const CONTROL = /\p{Cc}/u;

export const idShape = z.string().regex(/^[0-9a-f]{64}$/, 'not an id');

export const nameShape = z
  .string()
  .trim()
  .min(1, 'a name cannot be empty')
  .refine(withinBytes(LIMITS.nameBytes), 'the name is too long')
  .refine((name) => !CONTROL.test(name), 'a name is one line of text');

export const channelNameShape = nameShape.transform((name) => name.replace(/^#/, '')).pipe(nameShape);

export const spaceShape = z.string().min(1).max(256).describe('The space, by name or id');
export const channelShape = z.string().min(1).max(256).describe('The channel, by name or id');

export const messageTextShape = z
  .string()
  .min(1, 'a message cannot be empty')
  .refine(withinBytes(LIMITS.messageBytes), 'the message is too long');

export const deliveryStateShape = z.enum(['pending', 'relay', 'delivered']);
export type DeliveryState = z.infer<typeof deliveryStateShape>;

export const messageShape = z.object({
  id: idShape,
  author: z.string().describe('The display name; of an imported line, the name in the file'),
  time: z.string().describe('ISO 8601; of an imported line, the time as in the file'),
  text: z.string(),
  state: deliveryStateShape.describe("Where it is: only here, on a relay, or on another member's device"),
  kind: z.enum(['post', 'import']),
  authorId: idShape.describe('The account that wrote it; of an imported line, the account that imported it'),
  importedBy: z.string().optional().describe('The display name of who imported it'),
  own: z.boolean().describe('Whether this account wrote or imported it'),
  clock: z.number().describe('Its place in time: hybrid logical clock'),
});
export type Message = z.infer<typeof messageShape>;

export const roleShape = z.enum(['owner', 'admin', 'member']);
export type Role = z.infer<typeof roleShape>;

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

export const relayStateShape = z.object({
  device: idShape,
  address: z.string(),
  connected: z.boolean(),
  inSync: z.boolean().describe('Whether its signed frontier equals ours'),
  localOnly: z.boolean().describe('Whether it can be reached from this machine only'),
});

export const syncStatusShape = z.object({
  inSync: z.boolean().describe('Whether every listed relay and this device agree'),
  pendingEntries: z.number().describe('Entries that are on no relay yet'),
  unreadable: z.number().describe('Entries whose key has not arrived yet'),
  relays: z.array(relayStateShape),
  devices: z
    .array(z.object({ device: idShape, name: z.string(), relayed: z.boolean() }))
    .describe("Members' devices connected directly"),
});
export type SyncStatus = z.infer<typeof syncStatusShape>;

export const spaceSummaryShape = z.object({
  id: idShape,
  name: z.string(),
  state: z
    .enum(['ready', 'waiting', 'removed', 'failed'])
    .describe("Ready, waiting for a member's device to let us in, removed from it, or refused"),
  role: roleShape.optional(),
  problem: z.object({ code: z.string(), message: z.string(), next: z.string() }).optional(),
});
export type SpaceSummary = z.infer<typeof spaceSummaryShape>;

export const channelSummaryShape = z.object({ id: idShape, name: z.string(), messages: z.number() });
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
