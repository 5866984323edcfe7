/** Between a canvas's Yjs document and ProseMirror's: the same mapping as y-prosemirror's, without a page. */
import type { Mark, Node } from 'prosemirror-model';
import * as Y from 'yjs';
import { CANVAS_ROOT, CANVAS_SCHEMA } from './schema.ts';

const schema = CANVAS_SCHEMA;

/** https://quilljs.com/docs/delta */
interface Piece {
  insert: unknown;
  attributes?: Record<string, unknown>;
}

const readMarks = (attributes: Record<string, unknown> = {}): Mark[] =>
  Object.entries(attributes).flatMap(([name, value]) => {
    const type = schema.marks[name];
    return type === undefined ? [] : [type.create(value as Record<string, unknown>)];
  });

const readText = (text: Y.XmlText): Node[] =>
  (text.toDelta() as Piece[]).flatMap(({ insert, attributes }) =>
    typeof insert === 'string' && insert !== '' ? [schema.text(insert, readMarks(attributes))] : [],
  );

/** A block, or none where what is left of it after concurrent edits makes no sense: an empty list, say. */
const readElement = (element: Y.XmlElement): Node | undefined => {
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

const readChildren = (parent: Y.XmlFragment): Node[] =>
  parent.toArray().flatMap((child): Node[] => {
    if (child instanceof Y.XmlText) return readText(child);
    const node = child instanceof Y.XmlElement ? readElement(child) : undefined;
    return node === undefined ? [] : [node];
  });

const rootOf = (doc: Y.Doc): Y.XmlFragment => doc.getXmlFragment(CANVAS_ROOT);

/** What a canvas says; an empty paragraph where it says nothing. */
export const readContent = (doc: Y.Doc): Node => {
  const blocks = readChildren(rootOf(doc)).filter((node) => node.isBlock);
  return schema.node('doc', null, blocks.length === 0 ? [schema.node('paragraph')] : blocks);
};

const toText = (nodes: readonly Node[]): Y.XmlText => {
  const text = new Y.XmlText();
  text.applyDelta(
    nodes.map(({ text: insert, marks }) => ({
      insert,
      attributes: Object.fromEntries(marks.map((mark) => [mark.type.name, { ...mark.attrs }])),
    })),
  );
  return text;
};

const toElement = (node: Node): Y.XmlElement => {
  const element = new Y.XmlElement(node.type.name);
  // Attributes may be anything that JSON may be; the declared type knows strings only.
  for (const [name, value] of Object.entries(node.attrs))
    if (value !== null) element.setAttribute(name, value as string);
  element.insert(0, toElements(node));
  return element;
};

const toElements = (parent: Node): (Y.XmlElement | Y.XmlText)[] => {
  const elements: (Y.XmlElement | Y.XmlText)[] = [];
  let run: Node[] = [];
  const finishRun = (): void => {
    if (run.length > 0) elements.push(toText(run));
    run = [];
  };
  parent.forEach((child) => {
    if (child.isText) run.push(child);
    else {
      finishRun();
      elements.push(toElement(child));
    }
  });
  finishRun();
  return elements;
};

const isBlank = (doc: Node): boolean =>
  doc.childCount === 1 && doc.firstChild?.content.size === 0 && doc.firstChild.type.name === 'paragraph';

/** Makes a canvas say `target`, touching only the blocks that differ: what others write in the rest meanwhile stays. */
export const writeContent = (doc: Y.Doc, target: Node): void => {
  const root = rootOf(doc);
  doc.transact(() => {
    const now = root
      .toArray()
      .map((child) => (child instanceof Y.XmlElement ? readElement(child) : undefined));
    const wanted = isBlank(target) ? [] : target.children;
    const same = (a: Node | undefined, b: Node | undefined): boolean =>
      a !== undefined && b !== undefined && a.eq(b);
    let start = 0;
    while (start < Math.min(now.length, wanted.length) && same(now[start], wanted[start])) start++;
    let end = 0;
    while (
      end < Math.min(now.length, wanted.length) - start &&
      same(now[now.length - 1 - end], wanted[wanted.length - 1 - end])
    )
      end++;
    if (now.length - start - end > 0) root.delete(start, now.length - start - end);
    root.insert(start, wanted.slice(start, wanted.length - end).map(toElement));
  });
};
