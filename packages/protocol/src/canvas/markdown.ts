/** A canvas as Markdown (CommonMark, with tables, struck text and task lists), and Markdown as a canvas. */
import MarkdownIt from 'markdown-it';
import { MarkdownParser } from 'prosemirror-markdown';
import { Fragment, type Mark, type Node, type Schema } from 'prosemirror-model';
import { isSafeAddress } from './link.ts';
import { type MarkdownRules, writeByRules } from './markdown-rules.ts';
import { CANVAS_SCHEMA, MARK_VALUES } from './schema.ts';

// HTML stays text; pictures are left out, since showing one would fetch it.
const tokenizer = new MarkdownIt('commonmark', { html: false, linkify: false })
  .enable(['strikethrough', 'table'])
  .disable('image');
tokenizer.validateLink = isSafeAddress;

const TASK = /^\[([ xX])\](?:\s+|$)/u;

// `- [ ] word`: the list item is a task, and its box no part of the words.
tokenizer.core.ruler.after('inline', 'task', (state) => {
  state.tokens.forEach((token, index) => {
    const found = token.type === 'inline' ? TASK.exec(token.content) : null;
    const item = state.tokens[index - 2];
    const first = token.children?.[0];
    if (found === null || item?.type !== 'list_item_open' || first?.type !== 'text') return;
    first.content = first.content.replace(TASK, '');
    token.content = token.content.slice(found[0].length);
    item.attrSet('checked', String(found[1] !== ' '));
  });
});

// `[words]()` and addresses too long for a canvas: the words stay, without a link.
tokenizer.core.ruler.after('inline', 'link', (state) => {
  for (const { children } of state.tokens)
    children?.forEach((token, index) => {
      if (token.type !== 'link_open') return;
      const link = { href: token.attrGet('href'), title: token.attrGet('title') };
      if (MARK_VALUES['link']?.(link) === true) return;
      // Links don't lie within each other.
      const close = children.findIndex((one, at) => at > index && one.type === 'link_close');
      for (const one of [token, children[close]])
        if (one !== undefined) Object.assign(one, { type: 'text', tag: '', content: '', attrs: null });
    });
});

