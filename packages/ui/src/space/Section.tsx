import { ChevronDown } from 'lucide-react';
import { type ReactNode, useId, useState } from 'react';
import { Button as AriaButton } from 'react-aria-components';
import { useKept } from '../vault/DeskProvider.tsx';

export interface SectionProps {
  /** What it is remembered by. */
  name: string;
  title: string;
  /** Buttons beside its title. */
  tools?: ReactNode;
  children: ReactNode;
}

/** A part of the sidebar that folds, and stays folded. */
export const Section = ({ name, title, tools, children }: SectionProps) => {
  const { desk } = useKept();
  const id = useId();
  const [folded, setFolded] = useState(() => desk.readShape(`folded/${name}`) === 1);
  const toggle = (): void => {
    setFolded(!folded);
    desk.writeShape(`folded/${name}`, folded ? undefined : 1);
  };
  return (
    <section className="section">
      <div className="section-head">
        <h2 className="section-title">
          <AriaButton className="section-fold" onPress={toggle} aria-expanded={!folded} aria-controls={id}>
            <ChevronDown size={14} aria-hidden="true" />
            <span>{title}</span>
          </AriaButton>
        </h2>
        {tools === undefined ? null : <span className="section-tools">{tools}</span>}
      </div>
      <div id={id} hidden={folded}>
        {children}
      </div>
    </section>
  );
};
