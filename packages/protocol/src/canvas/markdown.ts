/** A canvas as Markdown (CommonMark, with struck text and task lists), and Markdown as a canvas. */
import MarkdownIt from 'markdown-it';
import { MarkdownParser, MarkdownSerializer } from 'prosemirror-markdown';
import { Fragment, type Mark, type Node, type Schema } from 'prosemirror-model';
import { isSafeAddress } from './link.ts';
import { CANVAS_SCHEMA } from './schema.ts';

// HTML stays text; pictures are left out, since showing one would fetch it.
const tokenizer = new MarkdownIt('commonmark', { html: false, linkify: false })
  .enable('strikethrough')
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

const serializer = new MarkdownSerializer(
  {
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
    hard_break: (state, node, parent, index) => {
      for (let after = index + 1; after < parent.childCount; after++)
        if (parent.child(after).type !== node.type) {
          state.write('\\\n');
          return;
        }
    },
    text: (state, node) => state.text(node.text ?? ''),
  },
  {
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
);

/**
 * The canvas as Markdown; nothing where it says nothing. Each block is written by itself: the serializer looks through
 * all that it wrote at every block, which would take minutes in a long canvas.
 */
export const writeMarkdown = (node: Node): string =>
  node.children
    .map((block) => serializer.serialize(node.copy(Fragment.from(block)), { tightLists: true }))
    .join('\n\n')
    .replace(/\n{2,}$/u, '');

/** The words alone, a block a line. */
export const writePlain = (node: Node): string => node.textBetween(0, node.content.size, '\n', '\n').trim();
