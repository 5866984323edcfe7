import { z } from 'zod';
import { defineOperation } from '../../operation.ts';
import { idShape, spaceShape } from '../../shapes.ts';

export default defineOperation({
  id: 'governance.verify',
  summary: 'Check the whole chain of decisions anew: every signature, every link, and the state that follows',
  kind: 'query',
  roles: ['peer'],
  input: z.object({ space: spaceShape }),
  output: z.object({
    sound: z.boolean(),
    entries: z.number().describe('Decisions that were checked'),
    logs: z.number().describe("Devices' logs that they are in"),
    counting: z.number().describe('Decisions that count'),
    fingerprint: z.string().describe('Of the state: the same on every device that has the same decisions'),
    waiting: z
      .number()
      .describe('Decisions that build on others which have not come here yet, as while this device syncs'),
    problems: z.array(z.object({ entry: idShape.optional(), problem: z.string() })),
  }),
  errors: ['NO_ACCOUNT', 'NOT_FOUND'],
  examples: ['plexi governance verify --space Lab'],
  command: { fresh: true },
});
