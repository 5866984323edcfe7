/** What crosses a plugin's border, as JSON: parsed here, on the host's side, before anything is done with it. */

import { PLUGIN_EVENTS, wordsShape } from '@plexi/plugin-api';
import { LIMITS } from '@plexi/protocol';
import { z } from 'zod';

const askId = z.int().min(1);
const key = z.string().min(1).max(LIMITS.pluginKeyChars);
const word = z
  .string()
  .max(32)
  .regex(/^[a-z][a-z0-9-]*$/);
const named = z.string().min(1).max(64);
const placeId = z.string().regex(/^[0-9a-f]{64}$/);

const noticeShape = z.object({
  title: wordsShape(LIMITS.pluginNoticeChars),
  body: wordsShape(LIMITS.pluginNoticeChars).optional(),
  space: placeId.optional(),
  channel: placeId.optional(),
});

/** From the code to the host. */
export const guestMessage = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('call'), ask: askId, operation: z.string().max(64), input: z.unknown() }),
  z.object({ kind: z.literal('get'), ask: askId, key }),
  z.object({ kind: z.literal('set'), ask: askId, key, value: z.unknown() }),
  z.object({ kind: z.literal('remove'), ask: askId, key }),
  z.object({ kind: z.literal('keys'), ask: askId }),
  z.object({ kind: z.literal('notify'), ask: askId, notice: noticeShape }),
  z.object({ kind: z.literal('listen'), type: z.enum(PLUGIN_EVENTS) }),
  z.object({ kind: z.literal('timer'), id: askId, at: z.number() }),
  z.object({ kind: z.literal('cancel'), id: askId }),
  z.object({ kind: z.literal('command'), name: word, summary: wordsShape(120) }),
  z.object({ kind: z.literal('answer'), name: named }),
  z.object({ kind: z.literal('answered'), request: askId, output: z.unknown() }),
  z.object({ kind: z.literal('failed'), request: askId, message: z.string().max(300) }),
  z.object({ kind: z.literal('tell'), data: z.unknown() }),
  z.object({ kind: z.literal('log'), text: z.string() }),
  /** The code itself came to its end, or threw. */
  z.object({ kind: z.literal('loaded') }),
  z.object({ kind: z.literal('broken'), message: z.string().max(300) }),
]);
export type GuestMessage = z.infer<typeof guestMessage>;

/** From the host to the code; `now` is added when it is delivered. */
export type Delivery =
  | { kind: 'reply'; id: number; output: unknown }
  | { kind: 'reply'; id: number; error: { code: string; message: string } }
  | { kind: 'event'; event: unknown }
  | { kind: 'timer'; id: number }
  | { kind: 'command'; id: number; name: string; input: unknown }
  | { kind: 'question'; id: number; name: string; input: unknown };

/** From the sandbox's thread to its owner. */
export const threadMessage = z.discriminatedUnion('type', [
  z.object({ type: z.literal('said'), text: z.string() }),
  /** A turn is over; `fault` where it was cut short. */
  z.object({ type: z.literal('turned'), ms: z.number(), fault: z.string().max(400).optional() }),
]);
export type ThreadMessage = z.infer<typeof threadMessage>;

/** To the sandbox's thread: what it is to run, and within what: bytes, milliseconds, counts. */
export interface ThreadStart {
  code: string;
  now: number;
  limits: {
    memoryBytes: number;
    stackBytes: number;
    turnMs: number;
    messageBytes: number;
    messagesPerTurn: number;
  };
}
