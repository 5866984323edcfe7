/** The canvases of a scripted peer: shared documents in memory, with a history that is told rather than kept. */
import type { Handlers, OperationOutput, PeerEvent } from '@plexi/operations';
import {
  createCanvas,
  readContent,
  readMarkdown,
  writeContent,
  writeMarkdown,
  writePlain,
} from '@plexi/operations/canvas';
import { plexiError } from '@plexi/protocol';
import * as Y from 'yjs';
import { decodeBase64url, encodeBase64url } from '../src/canvas/base64url.ts';
import { idOf, type Script } from './script.ts';

/** Client ids of one device's views, as the peer derives them from its log. */
const FIRST_CLIENT = 70;
const CLIENTS = 30;

export interface ScriptedCanvas {
  handlers: Handlers;
  /** The Yjs client ids that were given out. */
  leased: number[];
  /** Somebody else changes the canvas. */
  writeCanvas: (space: string, channel: string, change: (doc: Y.Doc) => void) => void;
  /** Somebody else is in it; without `cursor` they leave. */
  moveCursor: (space: string, channel: string, name: string, cursor?: string) => void;
  /** A cutoff took away all that was in the canvas. */
  voidCanvas: (space: string, channel: string) => void;
  readCanvas: (channel: string) => string;
}

export const VERSIONS: OperationOutput<'canvas.history'> = [
  { at: '3', since: '2', time: '2026-03-03T10:20:00.000Z', editors: ['Ben Okafor', 'Noor'], edits: 14 },
  { at: '2', since: '1', time: '2026-03-02T16:05:00.000Z', editors: ['Ada'], edits: 3, name: 'As we agreed' },
  { at: '1', time: '2026-03-01T09:00:00.000Z', editors: ['Ada'], edits: 40 },
];

export const createScriptedCanvas = (
  script: Script,
  emit: (event: PeerEvent) => void,
  idOfSpace: (name: string) => string,
): ScriptedCanvas => {
  const docs = new Map<string, Y.Doc>();
  const leased: number[] = [];
  let others = 5000;
  const docOf = (channel: string): Y.Doc => {
    const known = docs.get(channel);
    if (known !== undefined) return known;
    const doc = new Y.Doc();
    const text = script.canvases?.[channel];
    if (text !== undefined) writeContent(doc, readMarkdown(text));
    docs.set(channel, doc);
    return doc;
  };
  const change = (space: string, channel: string, how: (doc: Y.Doc) => void): void => {
    const doc = docOf(channel);
    others += 1;
    doc.clientID = others;
    const before = Y.encodeStateVector(doc);
    how(doc);
    const update = encodeBase64url(Y.encodeStateAsUpdate(doc, before));
    emit({ type: 'canvas', space: idOfSpace(space), channel, update });
  };
  const own = Array.from({ length: CLIENTS }, (_, index) => FIRST_CLIENT + index);
  const show = (channel: string) => {
    const node = readContent(docOf(channel));
    return { markdown: writeMarkdown(node), text: writePlain(node), editors: ['Ada'] };
  };
  const handlers: Handlers = {
    'canvas.open': async ({ channel }) => {
      const clientId = own[leased.length % CLIENTS] ?? FIRST_CLIENT;
      leased.push(clientId);
      const state = encodeBase64url(Y.encodeStateAsUpdate(docOf(channel)));
      return { clientId, clientIds: own, state, cursors: [] };
    },
    'canvas.update': async ({ space, channel, update }) => {
      const bytes = decodeBase64url(update);
      // Judged as a real peer judges it.
      const canvas = createCanvas(Y.encodeStateAsUpdate(docOf(channel)));
      if (canvas.judge({ update: bytes, writers: new Set(own) }) !== 'lawful')
        throw plexiError('INVALID_INPUT');
      Y.applyUpdate(docOf(channel), bytes);
      emit({ type: 'canvas', space: idOfSpace(space), channel, update });
      return {};
    },
    'canvas.show': async ({ channel }) => show(channel),
    'canvas.cursor': async () => ({}),
    'canvas.history': async ({ channel }) => (show(channel).text === '' ? [] : VERSIONS),
    'canvas.compare': async () => ({
      blocks: [
        { type: 'heading', level: 1, depth: 0, parts: [{ text: 'Plan' }] },
        {
          type: 'paragraph',
          depth: 0,
          parts: [
            { text: 'We measure ' },
            { text: 'on Monday', change: 'removed', by: 'Noor' },
            { text: 'until Thursday', change: 'added', by: 'Noor' },
            { text: '.' },
          ],
        },
        { type: 'paragraph', depth: 0, parts: [{ text: 'The rest stays.' }] },
        { type: 'list_item', depth: 1, parts: [{ text: 'ropes' }] },
        {
          type: 'list_item',
          depth: 1,
          checked: false,
          change: 'added',
          by: 'Ben Okafor',
          parts: [{ text: 'Order cables', change: 'added', by: 'Ben Okafor' }],
        },
      ],
      truncated: false,
    }),
    'canvas.restore': async ({ space, channel }) => {
      change(space, channel, (doc) => writeContent(doc, readMarkdown('restored')));
      return { markdown: 'restored' };
    },
    'canvas.name': async ({ name }) => ({ at: '3', name }),
    'canvas.edit': async ({ space, channel, text }) => {
      change(space, channel, (doc) => writeContent(doc, readMarkdown(text)));
      return { markdown: text };
    },
  };
  return {
    handlers,
    leased,
    writeCanvas: change,
    moveCursor: (space, channel, name, cursor) =>
      emit({
        type: 'cursor',
        space: idOfSpace(space),
        channel,
        device: idOf(`${name}/device`),
        account: idOf(name),
        name,
        ...(cursor === undefined ? {} : { cursor }),
      }),
    voidCanvas: (space, channel) => {
      docs.set(channel, new Y.Doc());
      emit({ type: 'canvas', space: idOfSpace(space), channel });
    },
    readCanvas: (channel) => show(channel).markdown,
  };
};
