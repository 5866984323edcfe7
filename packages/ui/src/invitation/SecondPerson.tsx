import { UsersRound } from 'lucide-react';
import { useState } from 'react';
import { usePeer } from '../connection/PeerProvider.tsx';
import { useCommand } from '../connection/use-command.ts';
import { Button } from '../controls/Button.tsx';
import { CopyField } from '../controls/CopyField.tsx';
import { FailureNotice } from '../notice/FailureNotice.tsx';
import { useTexts } from '../texts/TextsProvider.tsx';

/** Opens a second profile on this machine at an invitation, so that one person can see both sides. */
export const SecondPerson = ({ link }: { link: string }) => {
  const t = useTexts();
  const peer = usePeer();
  const [second, setSecond] = useState<{ profile: string; address?: string | undefined }>();
  const open = useCommand(async () => {
    setSecond(await peer.call('app.second', { link }));
  });
  return (
    <section className="second">
      <div>
        <h3>{t('second.title')}</h3>
        <p className="small soft">{t('second.lead')}</p>
      </div>
      <Button icon={<UsersRound size={16} />} onPress={open.run} busy={open.busy}>
        {open.busy ? t('second.busy') : t('second.try')}
      </Button>
      <output className="second-outcome">
        <FailureNotice failure={open.failure} />
        {second === undefined ? null : second.address === undefined ? (
          <span className="small">{t('second.opened', { profile: second.profile })}</span>
        ) : (
          <CopyField label={t('second.address')} value={second.address} copyLabel={t('copy')} />
        )}
      </output>
    </section>
  );
};
