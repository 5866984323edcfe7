import { Check } from 'lucide-react';
import type { ReactNode } from 'react';
import { Checkbox } from 'react-aria-components';

export interface TickProps {
  selected: boolean;
  onChange: (selected: boolean) => void;
  children: ReactNode;
}

/** Something to say yes to. */
export const Tick = ({ selected, onChange, children }: TickProps) => (
  <Checkbox className="check" isSelected={selected} onChange={onChange}>
    <span className="check-box" aria-hidden="true">
      <Check size={14} strokeWidth={3} />
    </span>
    <span>{children}</span>
  </Checkbox>
);
