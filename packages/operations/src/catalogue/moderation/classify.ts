import { MODERATION_LABELS } from '@plexi/protocol';
import { z } from 'zod';
import { defineOperation } from '../../operation.ts';

const score = z.number().min(0).max(1);

export default defineOperation({
  id: 'moderation.classify',
  summary: 'Judge messages from a file of newline-delimited JSON, a line of JSON for each',
  kind: 'query',
  roles: ['command'],
  input: z.object({
    path: z.string().min(1).describe('The file: one {"text": …} a line; - is standard input'),
  }),
  output: z.object({
    flagged: z.boolean(),
    label: z.enum([...MODERATION_LABELS, 'none']),
    confidence: score,
    scores: z.object(
      Object.fromEntries(MODERATION_LABELS.map((label) => [label, score])) as Record<
        (typeof MODERATION_LABELS)[number],
        typeof score
      >,
    ),
    tier: z.enum(['rules', 'classifier']).describe('Which of the two decided'),
    words: z.array(z.string()).describe('What the verdict is made of, as the message has it'),
  }),
  errors: ['NOT_FOUND', 'FILE_UNREADABLE', 'TOO_LARGE'],
  examples: ['plexi moderation classify messages.ndjson', 'plexi moderation classify -'],
  command: { positional: ['path'] },
});
