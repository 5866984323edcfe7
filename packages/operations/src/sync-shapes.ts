/** [N5] Where a space stands: with its relays, and channel by channel. */
import { z } from 'zod';
import { idShape } from './shapes.ts';

export const relayStateShape = z.object({
  device: idShape,
  address: z.string(),
  connected: z.boolean(),
  inSync: z.boolean().describe('Whether its signed frontier equals ours'),
  localOnly: z.boolean().describe('Whether it can be reached from this machine only'),
  broken: z.number().describe('Proofs that it did not keep what it had signed to store: see proof list'),
});

const holderShape = z.object({
  device: idShape,
  kind: z
    .enum(['relay', 'member', 'own'])
    .describe("A relay, another person's device, or another of one's own"),
  name: z.string().describe("The person's name, or the relay's address"),
  connected: z.boolean(),
});
export type Holder = z.infer<typeof holderShape>;

const channelSyncShape = z.object({
  channel: idShape,
  kind: z
    .enum(['channel', 'decisions', 'keys', 'letters'])
    .describe('A channel, or what a space keeps beside them'),
  name: z.string().describe('Empty where it is no channel'),
  mine: z.number().describe('Entries that this device wrote there'),
  pending: z
    .number()
    .describe('Of these, how many are on no relay yet; where none is listed, on no other device'),
  stored: z
    .array(holderShape.extend({ entries: z.number().describe('How many of mine it signed to hold') }))
    .describe('Who signed to hold what this device wrote there'),
  lacking: z.number().describe('Entries of others that are known of and not here'),
  missing: z.number().describe('Entries that came without their words, for no known reason'),
  unreadable: z.number().describe('Entries whose key has not arrived yet'),
  sources: z
    .array(holderShape.extend({ because: z.enum(['signed', 'wrote']).describe('Why it should have it') }))
    .describe('Who should have what is missing here'),
});
export type ChannelSync = z.infer<typeof channelSyncShape>;

export const syncStatusShape = z.object({
  storage: z
    .enum(['ok', 'full', 'failing', 'damaged', 'repairing'])
    .describe(
      "Whether what is written reaches this device's disk: there is room, there is none, or writing fails; whether something there is damaged, or what was lost by that is fetched again",
    ),
  paused: z.boolean().describe('Whether this device works offline because it was told to'),
  inSync: z.boolean().describe('Whether every listed relay and this device agree'),
  pendingEntries: z
    .number()
    .describe('Entries that are on no relay yet; where none is listed, on no other device'),
  unreadable: z.number().describe('Entries whose key has not arrived yet'),
  missing: z.number().describe('Entries that came without their words, for no known reason'),
  coming: z
    .number()
    .describe('Earlier entries that are still on their way here, as far as those who have them have told'),
  relays: z.array(relayStateShape),
  devices: z
    .array(z.object({ device: idShape, name: z.string(), relayed: z.boolean() }))
    .describe("Members' devices connected directly"),
  channels: z
    .array(channelSyncShape)
    .describe(
      'Channels where something is pending or missing, at most a hundred; or the one that was asked for',
    ),
});
export type SyncStatus = z.infer<typeof syncStatusShape>;
