import { type FormEvent, useState } from 'react';
import { usePeer } from '../connection/PeerProvider.tsx';
import { useCommand } from '../connection/use-command.ts';
import { Button } from '../controls/Button.tsx';
import { Field } from '../controls/Field.tsx';
import { FailureNotice } from '../notice/FailureNotice.tsx';
import { useTexts } from '../texts/TextsProvider.tsx';
import { Step } from './Step.tsx';

/** A profile that its passphrase opens. */
export const Locked = () => {
  const t = useTexts();
  const peer = usePeer();
  const [passphrase, setPassphrase] = useState('');
  const unlock = useCommand(async () => {
    await peer.call('account.unlock', { passphrase });
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    unlock.run();
  };
  return (
    <Step title={t('locked.title')} lead={t('locked.lead')}>
      <form className="form" onSubmit={submit} noValidate>
        <Field
          label={t('passphrase.label')}
          type="password"
          value={passphrase}
          onChange={setPassphrase}
          maxLength={1024}
          autoComplete="current-password"
          autoFocus
        />
        <FailureNotice failure={unlock.failure} />
        <Button look="primary" wide type="submit" busy={unlock.busy}>
          {unlock.busy ? t('locked.busy') : t('locked.open')}
        </Button>
      </form>
    </Step>
  );
};
