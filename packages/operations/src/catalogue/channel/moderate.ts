import { z } from 'zod';
import {
  channelPolicyShape,
  moderationLabelShape,
  moderationLevelShape,
  policyWordsShape,
} from '../../moderation.ts';
import { defineOperation } from '../../operation.ts';
import { channelShape, spaceShape } from '../../shapes.ts';

const level = (what: string) =>
  moderationLevelShape.optional().describe(`How closely to look for ${what}; without it as it was`);

export default defineOperation({
  id: 'channel.moderate',
  summary: 'Decide how the messages of a channel are moderated from now on',
  kind: 'command',
  roles: ['peer'],
  input: z.object({
    space: spaceShape,
    channel: channelShape,
    toxicity: level('insults'),
    hate: level('hate'),
    threat: level('threats'),
    sexual: level('sexual words'),
    spam: level('spam'),
    scam: level('fraud'),
    hide: z
      .array(z.enum([...moderationLabelShape.options, 'none']))
      .max(moderationLabelShape.options.length)
      .optional()
      .describe('What is hidden until somebody has reviewed it: these and no others; none for nothing'),
    block: policyWordsShape
      .optional()
      .describe('Words to add to those that flag a message; word* as a beginning'),
    allow: policyWordsShape.optional().describe('Words to add to those that are no reason for anything'),
    forget: policyWordsShape.optional().describe('Words to take off both lists'),
    reset: z.boolean().default(false).describe('Begin from what holds where nobody has decided'),
  }),
  output: channelPolicyShape,
  errors: ['NO_ACCOUNT', 'NOT_FOUND', 'NOT_ALLOWED', 'REMOVED_FROM_SPACE', 'KEY_MISSING', 'TOO_LARGE'],
  examples: [
    'plexi channel moderate --space Lab --channel general --hate strict --hide hate --hide scam',
    "plexi channel moderate --space Lab --channel general --block 'free coins' --allow damn",
  ],
  command: { fresh: true },
});
