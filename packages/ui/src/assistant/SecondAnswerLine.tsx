import { Sparkles } from 'lucide-react';
import { Button } from '../controls/Button.tsx';
import { useTexts } from '../texts/TextsProvider.tsx';

/** Stands for an answer to what another AI node had answered already, until the reader wants to see it. */
export const SecondAnswerLine = ({ onShow }: { onShow: () => void }) => {
  const t = useTexts();
  return (
    <p className="message-gone blocked-line">
      <Sparkles size={14} aria-hidden="true" />
      {t('ai.second')}
      <Button look="quiet" onPress={onShow}>
        {t('ai.second.show')}
      </Button>
    </p>
  );
};
