import type { OperationOutput } from '@plexi/operations';
import { useState } from 'react';
import { usePeer } from '../connection/PeerProvider.tsx';
import { useCommand } from '../connection/use-command.ts';
import { Button } from '../controls/Button.tsx';
import { FailureNotice } from '../notice/FailureNotice.tsx';
import { useTexts } from '../texts/TextsProvider.tsx';
import { useStorageWork } from './use-storage-work.ts';
import { WorkProgress } from './WorkProgress.tsx';

/** What this computer keeps, and whether it is what was written. */
export const StorageSettings = () => {
  const t = useTexts();
  const peer = usePeer();
  const work = useStorageWork();
  const [found, setFound] = useState<OperationOutput<'profile.check'>>();
  const check = useCommand(async () => {
    setFound(undefined);
    setFound(await peer.call('profile.check', {}));
  });
  const stop = useCommand(async () => {
    await peer.call('profile.check', { stop: true });
  });
  return (
    <>
      <p>{t('storage.lead')}</p>
      <p className="small soft">{t('storage.lead.more')}</p>
      {work === undefined ? null : <WorkProgress work={work} />}
      <p className="row">
        <Button onPress={check.run} busy={check.busy}>
          {t('storage.check')}
        </Button>
        {check.busy && work?.work === 'check' ? (
          <Button look="quiet" onPress={stop.run}>
            {t('storage.check.stop')}
          </Button>
        ) : null}
      </p>
      {found === undefined ? null : (
        <output>
          {t(`storage.found.${found.state}`, { entries: found.entries, fetching: found.fetching })}
        </output>
      )}
      <FailureNotice failure={check.failure} />
    </>
  );
};
