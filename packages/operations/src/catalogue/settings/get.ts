import { z } from 'zod';
import { settingKeyShape } from '../../awareness.ts';
import { defineOperation } from '../../operation.ts';

export default defineOperation({
  id: 'settings.get',
  summary: 'Show your settings, which all your devices share',
  kind: 'query',
  roles: ['peer'],
  input: z.object({ key: settingKeyShape.optional().describe('One setting; without it, all') }),
  output: z.object({ values: z.record(z.string(), z.string()) }),
  errors: ['NO_ACCOUNT'],
  examples: ['plexi settings get', 'plexi settings get theme'],
  command: { positional: ['key'] },
});
