import { useId, useState } from 'react';
import { useTexts } from '../texts/TextsProvider.tsx';
import { toFieldValue } from './moments.ts';

export interface MomentFieldProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
  problem?: string | undefined;
}

/** A date and a time of day, in the browser's own field: it knows the reader's calendar and keys. */
export const MomentField = ({ label, value, onChange, problem }: MomentFieldProps) => {
  const t = useTexts();
  const id = useId();
  const [earliest] = useState(() => toFieldValue(new Date()));
  return (
    <div className="field">
      <label className="field-label" htmlFor={id}>
        {label}
      </label>
      <input
        id={id}
        className="input"
        type="datetime-local"
        value={value}
        min={earliest}
        aria-invalid={problem !== undefined}
        aria-describedby={`${id}-hint`}
        onChange={(event) => onChange(event.target.value)}
      />
      <p id={`${id}-hint`} className={problem === undefined ? 'field-hint' : 'field-problem'}>
        {problem ?? t('moment.zone', { zone: Intl.DateTimeFormat().resolvedOptions().timeZone })}
      </p>
    </div>
  );
};
