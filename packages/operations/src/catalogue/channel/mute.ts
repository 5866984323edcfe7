import { z } from 'zod';
import { channelNotifyShape, notifyLevelShape } from '../../awareness.ts';
import { defineOperation } from '../../operation.ts';
import { channelShape, spaceShape } from '../../shapes.ts';

export default defineOperation({
  id: 'channel.mute',
  summary: 'Choose what a channel may notify you of',
  kind: 'command',
  roles: ['peer'],
  input: z.object({
    space: spaceShape,
    channel: channelShape,
    level: notifyLevelShape.default('none').describe('Everything, mentions only, or nothing'),
  }),
  output: channelNotifyShape,
  errors: ['NO_ACCOUNT', 'NOT_FOUND'],
  examples: [
    'plexi channel mute --space Lab --channel general',
    'plexi channel mute --space Lab --channel general --level mentions',
  ],
});
