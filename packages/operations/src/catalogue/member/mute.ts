import { z } from 'zod';
import { momentShape } from '../../awareness.ts';
import { defineOperation } from '../../operation.ts';
import { channelShape, idShape, spaceShape } from '../../shapes.ts';

export default defineOperation({
  id: 'member.mute',
  summary: "Take a member's voice, in one channel or in all: what they write from then on is not shown",
  kind: 'command',
  roles: ['peer'],
  input: z.object({
    space: spaceShape,
    name: z.string().min(1).max(256).describe('The member, by name or account id'),
    channel: channelShape.optional(),
    until: momentShape.optional().describe('When it ends, ISO 8601; without it until it is lifted'),
  }),
  output: z.object({ account: idShape, name: z.string(), until: z.string().optional() }),
  errors: ['NO_ACCOUNT', 'NOT_FOUND', 'AMBIGUOUS_NAME', 'NOT_ALLOWED', 'REMOVED_FROM_SPACE', 'KEY_MISSING'],
  examples: ['plexi member mute --space Lab Ben --until 2026-12-24T18:00:00Z'],
  command: { fresh: true, positional: ['name'] },
});