/** Parses Markdown into `schema`, which is the canvas's, with whatever looks. */
export const createMarkdownReader = (schema: Schema): ((markdown: string) => Node) => {
  const parser = new MarkdownParser(schema, tokenizer, {
    blockquote: { block: 'blockquote' },
    paragraph: { block: 'paragraph' },
    list_item: {
      block: 'list_item',
      getAttrs: (token) => {
        const checked = token.attrGet('checked');
        return { checked: checked === null ? null : checked === 'true' };
      },
    },
    bullet_list: { block: 'bullet_list' },
    ordered_list: {
      block: 'ordered_list',
      getAttrs: (token) => ({ start: Number(token.attrGet('start') ?? 1) }),
    },
    heading: { block: 'heading', getAttrs: (token) => ({ level: Number(token.tag.slice(1)) }) },
    code_block: { block: 'code_block', noCloseToken: true },
    fence: {
      block: 'code_block',
      getAttrs: (token) => ({ language: /^[\w+#.-]{1,40}/u.exec(token.info)?.[0] ?? '' }),
      noCloseToken: true,
    },
    table: { block: 'table' },
    thead: { ignore: true },
    tbody: { ignore: true },
    tr: { block: 'table_row' },
    th: { block: 'table_cell' },
    td: { block: 'table_cell' },
    hr: { node: 'horizontal_rule' },
    hardbreak: { node: 'hard_break' },
    em: { mark: 'em' },
    strong: { mark: 'strong' },
    s: { mark: 'strike' },
    link: {
      mark: 'link',
      getAttrs: (token) => ({ href: token.attrGet('href') ?? '', title: token.attrGet('title') }),
    },
    code_inline: { mark: 'code', noCloseToken: true },
  });
  return (markdown) => {
    const node = parser.parse(markdown);
    return node.childCount === 0 ? schema.node('doc', null, [schema.node('paragraph')]) : node;
  };
};

export const readMarkdown = createMarkdownReader(CANVAS_SCHEMA);

const fenceFor = (text: string): string => {
  const longest = Math.max(0, ...[...text.matchAll(/`+/gu)].map(([run]) => run.length));
  return '`'.repeat(Math.max(3, longest + 1));
};

const bulletOf = (item: Node, bullet: string): string => {
  const checked = item.attrs['checked'] as boolean | null;
  return checked === null ? bullet : `${bullet}[${checked ? 'x' : ' '}] `;
};

const codeFence = (node: Node, side: -1 | 1): string => {
  const longest = Math.max(0, ...[...node.textContent.matchAll(/`+/gu)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  const pad = /^`|`$|^ .* $/su.test(node.textContent) ? ' ' : '';
  return side > 0 ? `${fence}${pad}` : `${pad}${fence}`;
};

/** A cell's words in a line of their own: what ends a cell or a line is taken out of it. */
const writeCell = (cell: Node): string => {
  const line = CANVAS_SCHEMA.node('paragraph', null, inlineOf(cell));
  return writeByRules(RULES, CANVAS_SCHEMA.node('doc', null, [line]))
    .replaceAll(/\n\s*/gu, '\n')
    .split('\n')
    .map((words, place, all) => (place < all.length - 1 ? words.trimEnd() : words))
    .join(' ')
    .replaceAll('|', '\\|');
};
/** In the schema that is drawn nowhere: the one that is given may be an editor's. */
const inlineOf = (cell: Node): readonly Node[] =>
  cell.type.schema === CANVAS_SCHEMA
    ? cell.children
    : cell.children.map((child) => CANVAS_SCHEMA.nodeFromJSON(child.toJSON() as unknown));

/** The first row is the head; it is made as long as the longest, which decides how many columns there are. */
const writeTable = (table: Node): string[] => {
  const columns = Math.max(...table.children.map(({ childCount }) => childCount));
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const [head = [], ...rows] = table.children.map((row) => row.children.map(writeCell));
  const missing = Array.from({ length: columns - head.length }, () => '');
  return [line([...head, ...missing]), line(Array.from({ length: columns }, () => '---')), ...rows.map(line)];
};

const lastOthers = new WeakMap<Node, number>();

/** Where what is no break stands last: breaks at the end say nothing. Looked up once, however many breaks there are. */
const lastOtherThanBreak = (parent: Node): number => {
  const known = lastOthers.get(parent);
  if (known !== undefined) return known;
  const found = parent.children.findLastIndex(({ type }) => type.name !== 'hard_break');
  lastOthers.set(parent, found);
  return found;
};

const RULES: MarkdownRules = {
  nodes: {
    blockquote: (state, node) => state.wrapBlock('> ', null, node, () => state.renderContent(node)),
    code_block: (state, node) => {
      const fence = fenceFor(node.textContent);
      state.write(`${fence}${String(node.attrs['language'])}\n`);
      state.text(node.textContent, false);
      state.write('\n');
      state.write(fence);
      state.closeBlock(node);
    },
    heading: (state, node) => {
      state.write(`${'#'.repeat(Number(node.attrs['level']))} `);
      state.renderInline(node, false);
      state.closeBlock(node);
    },
    horizontal_rule: (state, node) => {
      state.write('---');
      state.closeBlock(node);
    },
    bullet_list: (state, node) => state.renderList(node, '  ', (index) => bulletOf(node.child(index), '- ')),
    ordered_list: (state, node) => {
      const start = Number(node.attrs['start']);
      const width = String(start + node.childCount - 1).length + 2;
      state.renderList(node, ' '.repeat(width), (index) =>
        bulletOf(node.child(index), `${start + index}.`.padEnd(width)),
      );
    },
    list_item: (state, node) => state.renderContent(node),
    paragraph: (state, node) => {
      // A mark that stands alone would begin an empty list; the serializer minds only those with words behind them.
      const [, number, mark] = /^(\d{0,9})([+.)])$/u.exec(node.textContent) ?? [];
      if (mark === undefined) state.renderInline(node);
      else state.write(`${number}\\${mark}`);
      state.closeBlock(node);
    },
    hard_break: (state, _node, parent, index) => {
      if (index < lastOtherThanBreak(parent)) state.write('\\\n');
    },
    table: (state, node) => {
      writeTable(node).forEach((line) => {
        state.ensureNewLine();
        state.write(line);
      });
      state.closeBlock(node);
    },
    text: (state, node, parent, index) => {
      const broken = index > 0 && parent.child(index - 1).type.name === 'hard_break';
      (node.text ?? '').split('\n').forEach((line, place) => {
        if (place > 0) state.text('\n', false);
        // At the beginning of a later line it would begin a block: a heading's line, a list, a table.
        const [lead = '', number] =
          place > 0 || broken ? (/^\s*(?:(\d{1,9})(?=[.)])|(?=[-=+>#|:]))/u.exec(line) ?? []) : [];
        const opens =
          number !== undefined || (/^[-=+>#|:]/u.test(line.slice(lead.length)) && (place > 0 || broken));
        if (!opens) state.text(line);
        else {
          state.text(`${lead}\\${line.charAt(lead.length)}`, false);
          state.text(line.slice(lead.length + 1));
        }
      });
    },
  },
  marks: {
    em: { open: '*', close: '*', mixable: true, expelEnclosingWhitespace: true },
    strong: { open: '**', close: '**', mixable: true, expelEnclosingWhitespace: true },
    strike: { open: '~~', close: '~~', mixable: true, expelEnclosingWhitespace: true },
    link: {
      open: '[',
      close: (_state, mark: Mark) => {
        const { href, title } = mark.attrs as { href: string; title: string | null };
        const address = href.replace(/[\\<>]/gu, encodeURIComponent);
        const words = title === null ? '' : ` "${title.replace(/["\\]/gu, '\\$&')}"`;
        return `](<${address}>${words})`;
      },
      mixable: true,
    },
    code: {
      open: (_state, _mark, parent, index) => codeFence(parent.child(index), 1),
      close: (_state, _mark, parent, index) => codeFence(parent.child(index - 1), -1),
      escape: false,
    },
  },
  // Lines beside each other: the serializer leaves those within a word alone, and takes a line for a letter.
  options: { escapeExtraCharacters: /(?<=_)_|(?<=\w)_(?=\\?_)/gu },
};

/** The canvas as Markdown; nothing where it says nothing. */
export const writeMarkdown = (node: Node): string => {
  // Each block by itself: what the library leaves open at the end of one would be closed before the next.
  const blocks = node.children.map((block) => writeByRules(RULES, node.copy(Fragment.from(block))));
  const text = blocks.join('\n\n');
  let end = text.length;
  while (text[end - 1] === '\n') end -= 1;
  return text.length - end < 2 ? text : text.slice(0, end);
};

/** The words alone, a block a line. */
export const writePlain = (node: Node): string => node.textBetween(0, node.content.size, '\n', '\n').trim();
