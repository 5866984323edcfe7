/** What travels between a host and the peer's process, over whatever carries messages between the two. */
import { storageWorkShape } from '@plexi/operations';
import { z } from 'zod';

const connection = z.number().int().positive();

/** From the host. `init` comes first and once. */
export const toPeerFrame = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('init'),
    /** The profile's folder. */
    profile: z.string(),
    defaultRelays: z.array(z.string()),
  }),
  z.object({ type: z.literal('open'), connection }),
  z.object({ type: z.literal('text'), connection, text: z.string() }),
  z.object({ type: z.literal('close'), connection }),
  z.object({ type: z.literal('stop') }),
]);
export type ToPeerFrame = z.infer<typeof toPeerFrame>;

/** From the peer. `ready` or `failed` answers `init`; before them, how far work on the database is. */
export const fromPeerFrame = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ready') }),
  z.object({ type: z.literal('storage'), work: storageWorkShape, share: z.number().min(0).max(1) }),
  z.object({
    type: z.literal('failed'),
    code: z.string(),
    owner: z.string(),
    message: z.string(),
    next: z.string(),
    detail: z.string().optional(),
  }),
  z.object({ type: z.literal('text'), connection, text: z.string() }),
  z.object({ type: z.literal('close'), connection }),
]);
export type FromPeerFrame = z.infer<typeof fromPeerFrame>;
export type PeerFailure = Omit<Extract<FromPeerFrame, { type: 'failed' }>, 'type'>;
