import { type FormEvent, useState } from 'react';
import { usePeer } from '../connection/PeerProvider.tsx';
import { useCommand } from '../connection/use-command.ts';
import { Button } from '../controls/Button.tsx';
import { Field } from '../controls/Field.tsx';
import { Sheet } from '../controls/Sheet.tsx';
import { Tick } from '../controls/Tick.tsx';
import { PeoplePicker } from '../direct/PeoplePicker.tsx';
import { usePeople } from '../direct/use-people.ts';
import { FailureNotice } from '../notice/FailureNotice.tsx';
import { useTexts } from '../texts/TextsProvider.tsx';

export interface CreateChannelSheetProps {
  space: { id: string; name: string };
  onCreated: (channel: string) => void;
  onClose: () => void;
}

/** People that one call adds. */
const MOST = 64;

export const CreateChannelSheet = ({ space, onCreated, onClose }: CreateChannelSheetProps) => {
  const t = useTexts();
  const peer = usePeer();
  const [name, setName] = useState('');
  const [isPrivate, setPrivate] = useState(false);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const { people, failure } = usePeople([space]);
  const create = useCommand(async () => {
    const channel = await peer.call('channel.create', {
      space: space.id,
      name: name.trim(),
      ...(isPrivate ? { private: true, member: [...chosen] } : {}),
    });
    onCreated(channel.id);
    onClose();
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (name.trim() !== '') create.run();
  };
  return (
    <Sheet title={t('channel.create')} onClose={onClose}>
      <form className="form" onSubmit={submit} noValidate>
        <Field
          label={t('channel.name')}
          value={name}
          onChange={setName}
          maxLength={64}
          autoFocus
          hint={t('channel.hint', { space: space.name })}
        />
        <Tick selected={isPrivate} onChange={setPrivate}>
          {t('private.toggle')}
        </Tick>
        <p className="field-hint">{t('private.hint')}</p>
        {isPrivate ? (
          <section aria-label={t('private.who')}>
            <PeoplePicker people={people} chosen={chosen} onChange={setChosen} most={MOST} />
          </section>
        ) : null}
        <FailureNotice failure={create.failure ?? failure} />
        <div className="sheet-actions">
          <Button onPress={onClose}>{t('cancel')}</Button>
          <Button look="primary" type="submit" busy={create.busy} isDisabled={name.trim() === ''}>
            {t('channel.create.done')}
          </Button>
        </div>
      </form>
    </Sheet>
  );
};
