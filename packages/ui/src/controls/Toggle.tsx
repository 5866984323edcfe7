import { Setting, type SettingProps } from './Setting.tsx';

export interface ToggleProps extends Omit<SettingProps, 'children'> {
  on: boolean;
  onChange: (on: boolean) => void;
  disabled?: boolean;
}

/** On or off, at once. */
export const Toggle = ({ on, onChange, disabled = false, ...setting }: ToggleProps) => (
  <Setting {...setting}>
    {(ids) => (
      <input
        {...ids}
        className="switch"
        type="checkbox"
        role="switch"
        checked={on}
        aria-checked={on}
        disabled={disabled}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
    )}
  </Setting>
);
