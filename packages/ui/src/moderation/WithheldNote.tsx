import type { MessageFinding } from '@plexi/operations';
import { EyeOff } from 'lucide-react';
import { useTexts } from '../texts/TextsProvider.tsx';
import { FindingLine } from './FindingLine.tsx';

/** [A3] Under a message that others see behind a notice only: to who wrote it, and to who chose to see it. */
export const WithheldNote = ({ finding, own }: { finding: MessageFinding; own: boolean }) => {
  const t = useTexts();
  return (
    <p className="withheld-note small soft">
      <EyeOff size={13} aria-hidden="true" />
      <span>
        {t(own ? 'withheld.own' : 'withheld.shown')} <FindingLine finding={finding} />
      </span>
    </p>
  );
};
