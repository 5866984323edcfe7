import type { ReactNode, Ref } from 'react';
import { FieldError, Input, Label, Text, TextArea, TextField } from 'react-aria-components';

export interface FieldProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
  hint?: ReactNode;
  /** Shown instead of the hint; marks the field as invalid. */
  problem?: string | undefined;
  type?: 'text' | 'password' | 'number';
  placeholder?: string;
  autoFocus?: boolean;
  required?: boolean;
  /** UTF-16 units; the peer checks bytes. */
  maxLength?: number;
  autoComplete?: string;
  mono?: boolean;
  /** Lines that are seen at once, where there may be several. */
  lines?: number;
  inputRef?: Ref<HTMLInputElement>;
}

/** Input with its label, and what is wrong with it in words. */
export const Field = (props: FieldProps) => {
  const { label, value, onChange, hint, problem, type = 'text', placeholder, autoFocus = false } = props;
  return (
    <TextField
      className="field"
      value={value}
      onChange={onChange}
      isInvalid={problem !== undefined}
      isRequired={props.required ?? false}
      // The form's own checks speak in our words; the browser's bubbles would speak in theirs.
      validationBehavior="aria"
      type={type}
      maxLength={props.maxLength ?? 256}
      autoComplete={props.autoComplete ?? 'off'}
      autoFocus={autoFocus}
      spellCheck="false"
    >
      <Label className="field-label">{label}</Label>
      {props.lines === undefined ? (
        <Input
          className={`input${props.mono === true ? ' mono' : ''}`}
          ref={props.inputRef ?? null}
          {...(placeholder === undefined ? {} : { placeholder })}
          dir="auto"
        />
      ) : (
        <TextArea className="input" rows={props.lines} dir="auto" />
      )}
      {problem === undefined && hint !== undefined ? (
        <Text slot="description" className="field-hint">
          {hint}
        </Text>
      ) : null}
      <FieldError className="field-problem">{problem}</FieldError>
    </TextField>
  );
};
