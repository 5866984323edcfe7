/** Tables: making them, walking and changing them. No cell spans another, and the first row is the head. */
import { columnsOf, hasRoomForColumn, hasRoomForRow } from '@plexi/operations/canvas';
import type { Node, NodeType } from 'prosemirror-model';
import { type Command, type EditorState, Plugin, TextSelection, type Transaction } from 'prosemirror-state';
import { Decoration, DecorationSet } from 'prosemirror-view';
import { editorSchema } from './schema.ts';

const nodeType = (name: string): NodeType => editorSchema.nodes[name] as NodeType;
const cell = (): Node => nodeType('table_cell').create();
const rowOf = (columns: number): Node =>
  nodeType('table_row').create(
    null,
    Array.from({ length: columns }, () => cell()),
  );

/** Of a table that is made. */
const NEW_ROWS = 3;
const NEW_COLUMNS = 3;

interface Place {
  table: Node;
  /** Where the table begins. */
  at: number;
  row: number;
  column: number;
}

/** The cell that the selection begins in. */
const placeOf = ({ selection: { $from } }: EditorState): Place | undefined => {
  const { depth } = $from;
  if ($from.parent.type !== nodeType('table_cell')) return undefined;
  return {
    table: $from.node(depth - 2),
    at: $from.before(depth - 2),
    row: $from.index(depth - 2),
    column: $from.index(depth - 1),
  };
};

export const isInTable = (state: EditorState): boolean => placeOf(state) !== undefined;

/** Puts the caret into a cell of the table that begins at `at`: at its end. */
const goTo = (tr: Transaction, at: number, row: number, column: number): Transaction => {
  const table = tr.doc.nodeAt(at);
  if (table === null) return tr;
  const toRow = Math.max(0, Math.min(row, table.childCount - 1));
  const toColumn = Math.max(0, Math.min(column, table.child(toRow).childCount - 1));
  let position = at + 1;
  for (let i = 0; i < toRow; i++) position += table.child(i).nodeSize;
  position += 1;
  for (let i = 0; i < toColumn; i++) position += table.child(toRow).child(i).nodeSize;
  const end = position + 1 + table.child(toRow).child(toColumn).content.size;
  return tr.setSelection(TextSelection.create(tr.doc, end)).scrollIntoView();
};

/** A change of the table around the selection, which says where the caret goes then. */
const inTable =
  (
    change: (tr: Transaction, place: Place) => { row: number; column: number } | undefined,
    mayRun: (place: Place) => boolean = () => true,
  ): Command =>
  (state, dispatch) => {
    const place = placeOf(state);
    if (place === undefined || !mayRun(place)) return false;
    if (dispatch !== undefined) {
      const { tr } = state;
      const to = change(tr, place);
      dispatch(to === undefined ? tr.scrollIntoView() : goTo(tr, place.at, to.row, to.column));
    }
    return true;
  };

const startOfRow = ({ table, at }: Place, row: number): number => {
  let position = at + 1;
  for (let i = 0; i < row; i++) position += table.child(i).nodeSize;
  return position;
};

const addRow = inTable(
  (tr, place) => {
    tr.insert(startOfRow(place, place.row + 1), rowOf(columnsOf(place.table)));
    return { row: place.row + 1, column: 0 };
  },
  ({ table }) => hasRoomForRow(table),
);

/** From the last row up, so that what comes before keeps its place. */
const eachRow = (place: Place, change: (row: Node, start: number) => void): void => {
  for (let i = place.table.childCount - 1; i >= 0; i--) change(place.table.child(i), startOfRow(place, i));
};
const startOfCell = (row: Node, start: number, column: number): number => {
  let position = start + 1;
  for (let i = 0; i < column; i++) position += row.child(i).nodeSize;
  return position;
};

const addColumn = inTable(
  (tr, place) => {
    eachRow(place, (row, start) => {
      // A row that is short is made long enough for the new cell to stand in its column.
      const cells = Array.from({ length: Math.max(1, place.column + 2 - row.childCount) }, () => cell());
      tr.insert(startOfCell(row, start, Math.min(place.column + 1, row.childCount)), cells);
    });
    return { row: place.row, column: place.column + 1 };
  },
  ({ table }) => hasRoomForColumn(table),
);

