import { Ban } from 'lucide-react';
import { Button } from '../controls/Button.tsx';
import { useTexts } from '../texts/TextsProvider.tsx';

/** Stands for a message of somebody who is blocked, until the reader wants to see it. */
export const BlockedLine = ({ onShow }: { onShow: () => void }) => {
  const t = useTexts();
  return (
    <p className="message-gone blocked-line">
      <Ban size={14} aria-hidden="true" />
      {t('blocked.message')}
      <Button look="quiet" onPress={onShow}>
        {t('blocked.show')}
      </Button>
    </p>
  );
};
