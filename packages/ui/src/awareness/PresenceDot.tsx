import type { Presence } from '@plexi/operations';
import { useTexts } from '../texts/TextsProvider.tsx';

/** Whether somebody is there: a shape of its own for each state, and in words for screen readers. */
export const PresenceDot = ({ presence }: { presence: Presence | undefined }) => {
  const t = useTexts();
  if (presence === undefined) return null;
  return (
    <span className="presence-dot" data-status={presence.status}>
      <span className="unseen">{t(`presence.${presence.status}`)}</span>
    </span>
  );
};
