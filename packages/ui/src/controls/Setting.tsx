import { type ReactNode, useId } from 'react';

export interface SettingProps {
  label: string;
  hint?: ReactNode;
  /** The control, with the id that its label leads to and that of what describes it. */
  children: (ids: { id: string; 'aria-describedby': string | undefined }) => ReactNode;
}

/** A control with its label beside it and its hint below. */
export const Setting = ({ label, hint, children }: SettingProps) => {
  const id = useId();
  const hintId = `${id}-hint`;
  return (
    <div className="setting">
      <label className="setting-label" htmlFor={id}>
        {label}
      </label>
      {children({ id, 'aria-describedby': hint === undefined ? undefined : hintId })}
      {hint === undefined ? null : (
        <p className="setting-hint" id={hintId}>
          {hint}
        </p>
      )}
    </div>
  );
};
