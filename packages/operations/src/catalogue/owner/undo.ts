import { z } from 'zod';
import { undoingShape } from '../../governance.ts';
import { defineOperation } from '../../operation.ts';
import { spaceShape } from '../../shapes.ts';

export default defineOperation({
  id: 'owner.undo',
  summary:
    'Vote that what a member decided from some decision on does not count: it takes more than half of the owners',
  kind: 'command',
  roles: ['peer'],
  input: z.object({
    space: spaceShape,
    decision: z
      .string()
      .min(4)
      .max(64)
      .describe('The first decision that is not to count, by id or its beginning, as the log shows it'),
    device: z
      .boolean()
      .default(false)
      .describe('Only what the same device decided, and not the others of the account'),
    wrote: z.boolean().default(false).describe('Also what it wrote in channels of the space since then'),
    preview: z.boolean().default(false).describe('Only show what that would come to'),
  }),
  output: undoingShape,
  errors: [
    'NO_ACCOUNT',
    'NOT_FOUND',
    'AMBIGUOUS_NAME',
    'NOT_ALLOWED',
    'REMOVED_FROM_SPACE',
    'KEY_MISSING',
    'TOO_LARGE',
  ],
  examples: ['plexi owner undo --space Lab 3f9a --preview', 'plexi owner undo --space Lab 3f9a --wrote'],
  command: { fresh: true, positional: ['decision'] },
});
