import { Check } from 'lucide-react';
import { Checkbox } from 'react-aria-components';
import { Field } from '../controls/Field.tsx';
import { useTexts } from '../texts/TextsProvider.tsx';

export interface PassphraseChoice {
  wanted: boolean;
  first: string;
  again: string;
}

export const NO_PASSPHRASE: PassphraseChoice = { wanted: false, first: '', again: '' };

export const isPassphraseReady = ({ wanted, first, again }: PassphraseChoice): boolean =>
  !wanted || (first !== '' && first === again);

/** What `account.create` takes of the choice. */
export const takePassphrase = ({ wanted, first }: PassphraseChoice): { passphrase?: string } =>
  wanted && first !== '' ? { passphrase: first } : {};

export interface PassphraseFieldsProps {
  choice: PassphraseChoice;
  onChange: (choice: PassphraseChoice) => void;
  tried: boolean;
}

/** A passphrase is offered, and both answers say what they mean. */
export const PassphraseFields = ({ choice, onChange, tried }: PassphraseFieldsProps) => {
  const t = useTexts();
  const differs = choice.again !== '' && choice.first !== choice.again;
  return (
    <div className="form">
      <Checkbox
        className="check"
        isSelected={choice.wanted}
        onChange={(wanted) => onChange({ ...NO_PASSPHRASE, wanted })}
      >
        <span className="check-box" aria-hidden="true">
          <Check size={14} strokeWidth={3} />
        </span>
        <span>
          {t('passphrase.want')}
          <span className="check-hint">{choice.wanted ? t('passphrase.with') : t('passphrase.without')}</span>
        </span>
      </Checkbox>
      {choice.wanted ? (
        <>
          <Field
            label={t('passphrase.label')}
            type="password"
            autoComplete="new-password"
            value={choice.first}
            onChange={(first) => onChange({ ...choice, first })}
            problem={tried && choice.first === '' ? t('passphrase.empty') : undefined}
          />
          <Field
            label={t('passphrase.again')}
            type="password"
            autoComplete="new-password"
            value={choice.again}
            onChange={(again) => onChange({ ...choice, again })}
            problem={
              differs || (tried && choice.again !== choice.first) ? t('passphrase.differs') : undefined
            }
          />
        </>
      ) : null}
    </div>
  );
};
