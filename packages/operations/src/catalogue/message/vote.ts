import { LIMITS } from '@plexi/protocol';
import { z } from 'zod';
import { defineOperation } from '../../operation.ts';
import { idShape, messageShape, spaceShape } from '../../shapes.ts';
import { WRITING_ERRORS } from '../../writing-errors.ts';

export default defineOperation({
  id: 'message.vote',
  summary: 'Vote in a poll; a later vote replaces an earlier one',
  kind: 'command',
  roles: ['peer'],
  input: z.object({
    space: spaceShape,
    id: idShape.describe('The poll'),
    choices: z
      .array(
        z.coerce
          .number()
          .int()
          .min(0)
          .max(LIMITS.pollOptions - 1),
      )
      .max(LIMITS.pollOptions)
      .default([])
      .describe('The places of the chosen options, from 0; none takes the vote back'),
  }),
  output: messageShape,
  errors: [...WRITING_ERRORS, 'NOT_A_POLL', 'POLL_CLOSED', 'MESSAGE_DELETED'],
  examples: ['plexi message vote --space Lab ID --choices 1'],
  command: { positional: ['id'] },
});
