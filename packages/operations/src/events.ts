/** What a peer tells its views unasked. Events say what changed; views ask for the rest. */
import { z } from 'zod';
import { nodeWordShape } from './ai-shapes.ts';
import { canvasCursorShape } from './canvas-shapes.ts';
import { pluginNoticeShape, wordsShape } from './plugin-shapes.ts';
import { idShape, messageShape, transferShape } from './shapes.ts';

/** What is done with the database as a whole. */
export const storageWorkShape = z.enum(['check', 'repair', 'upgrade']);
export type StorageWork = z.infer<typeof storageWorkShape>;

export const eventShape = z.discriminatedUnion('type', [
  /** The account was created, restored or unlocked. */
  z.object({ type: z.literal('account') }),
  /** The list of spaces changed. */
  z.object({ type: z.literal('spaces') }),
  /** Members, channels, roles or the name of a space changed. */
  z.object({ type: z.literal('space'), space: idShape }),
  /** The list of direct messages changed. */
  z.object({ type: z.literal('directs') }),
  /** Messages arrived or were written: at most a page of them; `more` where there are others to ask for. */
  z.object({
    type: z.literal('messages'),
    space: idShape,
    channel: idShape,
    messages: z.array(messageShape),
    more: z.boolean(),
  }),
  /** Messages that were there look different now: edited, reacted to, pinned, deleted, voted on, saved. */
  z.object({ type: z.literal('changed'), space: idShape, channel: idShape, messages: z.array(messageShape) }),
  /** Messages were taken away, by a cutoff. */
  z.object({ type: z.literal('reset'), space: idShape, channel: idShape }),
  /** Own messages up to these clocks are on a relay, and on another member's device. */
  z.object({
    type: z.literal('delivery'),
    space: idShape,
    channel: idShape,
    relay: z.number(),
    delivered: z.number(),
    within: idShape
      .optional()
      .describe('Of a conversation with several parts: the channel that this is about'),
  }),
  /**
   * A canvas changed: base64url of a Yjs update. Without one it was built anew, since a cutoff took edits out of it or
   * brought them back: it has to be opened again.
   */
  z.object({ type: z.literal('canvas'), space: idShape, channel: idShape, update: z.string().optional() }),
  /** Somebody is in a canvas, moved in it, or (without `cursor`) left it. */
  z.object({
    type: z.literal('cursor'),
    space: idShape,
    channel: idShape,
    ...canvasCursorShape.partial({ cursor: true }).shape,
  }),
  /** An AI node is writing an answer: all of it so far, or (without text) no longer. */
  z.object({
    type: z.literal('answering'),
    space: idShape,
    channel: idShape,
    to: idShape.describe('The message that it answers'),
    account: idShape,
    name: z.string(),
    text: z.string().optional(),
  }),
  /** To an AI node: how another one of a channel is, and what it is answering. */
  z.object({
    type: z.literal('node'),
    space: idShape,
    channel: idShape,
    account: idShape,
    at: z.number().describe('When it was heard, in milliseconds since 1970'),
    ...nodeWordShape.shape,
  }),
  /** A file on its way got on, or came to an end. */
  z.object({ type: z.literal('file'), space: idShape, transfer: transferShape }),
  /** How far looking through, repairing or upgrading the database is: a share of 1 ends it. */
  z.object({ type: z.literal('storage'), work: storageWorkShape, share: z.number().min(0).max(1) }),
  /** What is unread in a space changed. */
  z.object({ type: z.literal('unread'), space: idShape }),
  /** Own messages up to this clock were read by somebody who shares that. */
  z.object({
    type: z.literal('read'),
    space: idShape,
    channel: idShape,
    upTo: z.number(),
    within: idShape.optional().describe('As of delivery'),
  }),
  /** Who is writing in a channel now: all of them, by account. */
  z.object({ type: z.literal('typing'), space: idShape, channel: idShape, accounts: z.array(idShape) }),
  /** Somebody came, went, or says something else about themselves. */
  z.object({ type: z.literal('presence'), space: idShape }),
  /** What the account keeps for itself changed, here or on another of its devices. */
  z.object({ type: z.literal('settings') }),
  /** A scheduled message was added, changed, sent or cancelled. */
  z.object({ type: z.literal('scheduled') }),
  /** A report came, or one was decided. */
  z.object({ type: z.literal('reports'), space: idShape }),
  /** The list of plugins changed, or how one of them is. */
  z.object({ type: z.literal('plugins') }),
  /** A plugin tells its open panels something. */
  z.object({ type: z.literal('plugin'), plugin: z.string(), data: z.unknown() }),
  /** A plugin has something to say to the person. */
  z.object({ type: z.literal('notice'), plugin: z.string(), name: wordsShape, notice: pluginNoticeShape }),
  /** The sync status of a space changed. */
  z.object({ type: z.literal('sync'), space: idShape }),
]);
export type PeerEvent = z.infer<typeof eventShape>;
