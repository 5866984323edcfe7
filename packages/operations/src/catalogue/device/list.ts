import { z } from 'zod';
import { defineOperation } from '../../operation.ts';
import { deviceShape } from '../../shapes.ts';

export default defineOperation({
  id: 'device.list',
  summary: 'List the devices of your account, and the spaces that each is in',
  kind: 'query',
  roles: ['peer'],
  input: z.object({}),
  output: z.array(deviceShape),
  errors: ['NO_ACCOUNT'],
  examples: ['plexi device list'],
  command: { fresh: true },
});
