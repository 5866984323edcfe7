import { LIMITS } from '@plexi/protocol';
import { z } from 'zod';
import { loggedInferenceShape } from '../../ai-shapes.ts';
import { defineOperation } from '../../operation.ts';
import { channelShape, spaceShape } from '../../shapes.ts';

export default defineOperation({
  id: 'ai.log',
  summary: 'List what AI nodes inferred: for whom, with which model, from which messages, newest first',
  kind: 'query',
  roles: ['peer'],
  input: z.object({
    space: spaceShape,
    channel: channelShape.optional(),
    private: z
      .boolean()
      .optional()
      .describe('Instead what AI nodes inferred in private with this account, which nobody else can list'),
    limit: z.coerce.number().int().min(1).max(LIMITS.pageMessages).default(50).describe('How many at most'),
  }),
  output: z.array(loggedInferenceShape),
  errors: ['NO_ACCOUNT', 'NOT_FOUND'],
  examples: ['plexi ai log --space Lab', 'plexi ai log --space Lab --private'],
  command: { fresh: true },
});
