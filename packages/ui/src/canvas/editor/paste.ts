/** What comes in and goes out by clipboard: Markdown as text, and HTML through the schema alone. */
import { hasTablesInBounds, writeMarkdown } from '@plexi/operations/canvas';
import { DOMSerializer, Fragment, Slice } from 'prosemirror-model';
import type { EditorProps } from 'prosemirror-view';
import { editorSchema, readMarkdownForEditor } from './schema.ts';

const KEPT_ATTRIBUTES = new Set(['href', 'title', 'start', 'class', 'type', 'checked']);

const plainLines = (text: string): Slice => {
  const blocks = text
    .split(/\r\n|\r|\n/u)
    .map((line) => editorSchema.node('paragraph', null, line === '' ? [] : [editorSchema.text(line)]));
  return new Slice(Fragment.from(blocks), 1, 1);
};

/** What the schema would leave out anyway, left out before a document of this page's sees it. */
const harmless = (html: string): string => {
  // The policy refuses handlers and styles even in a document that is shown nowhere, and says so on the console.
  const mute = html
    .replace(/<(\/?)style/giu, '<$1template')
    .replace(/<base\b[^>]*>/giu, '')
    .replace(/<[a-z][^>]*>/giu, (tag) => tag.replace(/([\s/"'])(?:on[a-z]+|style)\s*=/giu, '$1data-none='));
  const { body } = new DOMParser().parseFromString(mute, 'text/html');
  for (const element of body.querySelectorAll('*')) {
    if (
      element.matches(
        'script, style, template, img, picture, video, audio, iframe, object, embed, svg, math, link, meta',
      )
    )
      element.remove();
    else
      for (const { name } of Array.from(element.attributes))
        if (!KEPT_ATTRIBUTES.has(name) && !name.startsWith('data-')) element.removeAttribute(name);
  }
  return body.innerHTML;
};

export const clipboardProps: EditorProps = {
  transformPastedHTML: harmless,
  clipboardTextParser: (text, $context, plain) => {
    if ($context.parent.type.spec.code === true || plain) return plainLines(text);
    const read = readMarkdownForEditor(text);
    if (!hasTablesInBounds(read)) return plainLines(text);
    const { content } = read;
    const [first, last] = [content.firstChild, content.lastChild];
    const open = (block: typeof first): number => (block?.type.name === 'paragraph' ? 1 : 0);
    return new Slice(content, open(first), open(last));
  },
  clipboardTextSerializer: (slice) => {
    const holder = editorSchema.nodes['doc']?.createAndFill(null, slice.content);
    return holder === null || holder === undefined || slice.content.firstChild?.isInline === true
      ? slice.content.textBetween(0, slice.content.size, '\n\n', '\n')
      : writeMarkdown(holder);
  },
  clipboardSerializer: DOMSerializer.fromSchema(editorSchema),
};
