import { z } from 'zod';
import { unreadShape } from '../../awareness.ts';
import { defineOperation } from '../../operation.ts';
import { channelShape, idShape, spaceShape } from '../../shapes.ts';

export default defineOperation({
  id: 'unread.read',
  summary: 'Mark a channel as read, or as unread from a message on',
  kind: 'command',
  roles: ['peer'],
  input: z.object({
    space: spaceShape,
    channel: channelShape,
    upTo: idShape.optional().describe('Up to this message; without it, all'),
    since: idShape
      .optional()
      .describe('With --up-to: what was seen begins here; what arrived late before it stays unread'),
    from: idShape.optional().describe('Unread again from this message on'),
  }),
  output: unreadShape,
  errors: ['NO_ACCOUNT', 'NOT_FOUND'],
  examples: ['plexi unread read --space Lab --channel general'],
});
