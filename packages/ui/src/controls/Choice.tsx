import { Setting, type SettingProps } from './Setting.tsx';

export interface ChoiceProps<Value extends string> extends Omit<SettingProps, 'children'> {
  value: Value;
  /** `lang` for a label that is not in the language of the page. */
  options: readonly { value: Value; label: string; lang?: string }[];
  onChange: (value: Value) => void;
  disabled?: boolean;
}

/** One of a few: the system's own list, which every keyboard, screen reader and telephone knows. */
export const Choice = <Value extends string>(props: ChoiceProps<Value>) => {
  const { value, options, onChange, disabled = false, ...setting } = props;
  return (
    <Setting {...setting}>
      {(ids) => (
        <select
          {...ids}
          className="input setting-choice"
          value={value}
          disabled={disabled}
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
      )}
    </Setting>
  );
};
