import { type MarkdownNode, parseMarkdown } from './parse-markdown.ts';

/** What stands on lines of its own: its words must not run into the next ones. */
const APART: ReadonlySet<MarkdownNode['type']> = new Set([
  'paragraph',
  'heading',
  'item',
  'quote',
  'cell',
  'block',
  'definition',
  'break',
  'line',
]);

const read = (node: MarkdownNode): string => {
  const words = 'children' in node ? node.children.map(read).join('') : 'text' in node ? node.text : '';
  return APART.has(node.type) ? ` ${words} ` : words;
};

/** What a Markdown text says, on one line and without its marks: for quotes, notices and other hints at a message. */
export const oneLine = (text: string): string => read(parseMarkdown(text)).replaceAll(/\s+/gu, ' ').trim();
