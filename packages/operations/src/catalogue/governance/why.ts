import { z } from 'zod';
import { whyShape } from '../../governance.ts';
import { defineOperation } from '../../operation.ts';
import { channelShape, spaceShape } from '../../shapes.ts';

export default defineOperation({
  id: 'governance.why',
  summary: 'Show the chain of changes behind a decision, or behind what a member may do',
  kind: 'query',
  roles: ['peer'],
  input: z.object({
    space: spaceShape,
    decision: z
      .string()
      .max(256)
      .describe('The decision by id or its beginning, as the log shows it; or a member by name'),
    may: z
      .string()
      .max(64)
      .optional()
      .describe('Of a member: the kind of act, like channel.archive; or write, with a channel'),
    channel: channelShape.optional(),
    on: z.string().max(256).optional().describe('Of a member: the member that the act is about'),
  }),
  output: whyShape,
  errors: ['NO_ACCOUNT', 'NOT_FOUND', 'AMBIGUOUS_NAME', 'INVALID_INPUT'],
  examples: [
    'plexi governance why --space Lab 3f9a',
    'plexi governance why --space Lab Ben --may member.remove --on Cleo',
    'plexi governance why --space Lab Gus --may write --channel general',
  ],
  command: { fresh: true, positional: ['decision'] },
});
