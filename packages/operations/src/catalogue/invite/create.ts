import { LIMITS } from '@plexi/protocol';
import { z } from 'zod';
import { defineOperation } from '../../operation.ts';
import { channelShape, spaceShape } from '../../shapes.ts';

export default defineOperation({
  id: 'invite.create',
  summary: 'Make an invite link',
  kind: 'command',
  roles: ['peer'],
  input: z.object({
    space: spaceShape,
    uses: z.coerce
      .number()
      .int()
      .min(1)
      .max(LIMITS.inviteUses)
      .default(25)
      .describe('How many people it admits'),
    role: z
      .enum(['member', 'guest', 'ai', 'bot'])
      .default('member')
      .describe('As what they come: a guest, an AI node or a bot reads and writes only where it is admitted'),
    channel: z
      .array(channelShape)
      .max(LIMITS.inviteChannels)
      .default([])
      .describe('Of a guest, an AI node or a bot: a channel that admits it at once; may be repeated'),
    days: z.coerce.number().min(0.00001).max(365).default(7).describe('How many days it lives'),
  }),
  output: z.object({
    link: z.string(),
    uses: z.number(),
    expires: z.string().describe('ISO 8601'),
    localOnly: z.boolean().describe('Whether the link only works on this machine'),
  }),
  errors: ['NO_ACCOUNT', 'NOT_FOUND', 'NOT_ALLOWED', 'INVALID_INPUT'],
  examples: [
    'plexi invite create --space Lab',
    'plexi invite create --space Lab --uses 1 --days 1 --json',
    'plexi invite create --space Lab --role guest --channel general',
  ],
  command: { fresh: true },
});
