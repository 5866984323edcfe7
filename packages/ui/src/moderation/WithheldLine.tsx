import type { MessageFinding } from '@plexi/operations';
import { EyeOff } from 'lucide-react';
import { Button } from '../controls/Button.tsx';
import { useTexts } from '../texts/TextsProvider.tsx';

/** [A3] Stands for a message that waits to be reviewed, until the reader wants to see it. It says why, without the words. */
export const WithheldLine = ({ finding, onShow }: { finding: MessageFinding; onShow: () => void }) => {
  const t = useTexts();
  return (
    <p className="message-gone withheld-line">
      <EyeOff size={14} aria-hidden="true" />
      <span>{t('withheld.message', { label: t(`moderation.label.${finding.label}`) })}</span>
      <Button look="quiet" onPress={onShow}>
        {t('withheld.show')}
      </Button>
    </p>
  );
};
