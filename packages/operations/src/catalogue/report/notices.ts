import { z } from 'zod';
import { defineOperation } from '../../operation.ts';
import { noticeShape } from '../../report.ts';
import { spaceShape } from '../../shapes.ts';

export default defineOperation({
  id: 'report.notices',
  summary: 'List what those in charge of a space decided about what you wrote',
  kind: 'query',
  roles: ['peer'],
  input: z.object({ space: spaceShape }),
  output: z.array(noticeShape),
  errors: ['NO_ACCOUNT', 'NOT_FOUND'],
  examples: ['plexi report notices --space Lab'],
  command: { fresh: true },
});
