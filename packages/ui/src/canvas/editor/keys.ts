/** Keys, and Markdown that turns into what it says as it is typed. */
import { baseKeymap, chainCommands, exitCode } from 'prosemirror-commands';
import { InputRule, inputRules, textblockTypeInputRule, wrappingInputRule } from 'prosemirror-inputrules';
import { keymap } from 'prosemirror-keymap';
import type { MarkType, Node, NodeType } from 'prosemirror-model';
import { liftListItem, sinkListItem, splitListItem } from 'prosemirror-schema-list';
import type { Command, Plugin } from 'prosemirror-state';
import { TOOLS } from './commands.ts';
import { editorSchema } from './schema.ts';
import { TABLE_KEYS } from './tables.ts';

const nodeType = (name: string): NodeType => editorSchema.nodes[name] as NodeType;
const markType = (name: string): MarkType => editorSchema.marks[name] as MarkType;

/** `**word**` and the like: the text between becomes marked. */
const marking = (pattern: RegExp, name: string): InputRule =>
  new InputRule(pattern, (state, match, start, end) => {
    const [whole, lead = '', words = ''] = match;
    const type = markType(name);
    if (words === '' || state.doc.resolve(start).parent.type.spec.code === true) return null;
    const from = start + lead.length;
    const opening = (whole.length - lead.length - words.length) >> 1;
    const { tr } = state;
    // The last letter of the closing sign is not in the document yet.
    tr.delete(from + opening + words.length, end);
    tr.delete(from, from + opening);
    return tr.addMark(from, from + words.length, type.create()).removeStoredMark(type);
  });

const rules: InputRule[] = [
  textblockTypeInputRule(/^(#{1,6})\s$/u, nodeType('heading'), ([, signs = '']) => ({ level: signs.length })),
  wrappingInputRule(/^\s*>\s$/u, nodeType('blockquote')),
  textblockTypeInputRule(/^```([\w+#.-]{0,40})\s$/u, nodeType('code_block'), ([, language = '']) => ({
    language,
  })),
  wrappingInputRule(/^\s*[-+*]\s$/u, nodeType('bullet_list')),
  wrappingInputRule(
    /^(\d{1,9})[.)]\s$/u,
    nodeType('ordered_list'),
    ([, start]) => ({ start: Number(start) }),
    ([, start], node) => node.childCount + Number(node.attrs['start']) === Number(start),
  ),
  new InputRule(/^\[([ xX]?)\]\s$/u, (state, match, start, end) => {
    const { tr } = state;
    const checked = match[1] !== undefined && match[1].trim() !== '';
    const $start = tr.doc.resolve(start);
    if ($start.parent.type !== nodeType('paragraph')) return null;
    tr.delete(start, end);
    if ($start.depth > 1 && $start.node(-1).type === nodeType('list_item'))
      return tr.setNodeAttribute($start.before(-1), 'checked', checked);
    const range = tr.doc.resolve(start).blockRange();
    if (range === null) return null;
    return tr.wrap(range, [
      { type: nodeType('bullet_list') },
      { type: nodeType('list_item'), attrs: { checked } },
    ]);
  }),
  new InputRule(/^---$/u, (state, _, start) => {
    const $start = state.doc.resolve(start);
    if ($start.parent.type !== nodeType('paragraph')) return null;
    return state.tr.replaceWith($start.before(), start + 2, nodeType('horizontal_rule').create());
  }),
  marking(/(^|[\s(])\*\*([^*\s](?:[^*]*[^*\s])?)\*\*$/u, 'strong'),
  marking(/(^|[\s(])\*([^*\s](?:[^*]*[^*\s])?)\*$/u, 'em'),
  marking(/(^|[\s(])_([^_\s](?:[^_]*[^_\s])?)_$/u, 'em'),
  marking(/(^|[\s(])~~([^~\s](?:[^~]*[^~\s])?)~~$/u, 'strike'),
  marking(/(^|[\s(])`([^`]+)`$/u, 'code'),
];

const insertBreak: Command = chainCommands(exitCode, (state, dispatch) => {
  dispatch?.(state.tr.replaceSelectionWith(nodeType('hard_break').create()).scrollIntoView());
  return true;
});

/** A new task is not done yet, whatever the one before it is. */
const splitItem: Command = (state, dispatch, view) => {
  const item = state.selection.$from.node(-1) as Node | undefined;
  if (item?.type !== nodeType('list_item')) return false;
  const attrs = item.attrs['checked'] === null ? {} : { checked: false };
  return splitListItem(nodeType('list_item'), attrs)(state, dispatch, view);
};

/** Also where there is nothing to do: the browser would undo words of its own accord, others' too, as if they had been erased here. */
const alone =
  (command: Command): Command =>
  (state, dispatch, view) => {
    command(state, dispatch, view);
    return true;
  };

export const createKeys = (onLink: () => void): Plugin[] => [
  inputRules({ rules }),
  // Within a cell these come first.
  keymap(TABLE_KEYS),
  keymap({
    'Mod-z': alone(TOOLS.undo.run),
    'Mod-y': alone(TOOLS.redo.run),
    'Mod-Shift-z': alone(TOOLS.redo.run),
    'Mod-b': TOOLS.strong.run,
    'Mod-i': TOOLS.em.run,
    'Mod-e': TOOLS.code.run,
    'Mod-Shift-x': TOOLS.strike.run,
    'Mod-Alt-1': TOOLS.heading1.run,
    'Mod-Alt-2': TOOLS.heading2.run,
    'Mod-Alt-3': TOOLS.heading3.run,
    'Mod-Shift-7': TOOLS.ordered.run,
    'Mod-Shift-8': TOOLS.bullet.run,
    'Mod-Shift-9': TOOLS.task.run,
    'Mod-Shift-u': () => {
      onLink();
      return true;
    },
    'Shift-Enter': insertBreak,
    Enter: splitItem,
    'Mod-]': sinkListItem(nodeType('list_item')),
    'Mod-[': liftListItem(nodeType('list_item')),
    // Tab moves within lists only: elsewhere it leaves the editor, as it must by keyboard.
    Tab: sinkListItem(nodeType('list_item')),
    'Shift-Tab': liftListItem(nodeType('list_item')),
  }),
  keymap(baseKeymap),
];
