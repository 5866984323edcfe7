import type { SpaceSummary } from '@plexi/operations';
import { Ban, Hourglass, MailX } from 'lucide-react';
import { useTexts } from '../texts/TextsProvider.tsx';

/** A space without channels to show: waited for, refused, or taken away. Says what happens next. */
export const SpaceState = ({ space }: { space: SpaceSummary }) => {
  const t = useTexts();
  const Icon = space.state === 'waiting' ? Hourglass : space.state === 'removed' ? Ban : MailX;
  const key = space.state === 'ready' ? 'waiting' : space.state;
  return (
    <section className="empty space-state" aria-live="polite">
      <span className="empty-mark" aria-hidden="true">
        <Icon size={26} />
      </span>
      <h2>{t(`space.${key}.title`, { name: space.name })}</h2>
      <p className="soft">
        {space.problem === undefined
          ? t(`space.${key}.lead`)
          : `${space.problem.message} ${space.problem.next}`}
      </p>
      {space.problem === undefined ? null : <p className="mono tiny faint">{space.problem.code}</p>}
    </section>
  );
};
