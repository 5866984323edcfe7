import type { MessageFinding } from '@plexi/operations';
import { EyeOff } from 'lucide-react';
import { Button } from '../controls/Button.tsx';
import { useTexts } from '../texts/TextsProvider.tsx';
import { FindingLine } from './FindingLine.tsx';

export interface SendWarningProps {
  finding: MessageFinding;
  onSend: () => void;
  onChange: () => void;
}

/** [A3] Says before sending that others will see it behind a notice. It can be sent all the same. */
export const SendWarning = ({ finding, onSend, onChange }: SendWarningProps) => {
  const t = useTexts();
  return (
    <div className="send-warning" role="alert">
      <EyeOff size={16} aria-hidden="true" />
      <p className="small">
        {t('withheld.before')} <FindingLine finding={finding} />
      </p>
      <div className="row">
        <Button onPress={onChange}>{t('withheld.change')}</Button>
        <Button onPress={onSend}>{t('withheld.send')}</Button>
      </div>
    </div>
  );
};