const removeTable = inTable((tr, { table, at }) => {
  tr.replaceWith(at, at + table.nodeSize, nodeType('paragraph').create());
  tr.setSelection(TextSelection.near(tr.doc.resolve(at + 1)));
  return undefined;
});

const removeRow = inTable(
  (tr, place) => {
    const start = startOfRow(place, place.row);
    tr.delete(start, start + place.table.child(place.row).nodeSize);
    return { row: place.row, column: place.column };
  },
  ({ table }) => table.childCount > 1,
);

const removeColumn = inTable(
  (tr, place) => {
    eachRow(place, (row, start) => {
      if (place.column >= row.childCount) return;
      const from = startOfCell(row, start, place.column);
      if (row.childCount === 1) tr.delete(start, start + row.nodeSize);
      else tr.delete(from, from + row.child(place.column).nodeSize);
    });
    return { row: place.row, column: place.column };
  },
  ({ table }) => columnsOf(table) > 1,
);

const insertTable: Command = (state, dispatch) => {
  const { $from } = state.selection;
  if (isInTable(state) || $from.parent.type !== nodeType('paragraph')) return false;
  if (dispatch !== undefined) {
    const table = nodeType('table').create(
      null,
      Array.from({ length: NEW_ROWS }, () => rowOf(NEW_COLUMNS)),
    );
    const { tr } = state;
    const isEmpty = $from.parent.content.size === 0;
    const at = isEmpty ? $from.before() : $from.after();
    // A way on below it, where there is none.
    const below = $from.indexAfter(-1) === $from.node(-1).childCount ? [nodeType('paragraph').create()] : [];
    if (isEmpty && $from.node(-1).type !== nodeType('list_item'))
      tr.replaceWith(at, $from.after(), [table, ...below]);
    else tr.insert($from.after(), [table, ...below]);
    dispatch(goTo(tr, isEmpty && $from.node(-1).type !== nodeType('list_item') ? at : $from.after(), 0, 0));
  }
  return true;
};

export const TABLE_TOOLS = {
  table: { id: 'table', run: insertTable, isOn: isInTable },
  addRow: { id: 'addRow', run: addRow },
  addColumn: { id: 'addColumn', run: addColumn },
  removeRow: { id: 'removeRow', run: removeRow },
  removeColumn: { id: 'removeColumn', run: removeColumn },
  removeTable: { id: 'removeTable', run: removeTable },
};

/** To the next cell or the one before; past the last one begins a row. */
const step =
  (by: 1 | -1): Command =>
  (state, dispatch, view) => {
    const place = placeOf(state);
    if (place === undefined) return false;
    const { table, at, row, column } = place;
    const isLast = column + 1 >= table.child(row).childCount;
    // Back from the first cell leaves the table, and the editor, by the keys that do.
    if (by < 0 && row === 0 && column === 0) return false;
    if (by > 0 && isLast && row + 1 === table.childCount) return addRow(state, dispatch, view);
    if (by < 0)
      dispatch?.(goTo(state.tr, at, column === 0 ? row - 1 : row, column === 0 ? Infinity : column - 1));
    else dispatch?.(goTo(state.tr, at, isLast ? row + 1 : row, isLast ? 0 : column + 1));
    return true;
  };

/** To the cell below; from the last row on, out of the table. */
const goDown: Command = (state, dispatch) => {
  const place = placeOf(state);
  if (place === undefined) return false;
  const { table, at, row, column } = place;
  if (row + 1 < table.childCount) {
    dispatch?.(goTo(state.tr, at, row + 1, column));
    return true;
  }
  const { tr } = state;
  const after = at + table.nodeSize;
  const next = tr.doc.nodeAt(after);
  if (next?.type !== nodeType('paragraph')) tr.insert(after, nodeType('paragraph').create());
  dispatch?.(tr.setSelection(TextSelection.create(tr.doc, after + 1)).scrollIntoView());
  return true;
};

