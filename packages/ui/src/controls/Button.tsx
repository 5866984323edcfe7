import type { ReactNode } from 'react';
import {
  Button as AriaButton,
  type ButtonProps as AriaButtonProps,
  Tooltip,
  TooltipTrigger,
} from 'react-aria-components';

export interface ButtonProps extends Omit<AriaButtonProps, 'className' | 'children' | 'style' | 'isPending'> {
  look?: 'primary' | 'plain' | 'quiet' | 'danger';
  icon?: ReactNode;
  wide?: boolean;
  /** What it does is under way: its words say so, and it keeps the focus. */
  busy?: boolean;
  children: ReactNode;
}

/** A button with words on it. */
export const Button = ({
  look = 'plain',
  icon,
  wide = false,
  busy = false,
  children,
  ...rest
}: ButtonProps) => (
  <AriaButton {...rest} className={`button button-${look}${wide ? ' button-wide' : ''}`} data-busy={busy}>
    {icon}
    <span>{children}</span>
  </AriaButton>
);

export interface IconButtonProps
  extends Omit<AriaButtonProps, 'className' | 'children' | 'style' | 'aria-label'> {
  /** What it does: its name for screen readers and its tooltip. */
  label: string;
  icon: ReactNode;
  className?: string;
}

/** A button with only an icon: its words appear on hover and focus. */
export const IconButton = ({ label, icon, className = '', ...rest }: IconButtonProps) => (
  <TooltipTrigger delay={400} closeDelay={60}>
    <AriaButton {...rest} aria-label={label} className={`icon-button ${className}`}>
      {icon}
    </AriaButton>
    <Tooltip className="tooltip" offset={6}>
      {label}
    </Tooltip>
  </TooltipTrigger>
);
