import { ArrowLeft } from 'lucide-react';
import { type ReactNode, useEffect, useRef } from 'react';
import { IconButton } from '../controls/Button.tsx';
import { useTexts } from '../texts/TextsProvider.tsx';

export interface StepProps {
  title: string;
  lead?: ReactNode;
  onBack?: (() => void) | undefined;
  children: ReactNode;
  wide?: boolean;
  emblem?: ReactNode;
}

/** One page of a short way: one heading, one thing to do. The heading takes focus, so that a screen reader starts there. */
export const Step = ({ title, lead, onBack, children, wide = false, emblem }: StepProps) => {
  const t = useTexts();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    // A field that asked for focus keeps it.
    if (!(document.activeElement instanceof HTMLInputElement))
      heading.current?.focus({ preventScroll: true });
  }, []);
  return (
    <main className="step" data-wide={wide} id="main">
      <div className="step-card">
        {onBack === undefined ? null : (
          <IconButton
            className="step-back"
            label={t('back')}
            icon={<ArrowLeft size={18} className="mirror" />}
            onPress={onBack}
          />
        )}
        {emblem}
        <header className="step-head">
          <h1 ref={heading} tabIndex={-1}>
            {title}
          </h1>
          {lead === undefined ? null : <p className="soft">{lead}</p>}
        </header>
        {children}
      </div>
    </main>
  );
};
