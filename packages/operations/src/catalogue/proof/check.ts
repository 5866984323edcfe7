import { z } from 'zod';
import { defineOperation } from '../../operation.ts';
import { brokenReceiptShape } from '../../proof-shapes.ts';

export default defineOperation({
  id: 'proof.check',
  summary: 'Check a proof that a relay did not keep what it had signed to store; needs no profile',
  kind: 'query',
  roles: ['command'],
  input: z.object({ path: z.string().min(1).describe('The file; - is standard input') }),
  output: brokenReceiptShape,
  errors: ['NOT_FOUND', 'FILE_UNREADABLE', 'TOO_LARGE', 'PROOF_INVALID'],
  examples: ['plexi proof check relay-lost-entries.json', 'plexi proof check -'],
  command: { positional: ['path'] },
});
