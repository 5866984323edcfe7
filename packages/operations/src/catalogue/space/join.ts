import { z } from 'zod';
import { defineOperation } from '../../operation.ts';
import { spaceSummaryShape } from '../../shapes.ts';

export default defineOperation({
  id: 'space.join',
  summary: 'Join a space by an invite link',
  kind: 'command',
  roles: ['peer'],
  input: z.object({
    link: z.string().max(8192).describe('The invite link'),
    timeout: z.coerce
      .number()
      .min(0)
      .max(86400)
      .default(15)
      .describe("Seconds to wait for a member's device before leaving the rest to the background"),
    as: z
      .enum(['member', 'guest', 'ai', 'bot'])
      .optional()
      .describe('Refuse an invite that makes anything else: before anybody is asked'),
  }),
  output: spaceSummaryShape,
  errors: [
    'NO_ACCOUNT',
    'INVITE_INVALID',
    'INVITE_EXPIRED',
    'INVITE_USED_UP',
    'INVITE_REVOKED',
    'INVITE_UNKNOWN',
    'INVITE_BANNED',
    'INVITE_OTHER_ROLE',
    'ALREADY_MEMBER',
    'RELAY_UNREACHABLE',
  ],
  examples: ['plexi space join plexi://join/…'],
  command: { positional: ['link'], stdin: 'link', online: true },
});
