import { z } from 'zod';
import { defineOperation } from '../../operation.ts';

export default defineOperation({
  id: 'device.link',
  summary: 'Make a link that brings one more device of yours into all your spaces',
  kind: 'command',
  roles: ['peer'],
  input: z.object({
    days: z.coerce.number().min(0.00001).max(30).default(1).describe('How many days it lives'),
  }),
  output: z.object({
    link: z.string().describe('A secret; of no use without the recovery phrase'),
    spaces: z.number().describe('Spaces that it leads into'),
    expires: z.string().describe('ISO 8601'),
    localOnly: z.boolean().describe('Whether the link only works on this machine'),
  }),
  errors: ['NO_ACCOUNT', 'NOT_FOUND'],
  examples: ['plexi device link', 'plexi device link --days 0.1 --json'],
  command: { fresh: true },
});
