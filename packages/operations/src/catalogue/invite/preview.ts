import { z } from 'zod';
import { defineOperation } from '../../operation.ts';
import { idShape } from '../../shapes.ts';

export default defineOperation({
  id: 'invite.preview',
  summary: 'Say what an invite link leads to, before joining',
  kind: 'query',
  roles: ['peer'],
  input: z.object({ link: z.string().max(8192).describe('The invite link') }),
  output: z.object({
    space: z.string().describe('The name that the link gives the space'),
    spaceId: idShape,
    inviter: z.string().describe('The name that the link gives the inviter'),
    fingerprint: z.string().describe("The inviter's account, to compare"),
    expires: z.string(),
    expired: z.boolean(),
    localOnly: z.boolean(),
    relays: z.array(z.string()),
    member: z.boolean().describe('Whether this account is in the space already'),
  }),
  errors: ['INVITE_INVALID'],
  examples: ['plexi invite preview plexi://join/…'],
  command: { positional: ['link'], stdin: 'link' },
});
