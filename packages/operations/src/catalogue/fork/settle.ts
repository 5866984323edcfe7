import { z } from 'zod';
import { forkShape } from '../../governance.ts';
import { defineOperation } from '../../operation.ts';
import { spaceShape } from '../../shapes.ts';

export default defineOperation({
  id: 'fork.settle',
  summary: 'Say which of two histories that a device wrote in a channel counts, for everybody and for good',
  kind: 'command',
  roles: ['peer'],
  input: z.object({
    space: spaceShape,
    fork: z.string().min(4).describe('The first digits of its id, as fork list shows it'),
    keep: z
      .enum(['shown', 'none'])
      .default('shown')
      .describe('What is shown here, or nothing of either from where they part'),
  }),
  output: z.array(forkShape),
  errors: ['NO_ACCOUNT', 'NOT_FOUND', 'AMBIGUOUS_NAME', 'NOT_ALLOWED', 'REMOVED_FROM_SPACE', 'DEVICE_FORKED'],
  examples: ['plexi fork settle --space Lab 3f9a --keep none'],
  command: { positional: ['fork'], fresh: true },
});
