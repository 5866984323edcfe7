import { type FormEvent, useState } from 'react';
import { Button } from '../controls/Button.tsx';
import { Field } from '../controls/Field.tsx';
import { useTexts } from '../texts/TextsProvider.tsx';
import { isPassphraseReady, type PassphraseChoice, PassphraseFields } from './PassphraseFields.tsx';
import { Step } from './Step.tsx';

export interface ChooseNameProps {
  name: string;
  passphrase: PassphraseChoice;
  onName: (name: string) => void;
  onPassphrase: (choice: PassphraseChoice) => void;
  onBack: () => void;
  onDone: () => void;
}

export const ChooseName = ({ name, passphrase, onName, onPassphrase, onBack, onDone }: ChooseNameProps) => {
  const t = useTexts();
  const [tried, setTried] = useState(false);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setTried(true);
    if (name.trim() !== '' && isPassphraseReady(passphrase)) onDone();
  };
  return (
    <Step title={t('name.title')} lead={t('name.lead')} onBack={onBack}>
      <form className="form" onSubmit={submit} noValidate>
        <Field
          label={t('name.label')}
          value={name}
          onChange={onName}
          maxLength={64}
          autoFocus
          problem={tried && name.trim() === '' ? t('name.empty') : undefined}
        />
        <PassphraseFields choice={passphrase} onChange={onPassphrase} tried={tried} />
        <Button look="primary" wide type="submit">
          {t('continue')}
        </Button>
      </form>
    </Step>
  );
};
