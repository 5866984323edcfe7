import { X } from 'lucide-react';
import { type ReactNode, useEffect, useId, useRef } from 'react';
import { IconButton } from '../controls/Button.tsx';
import { useTexts } from '../texts/TextsProvider.tsx';

export interface PaneProps {
  title: string;
  onClose: () => void;
  /** Its content reaches to the edges and scrolls by itself. @default false */
  flush?: boolean;
  /** Nothing in it may take the focus: it takes it itself, so that the keys scroll it. @default false */
  still?: boolean;
  children: ReactNode;
}

/** The detail column beside the timeline. Opening it moves focus to its heading. */
export const Pane = ({ title, onClose, flush = false, still = false, children }: PaneProps) => {
  const t = useTexts();
  const id = useId();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus({ preventScroll: true }), []);
  return (
    <aside className="pane" aria-labelledby={id}>
      <header className="pane-head">
        <h2 id={id} ref={heading} tabIndex={-1}>
          {title}
        </h2>
        <IconButton label={t('close')} icon={<X size={18} />} onPress={onClose} />
      </header>
      {still ? (
        <section className="pane-body" tabIndex={0} aria-labelledby={id}>
          {children}
        </section>
      ) : (
        <div className="pane-body" data-flush={flush}>
          {children}
        </div>
      )}
    </aside>
  );
};
