import { type FormEvent, useState } from 'react';
import { usePeer } from '../connection/PeerProvider.tsx';
import { useCommand } from '../connection/use-command.ts';
import { Button } from '../controls/Button.tsx';
import { Field } from '../controls/Field.tsx';
import { FailureNotice } from '../notice/FailureNotice.tsx';
import { useToast } from '../notice/Toasts.tsx';
import { useTexts } from '../texts/TextsProvider.tsx';

const NOTHING = { current: '', first: '', again: '' };

export interface PassphraseFormProps {
  hasPassphrase: boolean;
  onChanged: () => void;
}

/** A passphrase is set, changed or taken away, by who knows the one until now. */
export const PassphraseForm = ({ hasPassphrase, onChanged }: PassphraseFormProps) => {
  const t = useTexts();
  const peer = usePeer();
  const say = useToast();
  const [typed, setTyped] = useState(NOTHING);
  const [tried, setTried] = useState<'change' | 'remove'>();
  const change = useCommand(async (input: { passphrase: string } | { remove: true }) => {
    await peer.call('account.passphrase', {
      ...input,
      ...(hasPassphrase ? { current: typed.current } : {}),
    });
    setTyped(NOTHING);
    setTried(undefined);
    say(t('remove' in input ? 'protection.removed' : 'protection.changed'));
    onChanged();
  });
  const hasCurrent = !hasPassphrase || typed.current !== '';
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setTried('change');
    if (hasCurrent && typed.first !== '' && typed.first === typed.again)
      change.run({ passphrase: typed.first });
  };
  const remove = (): void => {
    setTried('remove');
    if (hasCurrent) change.run({ remove: true });
  };
  const differs =
    (typed.again !== '' || tried === 'change') && typed.first !== typed.again && typed.first !== '';
  return (
    <form className="form" onSubmit={submit} noValidate>
      <h3>{t(hasPassphrase ? 'protection.change' : 'protection.set')}</h3>
      {hasPassphrase ? (
        <Field
          label={t('protection.current')}
          type="password"
          autoComplete="current-password"
          maxLength={1024}
          value={typed.current}
          onChange={(current) => setTyped({ ...typed, current })}
          problem={tried !== undefined && typed.current === '' ? t('protection.current.empty') : undefined}
        />
      ) : null}
      <Field
        label={t('protection.new')}
        type="password"
        autoComplete="new-password"
        maxLength={1024}
        value={typed.first}
        onChange={(first) => setTyped({ ...typed, first })}
        hint={t('protection.new.hint')}
        problem={tried === 'change' && typed.first === '' ? t('protection.new.empty') : undefined}
      />
      <Field
        label={t('passphrase.again')}
        type="password"
        autoComplete="new-password"
        maxLength={1024}
        value={typed.again}
        onChange={(again) => setTyped({ ...typed, again })}
        problem={differs ? t('passphrase.differs') : undefined}
      />
      <FailureNotice failure={change.failure} />
      <p className="row">
        <Button type="submit" look={hasPassphrase ? 'plain' : 'primary'} busy={change.busy}>
          {t(hasPassphrase ? 'protection.change' : 'protection.set')}
        </Button>
        {hasPassphrase ? (
          <Button look="danger" onPress={remove} busy={change.busy}>
            {t('protection.remove')}
          </Button>
        ) : null}
      </p>
      {hasPassphrase ? <p className="small soft">{t('protection.remove.hint')}</p> : null}
    </form>
  );
};
