import { type ReactNode, useId } from 'react';

export interface ChoiceProps<Value extends string> {
  label: string;
  value: Value;
  /** `lang` for a label that is not in the language of the page. */
  options: readonly { value: Value; label: string; lang?: string }[];
  onChange: (value: Value) => void;
  hint?: ReactNode;
  disabled?: boolean;
}

/** One of a few: the system's own list, which every keyboard, screen reader and telephone knows. */
export const Choice = <Value extends string>(props: ChoiceProps<Value>) => {
  const { label, value, options, onChange, hint, disabled = false } = props;
  const id = useId();
  return (
    <div className="setting">
      <label className="setting-label" htmlFor={id}>
        {label}
      </label>
      <select
        id={id}
        className="input setting-choice"
        value={value}
        disabled={disabled}
        aria-describedby={hint === undefined ? undefined : `${id}-hint`}
        onChange={(event) => {
          const chosen = options.find((option) => option.value === event.currentTarget.value);
          if (chosen !== undefined) onChange(chosen.value);
        }}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value} lang={option.lang}>
            {option.label}
          </option>
        ))}
      </select>
      {hint === undefined ? null : (
        <p className="setting-hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  );
};
