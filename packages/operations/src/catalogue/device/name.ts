import { LIMITS } from '@plexi/protocol';
import { z } from 'zod';
import { defineOperation } from '../../operation.ts';
import { deviceShape } from '../../shapes.ts';
import { withinBytes } from '../../within-bytes.ts';

const CONTROL = /\p{Cc}/u;

export default defineOperation({
  id: 'device.name',
  summary: 'Call a device of yours something: only your devices know',
  kind: 'command',
  roles: ['peer'],
  input: z.object({
    device: z.string().min(1).max(64).describe('The device: its id, or the beginning of it'),
    name: z
      .string()
      .trim()
      .refine(withinBytes(LIMITS.nameBytes), 'the name is too long')
      .refine((name) => !CONTROL.test(name), 'a name is one line of text')
      .describe('Its name; empty to take it away'),
  }),
  output: deviceShape,
  errors: ['NO_ACCOUNT', 'NOT_FOUND', 'AMBIGUOUS_NAME'],
  examples: ["plexi device name 3f9a12 'Blue laptop'"],
  command: { fresh: true, positional: ['device', 'name'] },
});
