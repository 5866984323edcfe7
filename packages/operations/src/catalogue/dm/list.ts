import { z } from 'zod';
import { defineOperation } from '../../operation.ts';
import { directShape } from '../../shapes.ts';

export default defineOperation({
  id: 'dm.list',
  summary: 'List direct messages, and the requests of people who are not known yet',
  kind: 'query',
  roles: ['peer'],
  input: z.object({}),
  output: z.array(directShape),
  errors: ['NO_ACCOUNT'],
  examples: ['plexi dm list --json'],
  command: { fresh: true },
});
