import type { OperationOutput } from '@plexi/operations';
import { useEffect, useEffectEvent, useState } from 'react';
import { usePeer } from '../connection/PeerProvider.tsx';
import { useCommand } from '../connection/use-command.ts';
import { CopyField } from '../controls/CopyField.tsx';
import { Sheet } from '../controls/Sheet.tsx';
import { Waiting } from '../controls/Waiting.tsx';
import { FailureNotice } from '../notice/FailureNotice.tsx';
import { useTexts } from '../texts/TextsProvider.tsx';

/** A link that brings another computer of the same person into all spaces. */
export const AddDevice = ({ onClose }: { onClose: () => void }) => {
  const t = useTexts();
  const peer = usePeer();
  const [made, setMade] = useState<OperationOutput<'device.link'>>();
  const make = useCommand(async () => setMade(await peer.call('device.link', {})));
  const makeFirst = useEffectEvent(make.run);
  useEffect(() => makeFirst(), []);
  const isAlone = make.failure?.code === 'NOT_FOUND';
  return (
    <Sheet title={t('device.add.title')} onClose={onClose} size="wide">
      {made === undefined && make.failure === undefined ? <Waiting>{t('device.add.making')}</Waiting> : null}
      {isAlone ? <p>{t('device.add.none')}</p> : <FailureNotice failure={make.failure} onRetry={make.run} />}
      {made === undefined ? null : (
        <>
          <p>{t('device.add.lead')}</p>
          <CopyField label={t('device.add.link')} value={made.link} copyLabel={t('invite.copy')} autoFocus />
          <p className="small soft">
            {t('device.add.terms', { spaces: made.spaces, expires: new Date(made.expires) })}
          </p>
          {made.localOnly ? <p className="caution">{t('device.add.local')}</p> : null}
        </>
      )}
    </Sheet>
  );
};
