import type { Device } from '@plexi/operations';
import { type FormEvent, useState } from 'react';
import { usePeer } from '../connection/PeerProvider.tsx';
import { useCommand } from '../connection/use-command.ts';
import { Button } from '../controls/Button.tsx';
import { Field } from '../controls/Field.tsx';
import { Sheet } from '../controls/Sheet.tsx';
import { FailureNotice } from '../notice/FailureNotice.tsx';
import { useTexts } from '../texts/TextsProvider.tsx';

/** Calls a computer something, so that the lost one is told from the others. */
export const NameDevice = ({ device, onClose }: { device: Device; onClose: () => void }) => {
  const t = useTexts();
  const peer = usePeer();
  const [name, setName] = useState(device.name ?? '');
  const save = useCommand(async () => {
    await peer.call('device.name', { device: device.device, name });
    onClose();
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    save.run();
  };
  return (
    <Sheet title={t('device.name.title')} onClose={onClose}>
      <form className="form" onSubmit={submit} noValidate>
        <Field
          label={t('device.name.label')}
          value={name}
          onChange={setName}
          hint={t('device.name.hint')}
          maxLength={64}
          autoFocus
        />
        <FailureNotice failure={save.failure} />
        <div className="sheet-actions">
          <Button onPress={onClose}>{t('cancel')}</Button>
          <Button look="primary" type="submit" busy={save.busy}>
            {t('save')}
          </Button>
        </div>
      </form>
    </Sheet>
  );
};
