import type { OperationOutput, SpaceSummary } from '@plexi/operations';
import { AppWindow, CloudOff, HardDrive, Unplug } from 'lucide-react';
import { useState } from 'react';
import { useLinkState, usePeer } from '../connection/PeerProvider.tsx';
import { useCommand } from '../connection/use-command.ts';
import { Button } from '../controls/Button.tsx';
import { Banner } from '../notice/Banner.tsx';
import { useStorageWork } from '../storage/use-storage-work.ts';
import { WorkProgress } from '../storage/WorkProgress.tsx';
import { useSync } from '../sync/SyncDot.tsx';
import { useTexts } from '../texts/TextsProvider.tsx';
import { useKept } from '../vault/DeskProvider.tsx';

const REASON_SEEN = 'plexi.reason-seen';

/** How things stand where that matters for writing: said once, in words, without stopping anybody. */
export const StandingBanners = ({
  app,
  space,
}: {
  app: OperationOutput<'app.show'> | undefined;
  space: SpaceSummary;
}) => {
  const t = useTexts();
  const link = useLinkState();
  const { vault, discarded } = useKept();
  const { saying, status } = useSync(space.state === 'ready' ? space.id : undefined);
  const peer = usePeer();
  const work = useStorageWork();
  const resume = useCommand(async () => {
    await peer.call('sync.resume', {});
  });
  const [reasonSeen, setReasonSeen] = useState(() => sessionStorage.getItem(REASON_SEEN) !== null);
  const [keptSeen, setKeptSeen] = useState(false);
  const reason = app?.mode === 'browser' ? app.reason : undefined;
  if (link !== 'connected') return <ReconnectingBanner />;
  return (
    <>
      {reason !== undefined && !reasonSeen ? (
        <Banner
          icon={<AppWindow size={16} />}
          onDismiss={() => {
            sessionStorage.setItem(REASON_SEEN, '1');
            setReasonSeen(true);
          }}
        >
          {t('browser.reason', { reason })}
        </Banner>
      ) : null}
      {keptSeen || (vault !== undefined && discarded === 0) ? null : (
        <Banner icon={<CloudOff size={16} />} tone="warn" onDismiss={() => setKeptSeen(true)}>
          {vault === undefined ? t('vault.none') : t('vault.discarded', { count: discarded })}
        </Banner>
      )}
      {work?.work === 'repair' ? (
        <Banner icon={<HardDrive size={16} />} tone="warn">
          <WorkProgress work={work} />
        </Banner>
      ) : null}
      {status === undefined || status.storage === 'ok' || work?.work === 'repair' ? null : (
        <Banner icon={<HardDrive size={16} />} tone="warn">
          {t(`storage.${status.storage}`)}
        </Banner>
      )}
      {saying.tone === 'paused' ? (
        <Banner
          icon={<CloudOff size={16} />}
          action={
            <Button look="quiet" onPress={resume.run} busy={resume.busy}>
              {t('offline.end')}
            </Button>
          }
        >
          {t('offline.chosen', saying.values)}
        </Banner>
      ) : null}
      {saying.tone === 'offline' ? (
        <Banner icon={<CloudOff size={16} />} tone="warn">
          {t('offline', saying.values)}
        </Banner>
      ) : null}
    </>
  );
};

export const ReconnectingBanner = () => {
  const t = useTexts();
  return (
    <Banner icon={<Unplug size={16} />} tone="warn">
      {t('link.reconnecting')}
    </Banner>
  );
};
