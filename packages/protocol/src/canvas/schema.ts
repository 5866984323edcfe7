/**
 * What a canvas may hold, once for everybody: the editor, the commands and the judging of others' updates. A block type
 * that is not here is refused [C2], so a new one takes a new kind of event.
 */
import { type MarkSpec, type NodeSpec, Schema } from 'prosemirror-model';
import { LIMITS } from '../limits.ts';
import { isSafeAddress } from './link.ts';

/** The name of the root in the Yjs document. */
export const CANVAS_ROOT = 'canvas';

const isShortText = (value: unknown): value is string =>
  typeof value === 'string' && value.length <= LIMITS.canvasAttributeBytes;
const isWhole = (value: unknown, from: number, to: number): boolean =>
  Number.isInteger(value) && (value as number) >= from && (value as number) <= to;

type Check = (value: unknown) => boolean;

/** Attributes by block, each with what it may be; absent means the default. */
export const BLOCK_ATTRIBUTES: Readonly<Record<string, Readonly<Record<string, Check>>>> = {
  paragraph: {},
  heading: { level: (value) => isWhole(value, 1, 6) },
  blockquote: {},
  code_block: { language: (value) => isShortText(value) && /^[\w+#.-]{0,40}$/u.test(value) },
  bullet_list: {},
  ordered_list: { start: (value) => isWhole(value, 0, 999_999_999) },
  list_item: { checked: (value) => typeof value === 'boolean' },
  horizontal_rule: {},
  hard_break: {},
  table: {},
  table_row: {},
  table_cell: {},
};

const isPlain = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && Object.keys(value).length === 0;

/** Marks, each with what it may say. */
export const MARK_VALUES: Readonly<Record<string, Check>> = {
  strong: isPlain,
  em: isPlain,
  strike: isPlain,
  code: isPlain,
  link: (value) => {
    if (typeof value !== 'object' || value === null) return false;
    const { href, title, ...rest } = value as Record<string, unknown>;
    const known =
      Object.keys(rest).length === 0 && (title === null || title === undefined || isShortText(title));
    return known && isShortText(href) && isSafeAddress(href);
  },
};

/** What may stand in what. `root` is the canvas itself, `text` a run of letters. */
const BLOCKS = [
  'paragraph',
  'heading',
  'blockquote',
  'code_block',
  'bullet_list',
  'ordered_list',
  'horizontal_rule',
  'table',
] as const;
export const CHILDREN: Readonly<Record<string, readonly string[]>> = {
  root: BLOCKS,
  paragraph: ['text', 'hard_break'],
  heading: ['text', 'hard_break'],
  blockquote: BLOCKS,
  code_block: ['text'],
  bullet_list: ['list_item'],
  ordered_list: ['list_item'],
  list_item: BLOCKS,
  horizontal_rule: [],
  hard_break: [],
  table: ['table_row'],
  table_row: ['table_cell'],
  table_cell: ['text'],
};

const mustBe =
  (check: Check) =>
  (value: unknown): void => {
    if (value !== null && !check(value)) throw new RangeError('not an attribute of a canvas');
  };

const attribute = (block: string, name: string, fallback: unknown) => ({
  [name]: { default: fallback, validate: mustBe(BLOCK_ATTRIBUTES[block]?.[name] ?? (() => false)) },
});

/** How blocks and marks come from and go to a page: for the editor to say. */
export interface CanvasLooks {
  nodes: Readonly<Record<string, Pick<NodeSpec, 'parseDOM' | 'toDOM'>>>;
  marks: Readonly<Record<string, Pick<MarkSpec, 'parseDOM' | 'toDOM'>>>;
}

const NODES: Readonly<Record<string, NodeSpec>> = {
  doc: { content: 'block+' },
  paragraph: { group: 'block', content: 'inline*' },
  heading: { group: 'block', content: 'inline*', defining: true, attrs: attribute('heading', 'level', 1) },
  blockquote: { group: 'block', content: 'block+', defining: true },
  code_block: {
    group: 'block',
    content: 'text*',
    marks: '',
    code: true,
    defining: true,
    attrs: attribute('code_block', 'language', ''),
  },
  bullet_list: { group: 'block', content: 'list_item+' },
  ordered_list: { group: 'block', content: 'list_item+', attrs: attribute('ordered_list', 'start', 1) },
  list_item: { content: 'block+', defining: true, attrs: attribute('list_item', 'checked', null) },
  horizontal_rule: { group: 'block' },
  // Rows may differ in length: two who add a row and a column at once leave one short, and nobody fills it in another's name.
  table: { group: 'block', content: 'table_row+', isolating: true },
  table_row: { content: 'table_cell+' },
  table_cell: { content: 'text*', isolating: true },
  text: { group: 'inline' },
  hard_break: { group: 'inline', inline: true, selectable: false, linebreakReplacement: true },
};

const MARKS: Readonly<Record<string, MarkSpec>> = {
  link: {
    inclusive: false,
    attrs: {
      href: { validate: mustBe((value) => isShortText(value) && isSafeAddress(value)) },
      title: { default: null, validate: mustBe(isShortText) },
    },
  },
  em: {},
  strong: {},
  strike: {},
  code: { code: true },
};

/** Makes the ProseMirror schema, for an editor with its looks. */
export const createCanvasSchema = (looks: CanvasLooks = { nodes: {}, marks: {} }): Schema => {
  const nodes = Object.entries(NODES).map(
    ([name, spec]) => [name, { ...spec, ...looks.nodes[name] }] as const,
  );
  const marks = Object.entries(MARKS).map(
    ([name, spec]) => [name, { ...spec, ...looks.marks[name] }] as const,
  );
  return new Schema({ nodes: Object.fromEntries(nodes), marks: Object.fromEntries(marks) });
};

/** The schema where nothing is drawn. */
export const CANVAS_SCHEMA = createCanvasSchema();
