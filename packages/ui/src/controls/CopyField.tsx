import { Check, Copy } from 'lucide-react';
import { useEffect, useId, useRef, useState } from 'react';
import { useTexts } from '../texts/TextsProvider.tsx';
import { Button } from './Button.tsx';

export interface CopyFieldProps {
  label: string;
  value: string;
  copyLabel: string;
  autoFocus?: boolean;
  /** @default 'primary': to take this along is what its dialog is for. */
  look?: 'primary' | 'plain';
}

/** Something to take along: shown whole on focus, copied by a button that says that it did. */
export const CopyField = ({
  label,
  value,
  copyLabel,
  autoFocus = false,
  look = 'primary',
}: CopyFieldProps) => {
  const t = useTexts();
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return undefined;
    const timer = setTimeout(() => setCopied(false), 2500);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(value);
    } catch {
      // No clipboard permission: the selection is there to be copied by hand.
      input.current?.focus();
      input.current?.select();
      setCopied(document.execCommand('copy'));
      return;
    }
    setCopied(true);
  };
  return (
    <div className="field">
      <label className="field-label" htmlFor={id}>
        {label}
      </label>
      <div className="copy-row">
        <input
          id={id}
          ref={input}
          className="input mono"
          readOnly
          value={value}
          dir="ltr"
          onFocus={(event) => event.currentTarget.select()}
        />
        <Button
          look={look}
          icon={copied ? <Check size={16} /> : <Copy size={16} />}
          onPress={() => void copy()}
          autoFocus={autoFocus}
        >
          {copied ? t('copied') : copyLabel}
        </Button>
      </div>
      <output className="unseen">{copied ? t('copied') : ''}</output>
    </div>
  );
};
