import { LIMITS } from '@plexi/protocol';
import { z } from 'zod';
import { defineOperation } from '../../operation.ts';
import { spaceSummaryShape } from '../../shapes.ts';

export default defineOperation({
  id: 'device.adopt',
  summary: 'Bring this device into all spaces of the account, by a link made on another device of yours',
  kind: 'command',
  roles: ['peer'],
  input: z.object({
    link: z.string().max(LIMITS.deviceLinkBytes).describe('The device link'),
    timeout: z.coerce
      .number()
      .min(0)
      .max(86400)
      .default(15)
      .describe("Seconds to wait for a member's device before leaving the rest to the background"),
  }),
  output: z.array(spaceSummaryShape),
  errors: ['NO_ACCOUNT', 'INVITE_INVALID', 'INVITE_EXPIRED', 'INVITE_OTHER_ACCOUNT', 'RELAY_UNREACHABLE'],
  examples: ['plexi device adopt plexi://device/…'],
  command: { positional: ['link'], stdin: 'link', online: true },
});
