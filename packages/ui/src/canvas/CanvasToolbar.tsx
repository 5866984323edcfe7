import {
  BetweenHorizontalEnd,
  BetweenVerticalEnd,
  Bold,
  Code,
  Heading1,
  Heading2,
  Heading3,
  Italic,
  Link as LinkIcon,
  List,
  ListOrdered,
  ListTodo,
  Minus,
  Redo2,
  SquareCode,
  Strikethrough,
  TableColumnsSplit,
  Table as TableIcon,
  TableRowsSplit,
  TextQuote,
  Trash2,
  Undo2,
} from 'lucide-react';
import type { EditorState } from 'prosemirror-state';
import type { ComponentType } from 'react';
import { Toolbar } from 'react-aria-components';
import { IconButton } from '../controls/Button.tsx';
import { useTexts } from '../texts/TextsProvider.tsx';
import { linkAround, TOOLS, type ToolId } from './editor/commands.ts';
import type { CanvasEditor } from './editor/create-editor.ts';

const ICONS: Record<ToolId, ComponentType<{ size: number; className?: string }>> = {
  heading1: Heading1,
  heading2: Heading2,
  heading3: Heading3,
  strong: Bold,
  em: Italic,
  strike: Strikethrough,
  code: Code,
  bullet: List,
  ordered: ListOrdered,
  task: ListTodo,
  quote: TextQuote,
  block: SquareCode,
  rule: Minus,
  table: TableIcon,
  addRow: BetweenHorizontalEnd,
  addColumn: BetweenVerticalEnd,
  removeRow: TableRowsSplit,
  removeColumn: TableColumnsSplit,
  removeTable: Trash2,
  undo: Undo2,
  redo: Redo2,
};
/** Icons that point along the line of writing. */
const MIRRORED = new Set<ToolId>(['bullet', 'ordered', 'task', 'quote', 'undo', 'redo']);

const GROUPS: readonly (readonly ToolId[])[] = [
  ['strong', 'em', 'strike', 'code'],
  ['heading1', 'heading2', 'heading3'],
  ['bullet', 'ordered', 'task'],
  ['quote', 'block', 'rule', 'table'],
  ['undo', 'redo'],
];

/** Shown where there is a table to work on. */
const TABLE_GROUP: readonly ToolId[] = ['addRow', 'addColumn', 'removeRow', 'removeColumn', 'removeTable'];

export interface CanvasToolbarProps {
  editor: CanvasEditor;
  state: EditorState;
  onLink: () => void;
}

/** Formatting by pointer and by arrow keys; what is on where the cursor stands is pressed. */
export const CanvasToolbar = ({ editor, state, onLink }: CanvasToolbarProps) => {
  const t = useTexts();
  const button = (id: ToolId) => {
    const tool: (typeof TOOLS)[ToolId] & { isOn?: (now: EditorState) => boolean } = TOOLS[id];
    const Icon = ICONS[id];
    return (
      <IconButton
        key={id}
        label={t(`canvas.tool.${id}`)}
        icon={<Icon size={16} {...(MIRRORED.has(id) ? { className: 'mirror' } : {})} />}
        isDisabled={!tool.run(state)}
        {...(tool.isOn === undefined ? {} : { 'aria-pressed': tool.isOn(state) })}
        onPress={() => {
          tool.run(editor.view.state, editor.view.dispatch, editor.view);
          editor.view.focus();
        }}
      />
    );
  };
  return (
    <Toolbar className="canvas-tools" aria-label={t('canvas.tools')}>
      {(TOOLS.table.isOn(state) ? [...GROUPS, TABLE_GROUP] : GROUPS).map((group, index) => (
        <span className="canvas-tool-group" key={group.join()}>
          {group.map(button)}
          {index === 0 ? (
            <IconButton
              label={t('canvas.tool.link')}
              icon={<LinkIcon size={16} />}
              aria-pressed={linkAround(state) !== undefined}
              onPress={onLink}
            />
          ) : null}
        </span>
      ))}
    </Toolbar>
  );
};
