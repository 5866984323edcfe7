/** A canvas's blocks and texts, from Yjs to ProseMirror and back. */
import type { Mark, Node } from 'prosemirror-model';
import * as Y from 'yjs';
import { CANVAS_SCHEMA } from './schema.ts';

const schema = CANVAS_SCHEMA;

export type Marks = Record<string, unknown>;

/** https://quilljs.com/docs/delta */
interface Piece {
  insert: unknown;
  attributes?: Marks;
}

const readMarks = (attributes: Marks = {}): Mark[] =>
  Object.entries(attributes).flatMap(([name, value]) => {
    const type = schema.marks[name];
    return type === undefined ? [] : [type.create(value as Record<string, unknown>)];
  });

export const marksOf = (node: Node): Marks =>
  Object.fromEntries(node.marks.map((mark) => [mark.type.name, { ...mark.attrs }]));

export const readText = (text: Y.XmlText): Node[] =>
  (text.toDelta() as Piece[]).flatMap(({ insert, attributes }) =>
    typeof insert === 'string' && insert !== '' ? [schema.text(insert, readMarks(attributes))] : [],
  );

/** A block, or none where what is left of it after concurrent edits makes no sense: an empty list, say. */
export const readElement = (element: Y.XmlElement): Node | undefined => {
  const type = schema.nodes[element.nodeName];
  if (type === undefined) return undefined;
  try {
    const node = type.createChecked(element.getAttributes(), readChildren(element));
    node.check();
    return node;
  } catch {
    return undefined;
  }
};

export const readChildren = (parent: Y.XmlFragment): Node[] =>
  parent.toArray().flatMap((child): Node[] => {
    if (child instanceof Y.XmlText) return readText(child);
    const node = child instanceof Y.XmlElement ? readElement(child) : undefined;
    return node === undefined ? [] : [node];
  });

/** A block or a break, or a run of text. */
export type Part = Node | readonly Node[];

/** The parts that a node's children are in Yjs: text that stands together is one. */
export const partsOf = (parent: Node): Part[] => {
  const parts: Part[] = [];
  let run: Node[] = [];
  const finishRun = (): void => {
    if (run.length > 0) parts.push(run);
    run = [];
  };
  parent.forEach((child) => {
    if (child.isText) run.push(child);
    else {
      finishRun();
      parts.push(child);
    }
  });
  finishRun();
  return parts;
};

export const isRun = (part: Part): part is readonly Node[] => Array.isArray(part);

const toText = (nodes: readonly Node[]): Y.XmlText => {
  const text = new Y.XmlText();
  text.applyDelta(nodes.map((node) => ({ insert: node.text, attributes: marksOf(node) })));
  return text;
};

const toElement = (node: Node): Y.XmlElement => {
  const element = new Y.XmlElement(node.type.name);
  // Attributes may be anything that JSON may be; the declared type knows strings only.
  for (const [name, value] of Object.entries(node.attrs))
    if (value !== null) element.setAttribute(name, value as string);
  element.insert(0, partsOf(node).map(toShared));
  return element;
};

/** A part as something new in Yjs. */
export const toShared = (part: Part): Y.XmlElement | Y.XmlText =>
  isRun(part) ? toText(part) : toElement(part);
