import { z } from 'zod';
import { defineOperation } from '../../operation.ts';

export default defineOperation({
  id: 'app.quit',
  summary: 'Quit: stop this client',
  kind: 'command',
  roles: ['app'],
  input: z.object({}),
  output: z.object({}),
  errors: [],
  examples: [],
  command: { omitted: true },
});
