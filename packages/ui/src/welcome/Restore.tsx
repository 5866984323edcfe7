import { type FormEvent, useId, useState } from 'react';
import { usePeer } from '../connection/PeerProvider.tsx';
import { useCommand } from '../connection/use-command.ts';
import { Button } from '../controls/Button.tsx';
import { Field } from '../controls/Field.tsx';
import { FailureNotice } from '../notice/FailureNotice.tsx';
import { useTexts } from '../texts/TextsProvider.tsx';
import { BackupChoice, type ChosenBackup, readBackup } from './BackupChoice.tsx';
import { isPassphraseReady, NO_PASSPHRASE, PassphraseFields, takePassphrase } from './PassphraseFields.tsx';
import { PHRASE_WORDS, readPhrase } from './phrase-words.ts';
import { Step } from './Step.tsx';

/** An account comes back from its phrase, as a new device. */
export const Restore = ({ onBack }: { onBack: () => void }) => {
  const t = useTexts();
  const peer = usePeer();
  const hint = useId();
  const [text, setText] = useState('');
  const [name, setName] = useState('');
  const [backup, setBackup] = useState<ChosenBackup>();
  const [passphrase, setPassphrase] = useState(NO_PASSPHRASE);
  const [tried, setTried] = useState(false);
  const { words, unknown } = readPhrase(text, !tried);
  const complete = words.length === PHRASE_WORDS && unknown.length === 0;
  const restore = useCommand(async () => {
    await peer.call('account.restore', {
      phrase: words.join(' '),
      ...(backup === undefined ? { name: name.trim() } : await readBackup(backup)),
      ...takePassphrase(passphrase),
    });
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setTried(true);
    const isNamed = backup === undefined ? name.trim() !== '' : backup.opens !== '';
    if (complete && isNamed && isPassphraseReady(passphrase)) restore.run();
  };
  const countIsOff = words.length > PHRASE_WORDS || (tried && words.length !== PHRASE_WORDS);
  return (
    <Step title={t('restore.title')} lead={t('restore.lead')} onBack={onBack}>
      <form className="form" onSubmit={submit} noValidate>
        <div className="field">
          <label className="field-label" htmlFor={`${hint}-phrase`}>
            {t('restore.phrase')}
          </label>
          <textarea
            id={`${hint}-phrase`}
            className="input mono"
            rows={5}
            value={text}
            dir="ltr"
            maxLength={1024}
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            aria-describedby={hint}
            aria-invalid={countIsOff || unknown.length > 0}
            onChange={(event) => setText(event.currentTarget.value)}
          />
          <div id={hint} className="field-hint" aria-live="polite">
            <p className={countIsOff ? 'field-problem' : ''}>
              {t('restore.count', { count: words.length, of: PHRASE_WORDS })}
            </p>
            {unknown.slice(0, 4).map(({ place, word, suggestion }) => (
              <p key={place} className="field-problem">
                {suggestion === undefined
                  ? t('restore.unknown', { place, word: word.slice(0, 24) })
                  : t('restore.suggest', { place, word: word.slice(0, 24), suggestion })}
              </p>
            ))}
          </div>
        </div>
        <BackupChoice chosen={backup} onChange={setBackup} tried={tried} />
        {backup === undefined ? (
          <Field
            label={t('name.label')}
            value={name}
            onChange={setName}
            maxLength={64}
            hint={t('restore.name')}
            problem={tried && name.trim() === '' ? t('name.empty') : undefined}
          />
        ) : null}
        <PassphraseFields choice={passphrase} onChange={setPassphrase} tried={tried} />
        <FailureNotice failure={restore.failure} />
        <Button look="primary" wide type="submit" busy={restore.busy}>
          {restore.busy ? t('restore.busy') : t('restore.done')}
        </Button>
      </form>
    </Step>
  );
};
