/** What several canvas.* operations take or give. */
import { LIMITS } from '@plexi/protocol';
import { z } from 'zod';
import { idShape } from './shapes.ts';
import { withinBytes } from './within-bytes.ts';

/** A place in a canvas's history: the hybrid logical clock of its last edit, in decimal. */
export const canvasPlaceShape = z.string().regex(/^\d{1,16}$/, 'not a version');

export const canvasTextShape = z
  .string()
  .refine(withinBytes(LIMITS.canvasTextBytes), 'that is too long for a canvas');

export const canvasCursorShape = z.object({
  device: idShape,
  account: idShape,
  name: z.string(),
  cursor: z.string().describe('Yjs relative positions of the selection, as JSON'),
});
export type CanvasCursor = z.infer<typeof canvasCursorShape>;
