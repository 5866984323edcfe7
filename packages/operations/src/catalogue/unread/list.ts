import { z } from 'zod';
import { unreadShape } from '../../awareness.ts';
import { defineOperation } from '../../operation.ts';
import { spaceShape } from '../../shapes.ts';

export default defineOperation({
  id: 'unread.list',
  summary: 'List channels with messages that you have not read',
  kind: 'query',
  roles: ['peer'],
  input: z.object({ space: spaceShape.optional().describe('One space; without it, all') }),
  output: z.array(unreadShape),
  errors: ['NO_ACCOUNT', 'NOT_FOUND'],
  examples: ['plexi unread list', 'plexi unread list --space Lab --json'],
  command: { fresh: true },
});
