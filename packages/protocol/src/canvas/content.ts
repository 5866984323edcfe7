/** Between a canvas's Yjs document and ProseMirror's: the same mapping as y-prosemirror's, without a page. */
import type { Node } from 'prosemirror-model';
import type * as Y from 'yjs';
import { readChildren } from './elements.ts';
import { reviseChildren } from './revise.ts';
import { CANVAS_ROOT, CANVAS_SCHEMA } from './schema.ts';

const rootOf = (doc: Y.Doc): Y.XmlFragment => doc.getXmlFragment(CANVAS_ROOT);

/** What a canvas says; an empty paragraph where it says nothing. */
export const readContent = (doc: Y.Doc): Node => {
  const blocks = readChildren(rootOf(doc)).filter((node) => node.isBlock);
  return CANVAS_SCHEMA.node('doc', null, blocks.length === 0 ? [CANVAS_SCHEMA.node('paragraph')] : blocks);
};

const isBlank = (doc: Node): boolean =>
  doc.childCount === 1 && doc.firstChild?.content.size === 0 && doc.firstChild.type.name === 'paragraph';

/** Makes a canvas say `target`, touching only the words that differ: what others write in the rest meanwhile stays. */
export const writeContent = (doc: Y.Doc, target: Node): void =>
  doc.transact(() => reviseChildren(rootOf(doc), isBlank(target) ? target.copy() : target));
