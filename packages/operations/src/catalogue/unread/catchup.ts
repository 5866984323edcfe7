import { LIMITS } from '@plexi/protocol';
import { z } from 'zod';
import { placedMessageShape, unreadShape } from '../../awareness.ts';
import { defineOperation } from '../../operation.ts';
import { spaceShape } from '../../shapes.ts';

export default defineOperation({
  id: 'unread.catchup',
  summary: 'Show what happened while you were away: mentions first, then channel by channel',
  kind: 'query',
  roles: ['peer'],
  input: z.object({
    space: spaceShape.optional().describe('One space; without it, all'),
    limit: z.coerce.number().int().min(1).max(LIMITS.pageMessages).default(50).describe('Mentions at most'),
  }),
  output: z.object({ mentions: z.array(placedMessageShape), channels: z.array(unreadShape) }),
  errors: ['NO_ACCOUNT', 'NOT_FOUND'],
  examples: ['plexi unread catchup'],
  command: { fresh: true },
});
