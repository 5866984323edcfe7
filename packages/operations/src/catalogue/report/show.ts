import { z } from 'zod';
import { defineOperation } from '../../operation.ts';
import { shownReportShape } from '../../report.ts';
import { idShape, spaceShape } from '../../shapes.ts';

export default defineOperation({
  id: 'report.show',
  summary:
    'Show a report with its evidence: what was written, by whom, in what order, and each check by name',
  kind: 'query',
  roles: ['peer'],
  input: z.object({ space: spaceShape, id: idShape.describe('The report') }),
  output: shownReportShape,
  errors: ['NO_ACCOUNT', 'NOT_FOUND'],
  examples: ['plexi report show --space Lab 77c0…'],
  command: { fresh: true, positional: ['id'] },
});
