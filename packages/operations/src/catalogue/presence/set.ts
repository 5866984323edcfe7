import { z } from 'zod';
import { momentShape, presenceStatusShape, statusEmojiShape, statusTextShape } from '../../awareness.ts';
import { defineOperation } from '../../operation.ts';

export default defineOperation({
  id: 'presence.set',
  summary: 'Say whether you are there, with a few words if you like',
  kind: 'command',
  roles: ['peer'],
  input: z.object({
    status: presenceStatusShape
      .exclude(['offline'])
      .default('online')
      .describe('Here, away, or not to be disturbed'),
    text: statusTextShape.optional().describe('A few words; empty takes them away'),
    emoji: statusEmojiShape.optional().describe('One emoji beside them'),
    until: momentShape.optional().describe('When this ends, ISO 8601'),
  }),
  output: z.object({
    status: presenceStatusShape,
    text: z.string(),
    emoji: z.string(),
    until: z.string().optional(),
  }),
  errors: ['NO_ACCOUNT'],
  examples: [
    'plexi presence set dnd --until 2026-12-24T18:00:00Z',
    'plexi presence set away --text Lunch --emoji 🍜',
  ],
  command: { positional: ['status'], online: true },
});
