/** What changes whom people speak with, as a timeline shows it. */
import { z } from 'zod';
import { idShape, roleShape } from './shapes.ts';

/** A change of whom a channel is shared with, or of who governs it: an act that counts. */
export const trustChangeShape = z.object({
  id: idShape.describe('Of the act'),
  clock: z.number().describe('Hybrid logical clock; changes and messages lie in its order'),
  time: z.string().describe('ISO 8601'),
  type: z.enum(['joined', 'left', 'removed', 'device.added', 'device.removed', 'role']),
  account: idShape,
  name: z.string(),
  by: idShape.describe('Whose act it was'),
  byName: z.string(),
  role: roleShape.optional().describe('Held from then on, of a change of role'),
});
export type TrustChange = z.infer<typeof trustChangeShape>;
