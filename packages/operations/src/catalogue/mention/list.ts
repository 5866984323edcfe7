import { LIMITS } from '@plexi/protocol';
import { z } from 'zod';
import { placedMessageShape } from '../../awareness.ts';
import { defineOperation } from '../../operation.ts';
import { spaceShape } from '../../shapes.ts';

export default defineOperation({
  id: 'mention.list',
  summary: 'List the messages that mention you, newest first',
  kind: 'query',
  roles: ['peer'],
  input: z.object({
    space: spaceShape.optional().describe('One space; without it, all'),
    limit: z.coerce.number().int().min(1).max(LIMITS.pageMessages).default(50).describe('How many at most'),
    unread: z.boolean().default(false).describe('Only those not read yet'),
  }),
  output: z.array(placedMessageShape),
  errors: ['NO_ACCOUNT', 'NOT_FOUND'],
  examples: ['plexi mention list', 'plexi mention list --space Lab --unread'],
  command: { fresh: true },
});
