import { useEffect, useState } from 'react';
import { PeerProvider, useLinkState } from './connection/PeerProvider.tsx';
import type { PeerLink } from './connection/peer-link.ts';
import { useQuery } from './connection/use-query.ts';
import { Waiting } from './controls/Waiting.tsx';
import { FailureNotice } from './notice/FailureNotice.tsx';
import { ToastProvider } from './notice/Toasts.tsx';
import { NotifierProvider } from './notification/NotifierProvider.tsx';
import { SettingsProvider } from './settings/SettingsProvider.tsx';
import { useStorageWork } from './storage/use-storage-work.ts';
import { WorkProgress } from './storage/WorkProgress.tsx';
import { type OpenTexts, TextsProvider, useTexts } from './texts/TextsProvider.tsx';
import { DeskProvider } from './vault/DeskProvider.tsx';
import type { OpenVault } from './vault/local-vault.ts';
import { Emblem } from './welcome/Emblem.tsx';
import { Locked } from './welcome/Locked.tsx';
import { Onboarding } from './welcome/Onboarding.tsx';
import { Step } from './welcome/Step.tsx';
import { ReconnectingBanner } from './workspace/StandingBanners.tsx';
import { Workspace } from './workspace/Workspace.tsx';

export interface AppProps {
  /** The link to the peer: the only thing that the interface speaks to. */
  link: PeerLink;
  /** Makes what the interface keeps on this device. The same function for as long as the view lives. */
  openVault: OpenVault;
  /** An invite link that the view itself was opened with. */
  invitation?: string | undefined;
  /** Other texts than those that ship with it. */
  openTexts?: OpenTexts;
}

/** The whole interface. */
export const App = ({ link, openVault, invitation, openTexts }: AppProps) => (
  <TextsProvider open={openTexts}>
    <PeerProvider link={link}>
      <ToastProvider>
        <NotifierProvider>
          <Entrance openVault={openVault} invitation={invitation} />
        </NotifierProvider>
      </ToastProvider>
    </PeerProvider>
  </TextsProvider>
);

const Splash = () => {
  const t = useTexts();
  const work = useStorageWork();
  return (
    <main className="splash" id="main">
      <Emblem />
      {work === undefined ? <Waiting>{t('link.connecting')}</Waiting> : <WorkProgress work={work} />}
    </main>
  );
};

const Entrance = ({ openVault, invitation }: Omit<AppProps, 'link' | 'openTexts'>) => {
  const t = useTexts();
  const state = useLinkState();
  const [wasConnected, setWasConnected] = useState(false);
  if (state === 'connected' && !wasConnected) setWasConnected(true);
  const app = useQuery('app.show', {});
  const account = useQuery('account.show', {}, (event) => event.type === 'account');

  // A window that was left open holds a page of the past: nothing on it may look live.
  useEffect(() => {
    if (state === 'refused' || state === 'stopped') delete document.documentElement.dataset['accent'];
  }, [state]);

  if (state === 'refused')
    return (
      <Step title={t('refused.title')} lead={t('refused.lead')} emblem={<Emblem />}>
        <p className="small soft">{t('refused.next')}</p>
      </Step>
    );
  if (state === 'stopped')
    return (
      <Step title={t('stopped.title')} lead={t('stopped.lead')} emblem={<Emblem />}>
        <p className="small soft">{t('stopped.next')}</p>
      </Step>
    );
  if (account.data === undefined)
    return (
      <>
        {state === 'reconnecting' ? <ReconnectingBanner /> : null}
        {account.failure === undefined ? (
          <Splash />
        ) : (
          <main className="splash" id="main">
            <FailureNotice failure={account.failure} onRetry={account.reload} />
          </main>
        )}
      </>
    );
  const link = invitation ?? app.data?.invitation;
  const isAway = state !== 'connected' && wasConnected;
  if (account.data.state !== 'ready' || account.data.account === undefined)
    return (
      <>
        {isAway ? <ReconnectingBanner /> : null}
        {account.data.state === 'locked' ? <Locked /> : <Onboarding invitation={link} />}
      </>
    );
  // Until the app has said how it runs, a link that it was opened with may still come.
  if (app.data === undefined && app.failure === undefined) return <Splash />;
  return (
    <DeskProvider account={account.data.account} openVault={openVault} fallback={<Splash />}>
      <SettingsProvider>
        <Workspace account={account.data} app={app.data} onAppChanged={app.reload} invitation={link} />
      </SettingsProvider>
    </DeskProvider>
  );
};