/** Cells that the selection reaches over, if it reaches over more than one: what lies in each. */
const cellsAcross = ({ selection, doc }: EditorState): { from: number; to: number }[] => {
  const { from, to, $from, $to } = selection;
  const isCell = (node: Node): boolean => node.type === nodeType('table_cell');
  if ((!isCell($from.parent) && !isCell($to.parent)) || $from.sameParent($to)) return [];
  const found: { from: number; to: number }[] = [];
  doc.nodesBetween(from, to, (node, position) => {
    if (node.isTextblock)
      found.push({ from: Math.max(from, position + 1), to: Math.min(to, position + 1 + node.content.size) });
  });
  return found;
};
/** Empties cells and leaves them standing. */
const clearAcross = (state: EditorState): Transaction | undefined => {
  const cells = cellsAcross(state);
  if (cells.length === 0) return undefined;
  const { tr } = state;
  for (const { from, to } of cells.reverse()) tr.delete(from, to);
  return tr.setSelection(TextSelection.create(tr.doc, state.selection.from));
};

/** Erases within a cell only: a cell does not flow into the one before. */
const erase =
  (side: 'start' | 'end'): Command =>
  (state, dispatch) => {
    const cleared = clearAcross(state);
    if (cleared !== undefined) {
      dispatch?.(cleared);
      return true;
    }
    const { $from, empty } = state.selection;
    if (!empty || !isInTable(state)) return false;
    return $from.parentOffset === (side === 'start' ? 0 : $from.parent.content.size);
  };

export const TABLE_KEYS: Readonly<Record<string, Command>> = {
  Tab: step(1),
  'Shift-Tab': step(-1),
  Enter: goDown,
  'Shift-Enter': isInTable,
  Backspace: erase('start'),
  'Mod-Backspace': erase('start'),
  Delete: erase('end'),
  'Mod-Delete': erase('end'),
};

const drawHeads = (doc: Node): DecorationSet => {
  const heads: Decoration[] = [];
  doc.descendants((node, position) => {
    if (node.type === nodeType('table'))
      node.firstChild?.forEach((head, offset) => {
        const start = position + 2 + offset;
        heads.push(Decoration.node(start, start + head.nodeSize, { role: 'columnheader' }));
      });
    return !node.isTextblock && node.type !== nodeType('table');
  });
  return DecorationSet.create(doc, heads);
};

/** Says which cells are heads, and keeps what is typed or pasted within the cell. */
export const tablesPlugin = (): Plugin<DecorationSet> => {
  const plugin: Plugin<DecorationSet> = new Plugin<DecorationSet>({
    state: {
      init: (_, { doc }) => drawHeads(doc),
      apply: (tr, heads) => (tr.docChanged ? drawHeads(tr.doc) : heads),
    },
    props: {
      decorations: (state) => plugin.getState(state),
      handleTextInput: (view, _, __, words) => {
        const cleared = clearAcross(view.state);
        if (cleared === undefined) return false;
        view.dispatch(cleared.insertText(words));
        return true;
      },
      handlePaste: (view, _, slice) => {
        const cleared = clearAcross(view.state);
        if (cleared === undefined && !isInTable(view.state)) return false;
        const words = slice.content.textBetween(0, slice.content.size, ' ', ' ');
        const isInline =
          slice.content.childCount === 1 && slice.content.firstChild?.type === nodeType('paragraph');
        if (cleared === undefined && isInline) return false;
        view.dispatch((cleared ?? view.state.tr).insertText(words).scrollIntoView());
        return true;
      },
      handleDrop: (view, event, slice) => {
        const at = view.posAtCoords({ left: event.clientX, top: event.clientY });
        if (at === null || view.state.doc.resolve(at.pos).parent.type !== nodeType('table_cell'))
          return false;
        // Moved or copied, blocks do not fit into a cell.
        return slice.content.firstChild?.isInline !== true;
      },
    },
  });
  return plugin;
};
