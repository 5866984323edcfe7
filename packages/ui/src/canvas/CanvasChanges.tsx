import type { OperationOutput } from '@plexi/operations';
import { useQuery } from '../connection/use-query.ts';
import { Waiting } from '../controls/Waiting.tsx';
import { FailureNotice } from '../notice/FailureNotice.tsx';
import { useTexts } from '../texts/TextsProvider.tsx';

type Block = OperationOutput<'canvas.compare'>['blocks'][number];
type Part = Block['parts'][number];

/** Blocks on either side of a change that are shown with it. */
const AROUND = 1;
const DEEPEST = 6;

/** Words with what became of them: struck or underlined, and said to screen readers. */
const ChangedPart = ({ text, change, by }: Part) => {
  const t = useTexts();
  if (change === undefined) return text;
  const name = by ?? '';
  return change === 'added' ? (
    <ins title={t('canvas.compare.added', { name })}>{text}</ins>
  ) : (
    <del title={t('canvas.compare.removed', { name })}>{text}</del>
  );
};

const isChanged = (block: Block): boolean =>
  block.change !== undefined || block.parts.some((part) => part.change !== undefined);

export interface CanvasChangesProps {
  space: string;
  channel: string;
  version: { at: string; since?: string | undefined };
}

/** What a version changed, with a little of what stands around it. */
export const CanvasChanges = ({ space, channel, version }: CanvasChangesProps) => {
  const t = useTexts();
  const { at, since } = version;
  const comparison = useQuery('canvas.compare', {
    space,
    channel,
    at,
    ...(since === undefined ? {} : { since }),
  });
  const { data } = comparison;
  if (data === undefined)
    return (
      <>
        <FailureNotice failure={comparison.failure} onRetry={comparison.reload} />
        {comparison.failure === undefined ? <Waiting>{t('canvas.compare.loading')}</Waiting> : null}
      </>
    );
  const shown = data.blocks.map((_, index) =>
    data.blocks.slice(Math.max(0, index - AROUND), index + AROUND + 1).some(isChanged),
  );
  if (!shown.includes(true)) return <p className="small soft">{t('canvas.compare.same')}</p>;
  return (
    <section className="canvas-changes" aria-label={t('canvas.compare.title')}>
      {data.blocks.map((block, index) =>
        shown[index] === true ? (
          <p
            key={`${index}-${block.type}`}
            dir="auto"
            data-type={block.type}
            data-depth={Math.min(DEEPEST, block.depth)}
            data-checked={block.checked}
          >
            {block.checked === undefined ? null : (
              <span className="tiny faint">
                {t(block.checked ? 'canvas.compare.done' : 'canvas.compare.open')}{' '}
              </span>
            )}
            {block.parts.length === 0 ? '\u00a0' : null}
            <span data-user-text="">
              {block.parts.map((part, place) => (
                <ChangedPart key={`${place}-${part.change ?? ''}`} {...part} />
              ))}
            </span>
          </p>
        ) : shown[index - 1] === true ? (
          <p key={`${index}-gap`} className="canvas-gap" aria-hidden="true">
            ⋯
          </p>
        ) : null,
      )}
      {data.truncated ? <p className="tiny faint">{t('canvas.compare.more')}</p> : null}
    </section>
  );
};
