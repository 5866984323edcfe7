import { History } from 'lucide-react';
import { useTexts } from '../texts/TextsProvider.tsx';

/** [L5] Before this, messages are still on their way: nobody is to take what follows for the beginning. */
export const ComingLine = () => {
  const t = useTexts();
  return (
    <p className="change-line" role="note">
      <History size={13} aria-hidden="true" />
      <span>{t('timeline.coming')}</span>
    </p>
  );
};
