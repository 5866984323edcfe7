import { type ReactNode, useId } from 'react';

export interface ToggleProps {
  label: string;
  on: boolean;
  onChange: (on: boolean) => void;
  hint?: ReactNode;
  disabled?: boolean;
}

/** On or off, at once. */
export const Toggle = ({ label, on, onChange, hint, disabled = false }: ToggleProps) => {
  const id = useId();
  return (
    <div className="setting">
      <label className="setting-label" htmlFor={id}>
        {label}
      </label>
      <input
        id={id}
        className="switch"
        type="checkbox"
        role="switch"
        checked={on}
        aria-checked={on}
        disabled={disabled}
        aria-describedby={hint === undefined ? undefined : `${id}-hint`}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
      {hint === undefined ? null : (
        <p className="setting-hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  );
};
