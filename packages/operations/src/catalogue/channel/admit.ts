import { z } from 'zod';
import { momentShape } from '../../awareness.ts';
import { admissionShape } from '../../governance.ts';
import { defineOperation } from '../../operation.ts';
import { channelShape, spaceShape } from '../../shapes.ts';

export default defineOperation({
  id: 'channel.admit',
  summary: 'Let a guest, an AI node or a bot read and write in a channel',
  kind: 'command',
  roles: ['peer'],
  input: z.object({
    space: spaceShape,
    channel: channelShape,
    name: z.string().min(1).max(256).describe('The guest, AI node or bot, by name or account id'),
    history: z.boolean().default(false).describe('Let it read what was there before, too'),
    until: momentShape.optional().describe('When it ends, ISO 8601; without it until it is dismissed'),
  }),
  output: admissionShape,
  errors: ['NO_ACCOUNT', 'NOT_FOUND', 'AMBIGUOUS_NAME', 'NOT_ALLOWED', 'REMOVED_FROM_SPACE', 'KEY_MISSING'],
  examples: ['plexi channel admit --space Lab --channel general Atlas --until 2026-12-24T18:00:00Z'],
  command: { fresh: true, positional: ['name'] },
});
