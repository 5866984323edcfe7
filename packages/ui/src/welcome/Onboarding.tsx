import { useState } from 'react';
import { usePeer } from '../connection/PeerProvider.tsx';
import { useCommand } from '../connection/use-command.ts';
import { ChooseName } from './ChooseName.tsx';
import { ConfirmPhrase } from './ConfirmPhrase.tsx';
import { NO_PASSPHRASE, takePassphrase } from './PassphraseFields.tsx';
import { Restore } from './Restore.tsx';
import { ShowPhrase } from './ShowPhrase.tsx';
import { Welcome } from './Welcome.tsx';

type Place = 'welcome' | 'name' | 'phrase' | 'confirm' | 'restore';

/** From nothing to an account. What was typed stays when going back; the phrase never leaves memory. */
export const Onboarding = ({ invitation }: { invitation: string | undefined }) => {
  const peer = usePeer();
  const [place, setPlace] = useState<Place>('welcome');
  const [name, setName] = useState('');
  const [passphrase, setPassphrase] = useState(NO_PASSPHRASE);
  const [phrase, setPhrase] = useState<string>();
  const create = useCommand(async () => {
    await peer.call('account.create', {
      name: name.trim(),
      ...(phrase === undefined ? {} : { phrase }),
      ...takePassphrase(passphrase),
    });
  });

  switch (place) {
    case 'welcome':
      return (
        <Welcome
          invitation={invitation}
          onCreate={() => setPlace('name')}
          onRestore={() => setPlace('restore')}
        />
      );
    case 'name':
      return (
        <ChooseName
          name={name}
          passphrase={passphrase}
          onName={setName}
          onPassphrase={setPassphrase}
          onBack={() => setPlace('welcome')}
          onDone={() => setPlace('phrase')}
        />
      );
    case 'phrase':
      return (
        <ShowPhrase
          phrase={phrase}
          onPhrase={(made) => {
            setPhrase(made);
            setPlace('confirm');
          }}
          onBack={() => setPlace('name')}
        />
      );
    case 'confirm':
      return (
        <ConfirmPhrase
          phrase={phrase ?? ''}
          busy={create.busy}
          failure={create.failure}
          onBack={() => setPlace('phrase')}
          onConfirmed={create.run}
        />
      );
    case 'restore':
      return <Restore onBack={() => setPlace('welcome')} />;
  }
};
