/** Shapes of direct messages. */
import { z } from 'zod';
import { idShape } from './shapes.ts';

export const directPersonShape = z.object({
  account: idShape,
  name: z.string(),
  self: z.boolean(),
  left: z.boolean().describe('Left the conversation'),
});
export type DirectPerson = z.infer<typeof directPersonShape>;

/** A direct message, with one other or several. */
export const directShape = z.object({
  space: idShape.describe('Its id: a direct message is a small space of its own'),
  channel: idShape,
  name: z.string().describe('The names of the others'),
  state: z.enum(['ready', 'waiting', 'left']).describe('Ready, still arriving, or left'),
  request: z.boolean().describe('From somebody who is not known yet: nothing is sent before it is accepted'),
  by: z.object({ account: idShape, name: z.string() }).describe('Who opened it'),
  members: z.array(directPersonShape),
  messages: z.number(),
  latest: z.object({ author: z.string(), text: z.string(), time: z.string() }).optional(),
  earlier: z
    .array(z.object({ space: idShape, channel: idShape }))
    .optional()
    .describe('Others of the same people that are read as one with it'),
});
export type Direct = z.infer<typeof directShape>;
