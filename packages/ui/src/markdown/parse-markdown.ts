/**
 * Markdown as a tree of the few things that a message may show: CommonMark 0.31 with tables, strikethrough, task lists and
 * addresses of GFM. HTML is text. https://spec.commonmark.org https://github.github.com/gfm
 */
import MarkdownIt from 'markdown-it';

type Token = ReturnType<InstanceType<typeof MarkdownIt>['parse']>[number];

export type MarkdownNode =
  | { type: 'text' | 'code'; text: string }
  | { type: 'break' | 'line' }
  | { type: 'block'; text: string; language: string }
  | { type: 'heading'; level: number; children: MarkdownNode[] }
  | { type: 'list'; ordered: boolean; start: number; children: MarkdownNode[] }
  | { type: 'item'; checked: boolean | undefined; children: MarkdownNode[] }
  | { type: 'cell'; head: boolean; align: string | undefined; children: MarkdownNode[] }
  | { type: 'link' | 'image'; href: string; children: MarkdownNode[] }
  | {
      type:
        | 'root'
        | 'paragraph'
        | 'quote'
        | 'emphasis'
        | 'strong'
        | 'strike'
        | 'table'
        | 'row'
        | 'definition';
      children: MarkdownNode[];
    };

type Branch = Extract<MarkdownNode, { children: MarkdownNode[] }>;

