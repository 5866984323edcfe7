/** Somebody at a keyboard, without an editor: changes a canvas and gives the updates that come of it. */
import * as Y from 'yjs';
import {
  CANVAS_ROOT,
  canvasClientId,
  canvasClientIds,
  createCanvas,
  readContent,
  readMarkdown,
  type SignedUpdate,
  writeContent,
  writeMarkdown,
} from '../../src/canvas/index.ts';
import { type LogId, logIdOf } from '../../src/index.ts';
import { primitives } from '../founding.ts';
import { adasLog, eve, SPACE } from '../logs.ts';

export const adas = logIdOf(primitives, SPACE, adasLog);
export const eves = logIdOf(primitives, SPACE, { ...adasLog, device: eve.device });

export const createEditor = (log: LogId, window = 0) => {
  const doc = new Y.Doc({ gc: false });
  doc.clientID = canvasClientId(primitives, log, window);
  const writers = canvasClientIds(primitives, log);
  let made: Uint8Array[] = [];
  doc.on('update', (update: Uint8Array, origin: unknown) => {
    if (origin !== 'received') made.push(update);
  });
  const root = doc.getXmlFragment(CANVAS_ROOT);
  /** What a change makes of it, as one signed update. */
  const change = (how: (root: Y.XmlFragment) => void): SignedUpdate => {
    made = [];
    doc.transact(() => how(root));
    return { update: Y.mergeUpdates(made), writers };
  };
  return {
    doc,
    change,
    /** Makes the canvas say this. */
    write: (markdown: string) => change(() => writeContent(doc, readMarkdown(markdown))),
    /** Types into the first text of a block. */
    type: (block: number, at: number, words: string) => change(() => textOf(root, block).insert(at, words)),
    erase: (block: number, at: number, length: number) =>
      change(() => textOf(root, block).delete(at, length)),
    receive: (...updates: SignedUpdate[]) => {
      for (const { update } of updates) Y.applyUpdate(doc, update, 'received');
    },
    says: () => writeMarkdown(readContent(doc)),
  };
};

export const textOf = (root: Y.XmlFragment, block: number): Y.XmlText =>
  (root.get(block) as Y.XmlElement).get(0) as Y.XmlText;

export const paragraph = (words: string): Y.XmlElement => {
  const element = new Y.XmlElement('paragraph');
  const text = new Y.XmlText();
  text.insert(0, words);
  element.insert(0, [text]);
  return element;
};

/** What a canvas says that took these, in this order. */
export const says = (...updates: SignedUpdate[]): string => {
  const canvas = createCanvas();
  for (const update of updates) canvas.take(update);
  return writeMarkdown(canvas.read());
};
