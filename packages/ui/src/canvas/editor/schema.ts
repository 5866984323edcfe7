/** How the canvas's blocks are drawn, and read from what is pasted. Nothing that is drawn fetches or runs anything. */
import {
  type CanvasLooks,
  createCanvasSchema,
  createMarkdownReader,
  isSafeAddress,
} from '@plexi/operations/canvas';
import type { Attrs } from 'prosemirror-model';

const LEVELS = [1, 2, 3, 4, 5, 6] as const;
/** The pane's title is a second-level heading. */
const ABOVE = 2;

const languageOf = (dom: HTMLElement): string =>
  /(?:^|\s)language-([\w+#.-]{1,40})(?:\s|$)/u.exec(dom.querySelector('code')?.className ?? '')?.[1] ?? '';

const checkedOf = (dom: HTMLElement): boolean | null => {
  const { checked } = dom.dataset;
  if (checked !== undefined) return checked === 'true';
  const box = dom.querySelector(':scope > input[type=checkbox], :scope > label > input[type=checkbox]');
  return box === null ? null : box.hasAttribute('checked');
};

const linkOf = (dom: HTMLElement): Attrs | false => {
  const href = dom.getAttribute('href') ?? '';
  return isSafeAddress(href) ? { href, title: dom.getAttribute('title')?.slice(0, 256) ?? null } : false;
};

const startOf = (dom: HTMLElement): number => {
  const start = Number(dom.getAttribute('start') ?? 1);
  return Number.isInteger(start) && start >= 0 && start < 1e9 ? start : 1;
};

const LOOKS: CanvasLooks = {
  nodes: {
    paragraph: { parseDOM: [{ tag: 'p' }], toDOM: () => ['p', { dir: 'auto' }, 0] },
    heading: {
      parseDOM: LEVELS.map((level) => ({ tag: `h${level}`, attrs: { level } })),
      toDOM: ({ attrs }) => {
        const level = Number(attrs['level']);
        return [`h${Math.min(6, level + ABOVE)}`, { dir: 'auto', 'data-level': String(level) }, 0];
      },
    },
    blockquote: { parseDOM: [{ tag: 'blockquote' }], toDOM: () => ['blockquote', 0] },
    code_block: {
      parseDOM: [
        { tag: 'pre', preserveWhitespace: 'full', getAttrs: (dom) => ({ language: languageOf(dom) }) },
      ],
      toDOM: ({ attrs }) => [
        'pre',
        { dir: 'ltr', 'data-language': String(attrs['language']) },
        ['code', { spellcheck: 'false' }, 0],
      ],
    },
    bullet_list: { parseDOM: [{ tag: 'ul' }], toDOM: () => ['ul', 0] },
    ordered_list: {
      parseDOM: [{ tag: 'ol', getAttrs: (dom) => ({ start: startOf(dom) }) }],
      toDOM: ({ attrs }) => ['ol', { start: String(attrs['start']) }, 0],
    },
    list_item: {
      parseDOM: [{ tag: 'li', getAttrs: (dom) => ({ checked: checkedOf(dom) }) }],
      toDOM: ({ attrs }) => {
        const checked = attrs['checked'] as boolean | null;
        return ['li', checked === null ? {} : { 'data-checked': String(checked) }, 0];
      },
    },
    horizontal_rule: { parseDOM: [{ tag: 'hr' }], toDOM: () => ['hr'] },
    table: {
      parseDOM: [{ tag: 'table' }],
      toDOM: () => ['div', { class: 'canvas-table' }, ['table', ['tbody', 0]]],
    },
    table_row: { parseDOM: [{ tag: 'tr' }], toDOM: () => ['tr', 0] },
    table_cell: {
      parseDOM: [{ tag: 'td' }, { tag: 'th' }],
      toDOM: () => ['td', { dir: 'auto' }, 0],
    },
    hard_break: { parseDOM: [{ tag: 'br' }], toDOM: () => ['br'] },
  },
  marks: {
    link: {
      parseDOM: [{ tag: 'a[href]', getAttrs: linkOf }],
      toDOM: ({ attrs }) => [
        'a',
        {
          href: String(attrs['href']),
          title: attrs['title'] as string | null,
          target: '_blank',
          rel: 'noopener noreferrer nofollow',
        },
        0,
      ],
    },
    em: { parseDOM: [{ tag: 'i' }, { tag: 'em' }], toDOM: () => ['em', 0] },
    strong: { parseDOM: [{ tag: 'b' }, { tag: 'strong' }], toDOM: () => ['strong', 0] },
    strike: { parseDOM: [{ tag: 's' }, { tag: 'del' }], toDOM: () => ['s', 0] },
    code: { parseDOM: [{ tag: 'code' }], toDOM: () => ['code', { dir: 'ltr' }, 0] },
  },
};

export const editorSchema = createCanvasSchema(LOOKS);
export const readMarkdownForEditor = createMarkdownReader(editorSchema);
