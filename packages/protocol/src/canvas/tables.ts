/** How large a table may be that is made or handed over. What others send is bounded by the canvas altogether. */
import type { Node } from 'prosemirror-model';
import { LIMITS } from '../limits.ts';

/** Cells of the longest row. */
export const columnsOf = (table: Node): number =>
  table.children.reduce((most, row) => Math.max(most, row.childCount), 0);

export const hasRoomForRow = (table: Node): boolean => table.childCount < LIMITS.canvasTableRows;
export const hasRoomForColumn = (table: Node): boolean => columnsOf(table) < LIMITS.canvasTableColumns;

/** Whether every table in it is within `LIMITS.canvasTableRows` and `canvasTableColumns`. */
export const hasTablesInBounds = (content: Node): boolean => {
  let fits = true;
  content.descendants((node) => {
    if (
      node.type.name === 'table' &&
      (node.childCount > LIMITS.canvasTableRows || columnsOf(node) > LIMITS.canvasTableColumns)
    )
      fits = false;
    return !node.isTextblock && node.type.name !== 'table';
  });
  return fits;
};
