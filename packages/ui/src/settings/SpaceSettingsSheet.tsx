import type { SpaceSummary } from '@plexi/operations';
import { type FormEvent, useState } from 'react';
import { usePeer } from '../connection/PeerProvider.tsx';
import { useCommand } from '../connection/use-command.ts';
import { useQuery } from '../connection/use-query.ts';
import { Button } from '../controls/Button.tsx';
import { Field } from '../controls/Field.tsx';
import { Sheet } from '../controls/Sheet.tsx';
import { FailureNotice } from '../notice/FailureNotice.tsx';
import { useToast } from '../notice/Toasts.tsx';
import { useTexts } from '../texts/TextsProvider.tsx';

export interface SpaceSettingsSheetProps {
  space: SpaceSummary;
  onInvite: () => void;
  onMembers: () => void;
  onClose: () => void;
}

/** A space's name and relays, and the ways to its people. */
export const SpaceSettingsSheet = ({ space, onInvite, onMembers, onClose }: SpaceSettingsSheetProps) => {
  const t = useTexts();
  const peer = usePeer();
  const say = useToast();
  const mayGovern = space.role === 'owner' || space.role === 'admin';
  const [name, setName] = useState(space.name);
  const [address, setAddress] = useState('');
  const status = useQuery(
    'sync.status',
    { space: space.id },
    (event) => event.type === 'sync' && event.space === space.id,
  );
  const rename = useCommand(async () => {
    await peer.call('space.rename', { space: space.id, name: name.trim() });
    say(t('settings.saved'));
  });
  const add = useCommand(async () => {
    await peer.call('space.relay', { space: space.id, relay: [address.trim()] });
    setAddress('');
    status.reload();
  });
  const submit =
    (run: () => void) =>
    (event: FormEvent): void => {
      event.preventDefault();
      run();
    };
  const relays = status.data?.relays ?? [];
  return (
    <Sheet title={t('space.settings.of', { name: space.name })} onClose={onClose}>
      {mayGovern ? (
        <form className="form" onSubmit={submit(rename.run)} noValidate>
          <Field label={t('space.name')} value={name} onChange={setName} maxLength={64} />
          <FailureNotice failure={rename.failure} />
          <Button
            type="submit"
            busy={rename.busy}
            isDisabled={name.trim() === '' || name.trim() === space.name}
          >
            {t('space.rename')}
          </Button>
        </form>
      ) : null}
      <h3>{t('sync.relays')}</h3>
      {relays.length === 0 ? <p className="small soft">{t('sync.norelays')}</p> : null}
      <ul className="cards">
        {relays.map((relay) => (
          <li key={relay.device} className="card">
            <p className="mono small">{relay.address}</p>
            <p className="small soft">{relay.connected ? t('relay.connected') : t('relay.away')}</p>
          </li>
        ))}
      </ul>
      {mayGovern ? (
        <form className="form" onSubmit={submit(add.run)} noValidate>
          <Field label={t('space.relay.add')} value={address} onChange={setAddress} mono />
          <FailureNotice failure={add.failure} />
          <Button type="submit" busy={add.busy} isDisabled={address.trim() === ''}>
            {t('space.relay.add.done')}
          </Button>
        </form>
      ) : null}
      <div className="sheet-actions">
        <Button onPress={onMembers}>{t('member.show')}</Button>
        {mayGovern ? <Button onPress={onInvite}>{t('invite.people')}</Button> : null}
      </div>
    </Sheet>
  );
};
