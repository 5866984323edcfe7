/**
 * What goes between a node and its inference process, a line of JSON each. Both ends parse: a model file is somebody else's
 * program as far as we know, and may have taken the process over.
 */
import { ERROR_TABLE, type ErrorCode, LIMITS } from '@plexi/protocol';
import { z } from 'zod';
import { chatOutcomeShape, chatRequestShape, embeddingsShape } from './chat.ts';

const id = z.number().int().min(0);
const code = z.custom<ErrorCode>((value) => typeof value === 'string' && Object.hasOwn(ERROR_TABLE, value));
const failure = z.object({ code, detail: z.string().max(256).optional() });

export const orderShape = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('load'),
    path: z.string(),
    purpose: z.enum(['chat', 'embedding']),
    contextTokens: z.number().int().min(1),
    /** Whether a graphics card may be used where there is one. */
    gpu: z.boolean(),
    /** @default what llama.cpp thinks best */
    threads: z.number().int().min(1).optional(),
  }),
  z.object({ kind: z.literal('chat'), id, request: chatRequestShape }),
  z.object({
    kind: z.literal('embed'),
    id,
    texts: z.array(z.string()).min(1).max(LIMITS.embeddingTexts),
  }),
  z.object({ kind: z.literal('cancel'), id }),
]);
export type Order = z.infer<typeof orderShape>;

const loadedShape = z.object({
  /** What computes: `cuda`, `metal`, `vulkan` or `cpu`. */
  device: z.enum(['cuda', 'metal', 'vulkan', 'cpu']),
  contextTokens: z.number().int().min(1),
});
export type Loaded = z.infer<typeof loadedShape>;

export const reportShape = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('alive') }),
  loadedShape.extend({ kind: z.literal('loaded') }),
  failure.extend({ kind: z.literal('unloaded') }),
  z.object({ kind: z.literal('text'), id, text: z.string() }),
  chatOutcomeShape.extend({ kind: z.literal('answered'), id }),
  embeddingsShape.extend({ kind: z.literal('embedded'), id }),
  failure.extend({ kind: z.literal('failed'), id }),
]);
export type Report = z.infer<typeof reportShape>;

/** Where the channel is in the process: behind standard input, output and error. */
export const CHANNEL_FD = 3;
/** How often the process says that it is alive, in milliseconds. */
export const ALIVE_MS = 2_000;
