import { z } from 'zod';
import { defineOperation } from '../../operation.ts';
import { wordsShape } from '../../plugin-shapes.ts';

export default defineOperation({
  id: 'plugin.shipped',
  summary: 'List plugins that ship with PlexiChat and are not installed',
  kind: 'query',
  roles: ['peer'],
  input: z.object({}),
  output: z.array(
    z.object({
      id: z.string(),
      version: z.string(),
      name: wordsShape,
      summary: wordsShape,
      asks: z.array(z.string()),
    }),
  ),
  errors: ['NO_ACCOUNT'],
  examples: ['plexi plugin shipped'],
});
