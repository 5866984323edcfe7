import { type FormEvent, useState } from 'react';
import { usePeer } from '../connection/PeerProvider.tsx';
import { useCommand } from '../connection/use-command.ts';
import { Button } from '../controls/Button.tsx';
import { Field } from '../controls/Field.tsx';
import { FailureNotice } from '../notice/FailureNotice.tsx';
import { useTexts } from '../texts/TextsProvider.tsx';

export interface CreateSpaceFormProps {
  /** The relay on this machine, chosen beforehand. */
  relay: { address: string; localOnly: boolean } | undefined;
  onCreated: (space: string) => void;
}

export const CreateSpaceForm = ({ relay, onCreated }: CreateSpaceFormProps) => {
  const t = useTexts();
  const peer = usePeer();
  const [name, setName] = useState('');
  const [address, setAddress] = useState(relay?.address ?? '');
  const [tried, setTried] = useState(false);
  const create = useCommand(async () => {
    const space = await peer.call('space.create', {
      name: name.trim(),
      relay: address.trim() === '' ? [] : [address.trim()],
    });
    onCreated(space.id);
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setTried(true);
    if (name.trim() !== '') create.run();
  };
  const relayHint =
    address.trim() === ''
      ? t('space.relay.none')
      : relay !== undefined && address.trim() === relay.address
        ? t('space.relay.own')
        : t('space.relay.other');
  return (
    <form className="form" onSubmit={submit} noValidate>
      <Field
        label={t('space.name')}
        value={name}
        onChange={setName}
        maxLength={64}
        placeholder={t('space.name.example')}
        autoFocus
        problem={tried && name.trim() === '' ? t('space.name.empty') : undefined}
      />
      <details className="exact">
        <summary>{relayHint}</summary>
        <Field
          label={t('space.relay')}
          value={address}
          onChange={setAddress}
          hint={t('space.relay.hint')}
          mono
        />
      </details>
      <FailureNotice failure={create.failure} />
      <Button look="primary" wide type="submit" busy={create.busy}>
        {create.busy ? t('space.create.busy') : t('space.create.done')}
      </Button>
    </form>
  );
};
