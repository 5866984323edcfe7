import { z } from 'zod';
import { directShape } from '../../direct.ts';
import { defineOperation } from '../../operation.ts';

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
