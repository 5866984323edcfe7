import { z } from 'zod';
import { defineOperation } from '../../operation.ts';
import { idShape } from '../../shapes.ts';

export default defineOperation({
  id: 'device.remove',
  summary: 'Put a lost device out of every space: it reads nothing that is written from now on',
  kind: 'command',
  roles: ['peer'],
  input: z.object({
    device: z.string().min(1).max(64).describe('The device: its id, or the beginning of it'),
  }),
  output: z.object({
    device: idShape,
    spaces: z.array(z.string()).describe('Spaces that it was put out of'),
    kept: z
      .array(z.object({ space: z.string(), reason: z.string() }))
      .describe('Spaces where that was not possible, and why'),
  }),
  errors: ['NO_ACCOUNT', 'NOT_FOUND', 'AMBIGUOUS_NAME', 'OWN_DEVICE', 'DEVICE_NEWER'],
  examples: ['plexi device remove 3f9a12'],
  command: { fresh: true, positional: ['device'] },
});
