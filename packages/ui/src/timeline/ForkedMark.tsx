import { GitFork } from 'lucide-react';
import { useTexts } from '../texts/TextsProvider.tsx';

/** [L2] That its device wrote two histories here: what that means, and what is to be done, a click further. */
export const ForkedMark = ({ name }: { name: string }) => {
  const t = useTexts();
  return (
    <details className="message-forked">
      <summary>
        <GitFork size={12} aria-hidden="true" />
        {t('mark.forked')}
      </summary>
      <p>{t('mark.forkedWhy', { name })}</p>
    </details>
  );
};
