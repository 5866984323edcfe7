import { z } from 'zod';
import { settingKeyShape, settingValueShape } from '../../awareness.ts';
import { defineOperation } from '../../operation.ts';

export default defineOperation({
  id: 'settings.set',
  summary: 'Change a setting on all your devices',
  kind: 'command',
  roles: ['peer'],
  input: z.object({
    key: settingKeyShape.describe('The setting'),
    value: settingValueShape.describe('Its value; empty takes it away'),
  }),
  output: z.object({ values: z.record(z.string(), z.string()) }),
  errors: ['NO_ACCOUNT', 'TOO_LARGE'],
  examples: ['plexi settings set theme dark'],
  command: { positional: ['key', 'value'] },
});
