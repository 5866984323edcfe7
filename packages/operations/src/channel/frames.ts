/** The interface's channel: what travels over a connection between a view and a peer, as JSON. */
import { z } from 'zod';
import { eventShape } from '../events.ts';

export const callFrame = z.object({
  call: z.number().int().nonnegative(),
  operation: z.string().max(64),
  input: z.unknown(),
});

export const errorShape = z.object({
  code: z.string(),
  owner: z.string(),
  message: z.string(),
  next: z.string(),
  detail: z.string().optional(),
});

export const replyFrame = z.union([
  z.object({ reply: z.number().int(), error: errorShape }),
  z.object({ reply: z.number().int(), output: z.unknown() }),
  z.object({ event: eventShape }),
]);
export type ReplyFrame = z.infer<typeof replyFrame>;
