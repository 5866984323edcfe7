/** What changed in a canvas between two moments of its history, and who did it. */
import * as Y from 'yjs';
import { type Canvas, createCanvas, type SignedUpdate } from './document.ts';
import { CANVAS_ROOT } from './schema.ts';

/** An update of the history with who wrote it. */
export interface TracedUpdate extends SignedUpdate {
  author: string;
}

export interface ComparedPart {
  text: string;
  change?: 'added' | 'removed';
  by?: string;
}

/** A block of text with what surrounds it: a paragraph, a heading, a line of a list. */
export interface ComparedBlock {
  type: string;
  depth: number;
  level?: number;
  checked?: boolean;
  change?: 'added' | 'removed';
  by?: string;
  parts: ComparedPart[];
}

interface Change {
  change: 'added' | 'removed';
  by: string;
}

/** Who erased what: ranges of each client's clock, in order. */
type Erasers = Map<number, { clock: number; len: number; author: string }[]>;

const traceErasers = (updates: readonly TracedUpdate[]): Erasers => {
  const erasers: Erasers = new Map();
  for (const { update, author } of updates)
    for (const [client, ranges] of Y.decodeUpdate(update).ds.clients) {
      const known = erasers.get(client) ?? [];
      known.push(...ranges.map(({ clock, len }) => ({ clock, len, author })));
      erasers.set(client, known);
    }
  return erasers;
};

const isVisible = ({ id, deleted }: Y.Item, { sv, ds }: Y.Snapshot): boolean =>
  (sv.get(id.client) ?? 0) > id.clock && !(deleted && Y.isDeleted(ds, id));

/** https://quilljs.com/docs/delta, with what `computeYChange` gave. */
interface Piece {
  insert: unknown;
  attributes?: { ychange?: Change };
}

interface Walk {
  before: Y.Snapshot;
  after: Y.Snapshot;
  changeOf: (change: Change['change'], id: Y.ID) => Change;
  blocks: ComparedBlock[];
  limit: number;
}

const changeOfItem = (item: Y.Item, { before, after, changeOf }: Walk): Change | undefined => {
  const [was, is] = [isVisible(item, before), isVisible(item, after)];
  if (was === is) return undefined;
  return changeOf(is ? 'added' : 'removed', item.id);
};

/** Where something took the place of something else, what went is told before what came. */
const removedFirst = <One extends { change?: 'added' | 'removed' }>(all: readonly One[]): One[] => {
  const ordered: One[] = [];
  let added: One[] = [];
  for (const one of all) {
    if (one.change === 'added') added.push(one);
    else if (one.change === 'removed') ordered.push(one);
    else {
      ordered.push(...added, one);
      added = [];
    }
  }
  return [...ordered, ...added];
};

const textOf = (text: Y.XmlText, walk: Walk, around: Change | undefined): ComparedPart[] =>
  (text.toDelta(walk.after, walk.before, walk.changeOf) as Piece[]).flatMap(({ insert, attributes }) => {
    if (typeof insert !== 'string' || insert === '') return [];
    return [{ text: insert, ...(around ?? attributes?.ychange) }];
  });

const CONTAINERS = new Set(['blockquote', 'bullet_list', 'ordered_list', 'list_item', 'table']);

/** `instanceof` alone makes its attributes `any`. */
const elementOf = (node: unknown): Y.XmlElement | undefined =>
  node instanceof Y.XmlElement ? (node as Y.XmlElement) : undefined;

/** Children that either moment shows; Yjs's own way of telling. */
const childrenOf = (parent: Y.XmlFragment, { before, after }: Walk): Y.AbstractType<unknown>[] =>
  (Y.typeListToArraySnapshot(parent, new Y.Snapshot(before.ds, after.sv)) as unknown[]).filter(
    (child): child is Y.AbstractType<unknown> =>
      child instanceof Y.AbstractType &&
      child._item !== null &&
      (isVisible(child._item, before) || isVisible(child._item, after)),
  );

const partsOf = (block: Y.XmlElement, walk: Walk, around: Change | undefined): ComparedPart[] =>
  removedFirst(
    childrenOf(block, walk).flatMap((child): ComparedPart[] => {
      const change = around ?? (child._item === null ? undefined : changeOfItem(child._item, walk));
      if (child instanceof Y.XmlText) return textOf(child, walk, change);
      const cell = elementOf(child);
      if (cell?.nodeName === 'table_cell')
        return [{ text: ' | ', ...change }, ...partsOf(cell, walk, change)];
      return [{ text: '\n', ...change }];
    }),
  );

const walkBlock = (
  block: Y.XmlElement,
  walk: Walk,
  at: { depth: number; around: Change | undefined; item?: { type: string; checked?: boolean } },
): void => {
  if (walk.blocks.length >= walk.limit || block._item === null) return;
  const change = at.around ?? changeOfItem(block._item, walk);
  const attributes = block.getAttributes() as { level?: unknown; checked?: unknown };
  if (CONTAINERS.has(block.nodeName)) {
    const depth = at.depth + (block.nodeName === 'list_item' || block.nodeName === 'table' ? 0 : 1);
    let first = true;
    for (const node of childrenOf(block, walk)) {
      const child = elementOf(node);
      if (child === undefined) continue;
      const { checked } = attributes;
      const item =
        block.nodeName === 'list_item' && first
          ? { item: { type: 'list_item', ...(typeof checked === 'boolean' ? { checked } : {}) } }
          : {};
      walkBlock(child, walk, { depth, around: change, ...item });
      first = false;
    }
    return;
  }
  const { level } = attributes;
  walk.blocks.push({
    type: block.nodeName === 'paragraph' ? (at.item?.type ?? 'paragraph') : block.nodeName,
    depth: at.depth,
    ...(typeof level === 'number' ? { level } : {}),
    ...(at.item?.checked === undefined ? {} : { checked: at.item.checked }),
    ...change,
    parts: partsOf(block, walk, change),
  });
};

export interface Comparison {
  blocks: ComparedBlock[];
  /** Whether there are more blocks than were asked for. */
  truncated: boolean;
}

/**
 * Replays a canvas through `earlier` and then `later` updates and tells what the latter changed. `authorOf` names who
 * writes under a client id; `limit` is the most blocks that are told.
 */
export const compareCanvas = (
  earlier: Iterable<SignedUpdate>,
  later: readonly TracedUpdate[],
  authorOf: (client: number) => string,
  limit: number,
): Comparison => {
  const canvas: Canvas = createCanvas();
  for (const signed of earlier) canvas.take(signed);
  const before = Y.snapshot(canvas.doc);
  const lawful = later.filter((signed) => canvas.take(signed).verdict !== 'unlawful');
  const after = Y.snapshot(canvas.doc);
  const erasers = traceErasers(lawful);
  const walk: Walk = {
    before,
    after,
    changeOf: (change, id) => {
      if (change === 'added') return { change, by: authorOf(id.client) };
      const eraser = erasers
        .get(id.client)
        ?.find(({ clock, len }) => clock <= id.clock && id.clock < clock + len);
      return { change, by: eraser?.author ?? '' };
    },
    blocks: [],
    limit: limit + 1,
  };
  for (const node of childrenOf(canvas.doc.getXmlFragment(CANVAS_ROOT), walk)) {
    const child = elementOf(node);
    if (child !== undefined) walkBlock(child, walk, { depth: 0, around: undefined });
  }
  const blocks = removedFirst(walk.blocks);
  return { blocks: blocks.slice(0, limit), truncated: blocks.length > limit };
};
