/** What the toolbar and the keys do. */
import { isSafeAddress } from '@plexi/operations/canvas';
import { lift, setBlockType, toggleMark, wrapIn } from 'prosemirror-commands';
import type { Attrs, MarkType, NodeType } from 'prosemirror-model';
import { liftListItem, wrapInList } from 'prosemirror-schema-list';
import type { Command, EditorState } from 'prosemirror-state';
import { redoCommand, undoCommand } from 'y-prosemirror';
import { editorSchema } from './schema.ts';
import { isInTable, TABLE_TOOLS } from './tables.ts';

const { nodes, marks } = editorSchema;
const nodeType = (name: string): NodeType => nodes[name] as NodeType;
const markType = (name: string): MarkType => marks[name] as MarkType;

const hasMark = (state: EditorState, type: MarkType): boolean => {
  const { from, $from, to, empty } = state.selection;
  return empty
    ? type.isInSet(state.storedMarks ?? $from.marks()) !== undefined
    : state.doc.rangeHasMark(from, to, type);
};
const isInBlock = (state: EditorState, type: NodeType, attrs: Attrs = {}): boolean => {
  const { parent } = state.selection.$from;
  return parent.type === type && Object.entries(attrs).every(([key, value]) => parent.attrs[key] === value);
};
/** The innermost list item around the selection, with its list. */
const itemAround = ({ selection: { $from } }: EditorState) => {
  for (let depth = $from.depth; depth > 0; depth--)
    if ($from.node(depth).type === nodeType('list_item'))
      return { item: $from.node(depth), list: $from.node(depth - 1), position: $from.before(depth) };
  return undefined;
};
const isWithin = ({ selection: { $from } }: EditorState, type: NodeType): boolean => {
  for (let depth = $from.depth; depth > 0; depth--) if ($from.node(depth).type === type) return true;
  return false;
};

type Kind = 'bullet' | 'ordered' | 'task';
const kindOf = (state: EditorState): Kind | undefined => {
  const around = itemAround(state);
  if (around === undefined) return undefined;
  if (around.item.attrs['checked'] !== null) return 'task';
  return around.list.type === nodeType('ordered_list') ? 'ordered' : 'bullet';
};

/** Turns the list around the selection into another kind, or makes one. */
const toggleList =
  (kind: Kind): Command =>
  (state, dispatch, view) => {
    const now = kindOf(state);
    if (now === kind) return liftListItem(nodeType('list_item'))(state, dispatch, view);
    const listType = nodeType(kind === 'ordered' ? 'ordered_list' : 'bullet_list');
    const checked = kind === 'task' ? false : null;
    const around = itemAround(state);
    if (around === undefined)
      return wrapInList(listType)(state, (made) => {
        if (dispatch === undefined) return;
        if (kind === 'task')
          made.doc.nodesBetween(made.selection.from, made.selection.to, (node, position) => {
            if (node.type === nodeType('list_item') && node.attrs['checked'] === null)
              made.setNodeAttribute(position, 'checked', false);
          });
        dispatch(made.scrollIntoView());
      });
    if (dispatch !== undefined) {
      const { tr } = state;
      const at = tr.doc.resolve(around.position);
      const listAt = at.before();
      if (around.list.type !== listType) tr.setNodeMarkup(listAt, listType);
      around.list.forEach((_, offset) => void tr.setNodeAttribute(listAt + 1 + offset, 'checked', checked));
      dispatch(tr);
    }
    return true;
  };

const toggleBlock =
  (name: string, attrs: Attrs = {}): Command =>
  (state, dispatch, view) =>
    isInBlock(state, nodeType(name), attrs)
      ? setBlockType(nodeType('paragraph'))(state, dispatch, view)
      : setBlockType(nodeType(name), attrs)(state, dispatch, view);

const toggleQuote: Command = (state, dispatch, view) =>
  isWithin(state, nodeType('blockquote'))
    ? lift(state, dispatch, view)
    : wrapIn(nodeType('blockquote'))(state, dispatch, view);

const insertRule: Command = (state, dispatch) => {
  if (isInTable(state)) return false;
  dispatch?.(state.tr.replaceSelectionWith(nodeType('horizontal_rule').create()).scrollIntoView());
  return true;
};

/** Links the selection, or the word that is typed next, to an address; none takes the link away. */
export const setLink =
  (href: string | undefined): Command =>
  (state, dispatch) => {
    const type = markType('link');
    const { from, to, empty, $from } = state.selection;
    if (href !== undefined && !isSafeAddress(href)) return false;
    if (dispatch === undefined) return true;
    const { tr } = state;
    const range = empty ? linkAround(state) : { from, to };
    if (href === undefined) dispatch(range === undefined ? tr : tr.removeMark(range.from, range.to, type));
    else if (range === undefined) {
      const mark = type.create({ href });
      dispatch(tr.insert(from, editorSchema.text(href, [...$from.marks(), mark])));
    } else
      dispatch(
        tr.removeMark(range.from, range.to, type).addMark(range.from, range.to, type.create({ href })),
      );
    return true;
  };

/** The link that the cursor stands in. */
export const linkAround = ({ selection: { $from, from, empty }, doc }: EditorState) => {
  const type = markType('link');
  const mark =
    type.isInSet($from.marks()) ?? (empty ? undefined : type.isInSet(doc.nodeAt(from)?.marks ?? []));
  if (mark === undefined) return undefined;
  let start = $from.start();
  let found: { from: number; to: number } | undefined;
  $from.parent.forEach((child) => {
    const end = start + child.nodeSize;
    if (mark.isInSet(child.marks)) {
      if (found !== undefined && found.to === start) found.to = end;
      else if (found === undefined || found.to < from) found = { from: start, to: end };
    }
    start = end;
  });
  return found === undefined ? undefined : { ...found, href: mark.attrs['href'] as string };
};

export interface CanvasTool {
  id: string;
  run: Command;
  /** Absent where it is not something that is on or off. */
  isOn?: (state: EditorState) => boolean;
}

const mark = (id: string, name: string): CanvasTool => ({
  id,
  run: toggleMark(markType(name)),
  isOn: (state) => hasMark(state, markType(name)),
});
const heading = (level: number): CanvasTool => ({
  id: `heading${level}`,
  run: toggleBlock('heading', { level }),
  isOn: (state) => isInBlock(state, nodeType('heading'), { level }),
});
const list = (id: Kind): CanvasTool => ({ id, run: toggleList(id), isOn: (state) => kindOf(state) === id });

export const TOOLS = {
  heading1: heading(1),
  heading2: heading(2),
  heading3: heading(3),
  strong: mark('strong', 'strong'),
  em: mark('em', 'em'),
  strike: mark('strike', 'strike'),
  code: mark('code', 'code'),
  bullet: list('bullet'),
  ordered: list('ordered'),
  task: list('task'),
  quote: {
    id: 'quote',
    run: toggleQuote,
    isOn: (state: EditorState) => isWithin(state, nodeType('blockquote')),
  },
  block: {
    id: 'block',
    run: toggleBlock('code_block'),
    isOn: (state: EditorState) => isInBlock(state, nodeType('code_block')),
  },
  rule: { id: 'rule', run: insertRule },
  ...TABLE_TOOLS,
  undo: { id: 'undo', run: undoCommand },
  redo: { id: 'redo', run: redoCommand },
} satisfies Record<string, CanvasTool>;
export type ToolId = keyof typeof TOOLS;
