import { Square, SquareCheck } from 'lucide-react';
import { memo, type ReactNode } from 'react';
import { MentionText } from '../mention/MentionText.tsx';
import { useTexts } from '../texts/TextsProvider.tsx';
import { CodeBlock } from './CodeBlock.tsx';
import { isOnlyEmoji } from './is-only-emoji.ts';
import { MarkdownLink } from './MarkdownLink.tsx';
import { type MarkdownNode, parseMarkdown, wordsOf } from './parse-markdown.ts';

/** Texts whose trees are kept. */
const KEPT = 400;
/** Longer ones are not: the kept ones stay within a few megabytes. */
const KEPT_LENGTH = 4096;
const trees = new Map<string, MarkdownNode[]>();

const treeOf = (text: string): MarkdownNode[] => {
  const known = trees.get(text);
  if (known !== undefined) return known;
  const { children } = parseMarkdown(text);
  if (text.length > KEPT_LENGTH) return children;
  const oldest = trees.size >= KEPT ? trees.keys().next().value : undefined;
  if (oldest !== undefined) trees.delete(oldest);
  trees.set(text, children);
  return children;
};

/** What stands at the top takes its direction from its words; what is inside it follows. */
const Nodes = ({ nodes, top = false }: { nodes: readonly MarkdownNode[]; top?: boolean }) =>
  // A tree is drawn once for each text: its nodes have no other identity than their place.
  nodes.map((node, index) => (
    <Node key={`${index}-${node.type}`} node={node} dir={top ? 'auto' : undefined} />
  ));

const Table = ({ rows }: { rows: readonly MarkdownNode[] }) => {
  const t = useTexts();
  return (
    <section className="md-table" tabIndex={0} aria-label={t('table.label')}>
      <table>
        <tbody>
          <Nodes nodes={rows} />
        </tbody>
      </table>
    </section>
  );
};

const TaskMark = ({ checked }: { checked: boolean }) => {
  const t = useTexts();
  const Icon = checked ? SquareCheck : Square;
  return (
    <span className="md-task">
      <Icon size={16} aria-hidden="true" />
      <span className="unseen">{t(checked ? 'task.done' : 'task.open')}</span>
    </span>
  );
};

/** Each thing that a message may show. What is not in this list can't be drawn. */
const Node = ({ node, dir }: { node: MarkdownNode; dir: 'auto' | undefined }): ReactNode => {
  switch (node.type) {
    case 'text':
      return <MentionText text={node.text} />;
    case 'code':
      return <code>{node.text}</code>;
    case 'break':
      return <br />;
    case 'line':
      return <hr />;
    case 'block':
      return <CodeBlock text={node.text} language={node.language} />;
    case 'heading':
      // No heading of the page: whoever moves through those is looking for days and panes.
      return (
        <p className="md-heading" data-level={node.level} dir={dir}>
          <Nodes nodes={node.children} />
        </p>
      );
    case 'paragraph':
      return (
        <p dir={dir}>
          <Nodes nodes={node.children} />
        </p>
      );
    case 'definition':
      return (
        <p className="faint small" dir={dir}>
          <Nodes nodes={node.children} />
        </p>
      );
    case 'quote':
      return (
        <blockquote dir={dir}>
          <Nodes nodes={node.children} />
        </blockquote>
      );
    case 'emphasis':
      return (
        <em>
          <Nodes nodes={node.children} />
        </em>
      );
    case 'strong':
      return (
        <strong>
          <Nodes nodes={node.children} />
        </strong>
      );
    case 'strike':
      return (
        <s>
          <Nodes nodes={node.children} />
        </s>
      );
    case 'list':
      return node.ordered ? (
        <ol start={node.start} dir={dir}>
          <Nodes nodes={node.children} />
        </ol>
      ) : (
        <ul dir={dir}>
          <Nodes nodes={node.children} />
        </ul>
      );
    case 'item':
      return (
        <li data-task={node.checked !== undefined}>
          {node.checked === undefined ? null : <TaskMark checked={node.checked} />}
          <Nodes nodes={node.children} />
        </li>
      );
    case 'table':
      return <Table rows={node.children} />;
    case 'row':
      return (
        <tr>
          <Nodes nodes={node.children} />
        </tr>
      );
    case 'cell': {
      const Cell = node.head ? 'th' : 'td';
      return (
        <Cell dir="auto" data-align={node.align}>
          <Nodes nodes={node.children} />
        </Cell>
      );
    }
    case 'link':
    case 'image': {
      // A picture elsewhere would tell its server who reads this, and when: it is a link.
      const words = wordsOf(node.children);
      return (
        <MarkdownLink href={node.href} words={words}>
          {words === '' ? node.href : <Nodes nodes={node.children} />}
        </MarkdownLink>
      );
    }
    case 'root':
      return <Nodes nodes={node.children} />;
  }
};

/** Somebody's words as Markdown: never as markup, and nothing is fetched. */
export const MarkdownText = memo(({ text }: { text: string }) => (
  <div className="md" data-emoji={isOnlyEmoji(text)}>
    <Nodes nodes={treeOf(text)} top />
  </div>
));
