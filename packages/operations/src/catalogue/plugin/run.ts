import { LIMITS } from '@plexi/protocol';
import { z } from 'zod';
import { defineOperation } from '../../operation.ts';
import { pluginNameShape, wordsShape } from '../../plugin-shapes.ts';
import { channelShape, spaceShape } from '../../shapes.ts';

export default defineOperation({
  id: 'plugin.run',
  summary: 'Run a slash command of a plugin',
  kind: 'command',
  roles: ['peer'],
  input: z.object({
    space: spaceShape,
    channel: channelShape,
    plugin: pluginNameShape.describe('The plugin'),
    command: z.string().min(1).max(32).describe('The command, without its slash'),
    text: z.string().max(LIMITS.messageBytes).default('').describe('What stands behind the command'),
    language: z.string().max(35).default('en').describe('The language to answer in'),
    offset: z
      .number()
      .int()
      .min(-1080)
      .max(1080)
      .default(0)
      .describe('Minutes that local time is ahead of UTC'),
  }),
  output: z.object({ said: wordsShape.optional().describe('What the plugin answers') }),
  errors: ['NO_ACCOUNT', 'NOT_FOUND', 'PLUGIN_STOPPED', 'PLUGIN_FAILED', 'TOO_LARGE'],
  examples: ['plexi plugin run reminders remind "me in 20 minutes to stretch" --space Lab --channel general'],
  command: { positional: ['plugin', 'command', 'text'] },
});
