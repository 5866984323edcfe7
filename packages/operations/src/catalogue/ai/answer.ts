import { LIMITS } from '@plexi/protocol';
import { z } from 'zod';
import { defineOperation } from '../../operation.ts';
import { idShape, inferenceShape, messageShape, messageTextShape, spaceShape } from '../../shapes.ts';
import { WRITING_ERRORS } from '../../writing-errors.ts';

export default defineOperation({
  id: 'ai.answer',
  summary: 'Answer a message as an AI node, with how the answer was made',
  kind: 'command',
  roles: ['peer'],
  input: z.object({
    space: spaceShape,
    id: idShape,
    text: messageTextShape,
    inference: inferenceShape.extend({ sources: z.array(idShape).max(LIMITS.inferenceSources) }),
  }),
  output: messageShape,
  errors: [...WRITING_ERRORS, 'MESSAGE_DELETED', 'TOO_LARGE'],
  examples: [],
  command: { omitted: true },
});