/** UTF-16 units past which a text is shown as it is. */
const LONGEST = 64 * 1024;
/** Signs and line ends outside fenced code past which it is too: they are what reading costs, and far more than prose has. */
const MOST_SIGNS = 6000;
/** What opens or closes code from the line's very beginning: nothing around it could end it earlier. */
const FENCE = /^(?:`{3,}(?=[^`]*$)|~{3,})/u;
const SIGN = /[^\p{L}\p{N}\p{M} ,.'"?-]|^ {0,3}-/gu;
/** How deep quotes and lists may lie in each other. What lies deeper the parser would leave out: then all of it is text. */
const DEEPEST = 40;

const markdown = new MarkdownIt({ html: false, linkify: true, breaks: true, maxNesting: DEEPEST });
// A file name such as README.md is no address; a host has to say that it is one.
markdown.linkify.set({ fuzzyLink: false, fuzzyIP: false });
// Invite links and links to messages are addresses too.
markdown.linkify.add('plexi:', {
  validate: (text, at) => /^\/\/[\w\-./?=&#%~+]*[\w/=]/u.exec(text.slice(at, at + LONGEST))?.[0].length ?? 0,
});
// The words of a link are shown as they were written; whether they may be followed is decided where they are drawn.
markdown.normalizeLinkText = (text) => text;
markdown.validateLink = () => true;

const BRANCHES: Record<
  string,
  Exclude<Branch['type'], 'heading' | 'list' | 'item' | 'cell' | 'link' | 'image'>
> = {
  paragraph_open: 'paragraph',
  blockquote_open: 'quote',
  em_open: 'emphasis',
  strong_open: 'strong',
  s_open: 'strike',
  table_open: 'table',
  tr_open: 'row',
};
/** Wrappers that add nothing of their own. */
const PLAIN = new Set(['thead_open', 'thead_close', 'tbody_open', 'tbody_close']);
const TASK = /^\[([ xX])\][ \t]+/u;

const openBranch = (token: Token): Branch | undefined => {
  const type = BRANCHES[token.type];
  if (type !== undefined) return { type, children: [] };
  switch (token.type) {
    case 'heading_open':
      return { type: 'heading', level: Number(token.tag.slice(1)), children: [] };
    case 'bullet_list_open':
      return { type: 'list', ordered: false, start: 1, children: [] };
    case 'ordered_list_open':
      return { type: 'list', ordered: true, start: Number(token.attrGet('start') ?? 1), children: [] };
    case 'list_item_open':
      return { type: 'item', checked: undefined, children: [] };
    case 'th_open':
    case 'td_open': {
      const align = /text-align:(\w+)/u.exec(String(token.attrGet('style') ?? ''))?.[1];
      return { type: 'cell', head: token.type === 'th_open', align, children: [] };
    }
    case 'link_open':
      return { type: 'link', href: String(token.attrGet('href') ?? ''), children: [] };
    default:
      return undefined;
  }
};

const readLeaf = (token: Token): MarkdownNode | undefined => {
  switch (token.type) {
    case 'code_inline':
      return { type: 'code', text: token.content };
    case 'fence':
    case 'code_block':
      return {
        type: 'block',
        text: token.content.replace(/\n$/u, ''),
        language: token.info.trim().split(/\s/u)[0] ?? '',
      };
    case 'hr':
      return { type: 'line' };
    case 'softbreak':
    case 'hardbreak':
      return { type: 'break' };
    case 'image':
      return {
        type: 'image',
        href: String(token.attrGet('src') ?? ''),
        children: [{ type: 'text', text: token.content }],
      };
    default:
      return token.content === '' ? undefined : { type: 'text', text: token.content };
  }
};

/** `- [ ] words`: the box leaves the words and becomes the item's. */
const takeTasks = (node: Branch): void => {
  if (node.type !== 'item') return;
  const [paragraph] = node.children;
  const [first] = paragraph?.type === 'paragraph' ? paragraph.children : [];
  const mark = first?.type === 'text' ? TASK.exec(first.text) : null;
  if (first?.type !== 'text' || mark === null) return;
  first.text = first.text.slice(mark[0].length);
  node.checked = mark[1] !== ' ';
};

const build = (tokens: readonly Token[], root: Branch): Branch => {
  const path: Branch[] = [root];
  const put = (node: MarkdownNode): void => void path.at(-1)?.children.push(node);
  for (const token of tokens) {
    if (PLAIN.has(token.type)) continue;
    if (token.type === 'inline') {
      const parent = path.at(-1);
      if (parent !== undefined) build(token.children ?? [], parent);
    } else if (token.nesting === 1) {
      const branch = openBranch(token);
      if (branch === undefined) continue;
      put(branch);
      path.push(branch);
    } else if (token.nesting === -1) {
      const closed = path.length > 1 ? path.pop() : undefined;
      if (closed !== undefined) takeTasks(closed);
    } else {
      const leaf = readLeaf(token);
      if (leaf !== undefined) put(leaf);
    }
  }
  return root;
};

const plain = (text: string): Branch => ({
  type: 'root',
  children: [{ type: 'paragraph', children: [{ type: 'text', text }] }],
});

/** Definitions have no place of their own in a document; in a message nothing that was written stays unseen. */
const showDefinitions = (references: unknown): MarkdownNode[] =>
  typeof references !== 'object' || references === null
    ? []
    : Object.entries(references as Record<string, { href: string; title: string }>).map(
        ([label, { href, title }]) => ({
          type: 'definition' as const,
          children: [
            { type: 'text' as const, text: `[${label}]: ${href}${title === '' ? '' : ` "${title}"`}` },
          ],
        }),
      );

const signsIn = (text: string): number => {
  if (text.length <= MOST_SIGNS) return 0;
  let fence = '';
  let signs = 0;
  for (const line of text.split('\n')) {
    const mark = FENCE.exec(line)?.[0];
    if (fence === '' && mark === undefined) signs += 1 + (line.match(SIGN)?.length ?? 0);
    else if (fence === '') fence = mark ?? '';
    else if (mark?.startsWith(fence) === true && mark.length === line.trimEnd().length) fence = '';
  }
  return signs;
};

/** Never throws: what can't be read as Markdown is one paragraph of text. */
export const parseMarkdown = (text: string): Branch => {
  if (text.length > LONGEST || signsIn(text) > MOST_SIGNS) return plain(text);
  const env: Record<string, unknown> = {};
  try {
    const tokens = markdown.parse(text, env);
    if (tokens.some((token) => token.level >= DEEPEST - 2)) return plain(text);
    const root = build(tokens, { type: 'root', children: [] });
    root.children.push(...showDefinitions(env['references']));
    return root.children.length === 0 ? plain(text) : root;
  } catch {
    return plain(text);
  }
};

/** The words of a tree. */
export const wordsOf = (nodes: readonly MarkdownNode[]): string =>
  nodes
    .map((node) =>
      'children' in node
        ? wordsOf(node.children)
        : 'text' in node
          ? node.text
          : node.type === 'break'
            ? ' '
            : '',
    )
    .join('');
