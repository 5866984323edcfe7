/** Shapes of verified people: who compared numbers with whom, and what changed since. */
import { z } from 'zod';
import { idShape } from './shapes.ts';

const verificationStateShape = z.enum(['none', 'verified', 'changed']);

export const verificationShape = z.object({
  account: idShape,
  name: z.string(),
  state: verificationStateShape.describe(
    'Never compared, verified, or verified before the account had the devices that are new',
  ),
  since: z.string().optional().describe('When the numbers were compared, ISO 8601'),
  devices: z
    .array(
      z.object({
        device: idShape,
        fingerprint: z.string(),
        since: z.string().describe('When the account certified it, ISO 8601'),
        isNew: z.boolean().describe('Whether it came after the numbers were compared'),
      }),
    )
    .describe('All that the account has in spaces which are here'),
});
export type Verification = z.infer<typeof verificationShape>;
