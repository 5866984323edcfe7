import { z } from 'zod';
import { defineOperation } from '../../operation.ts';
import { channelShape, spaceShape } from '../../shapes.ts';
import { WRITING_ERRORS } from '../../writing-errors.ts';

export default defineOperation({
  id: 'message.import',
  summary: 'Import lines of chat from a file of newline-delimited JSON',
  kind: 'command',
  roles: ['peer'],
  input: z.object({
    space: spaceShape,
    channel: channelShape,
    lines: z.string().describe('The file: one {author,time,text} a line'),
  }),
  output: z.object({ imported: z.number(), known: z.number().describe('Lines that were there already') }),
  errors: [...WRITING_ERRORS, 'NOT_ALLOWED', 'TOO_LARGE'],
  examples: ['plexi message import --space Lab --channel general chat.ndjson'],
  command: { positional: ['lines'], file: 'lines' },
});
