import type { AccountState, OperationOutput, SpaceSummary } from '@plexi/operations';
import { ArrowLeft } from 'lucide-react';
import { useCallback, useEffect, useEffectEvent, useRef, useState } from 'react';
import { useActivity } from '../awareness/use-activity.ts';
import { IconButton } from '../controls/Button.tsx';
import { Waiting } from '../controls/Waiting.tsx';
import { deriveAccent } from '../identity/pattern.ts';
import { JoinPreview } from '../invitation/JoinPreview.tsx';
import { goToRegion } from '../keys/regions.ts';
import { useKeys } from '../keys/use-keys.ts';
import { FailureNotice } from '../notice/FailureNotice.tsx';
import { AskBanner } from '../notification/AskBanner.tsx';
import { useNotices } from '../notification/use-notices.ts';
import { usePluginNotices } from '../plugin/use-plugin-notices.ts';
import { ReportBanner } from '../report/ReportBanner.tsx';
import { FirstSteps } from '../space/FirstSteps.tsx';
import { Sidebar } from '../space/Sidebar.tsx';
import { SpaceRail } from '../space/SpaceRail.tsx';
import { SpaceState } from '../space/SpaceState.tsx';
import { useUnread } from '../space/use-unread.ts';
import { useTexts } from '../texts/TextsProvider.tsx';
import { PlaceProvider } from '../timeline/PlaceProvider.tsx';
import { useKept } from '../vault/DeskProvider.tsx';
import { VerifiedProvider } from '../verification/VerifiedProvider.tsx';
import { ChannelView } from './ChannelView.tsx';
import { Panes } from './Panes.tsx';
import { Resizer } from './Resizer.tsx';
import { Sheets } from './Sheets.tsx';
import { StandingBanners } from './StandingBanners.tsx';
import { useActions } from './use-actions.tsx';
import { useLayout } from './use-layout.ts';
import { useStable } from './use-stable.ts';
import { canShowChannels, useWhereabouts } from './use-whereabouts.ts';

export interface WorkspaceProps {
  account: AccountState;
  app: OperationOutput<'app.show'> | undefined;
  onAppChanged: () => void;
  /** An invite link to look at first. */
  invitation: string | undefined;
}

const mayCreate = (space: SpaceSummary): boolean =>
  space.state === 'ready' && (space.role === 'owner' || space.role === 'admin');

/** Everything that an open account sees. */
export const Workspace = ({ account, app, onAppChanged, invitation }: WorkspaceProps) => {
  const t = useTexts();
  const layout = useLayout();
  const composer = useRef<HTMLTextAreaElement>(null);
  const self = { account: account.account ?? '', name: account.name ?? '' };
  const [link, setLink] = useState(invitation);
  const [adding, setAdding] = useState(false);
  const where = useWhereabouts();
  const { spaces, space, channels, shown, members } = where;
  const unread = useUnread();
  const { unreads } = useKept();
  useActivity();

  const actions = useActions({
    locks: account.vault === 'passphrase',
    space,
    channel: shown?.direct === undefined ? shown?.channel : undefined,
    relay: app?.relay,
    onSheet: layout.openSheet,
    onPane: layout.openPane,
    onPlugin: (plugin) => layout.openPane('plugin', plugin),
    onAddSpace: () => setAdding(true),
    onShared: onAppChanged,
  });
  const goToSpace = (id: string): void => {
    where.selectSpace(id);
    setAdding(false);
    setLink(undefined);
    layout.closePane();
  };
  const goTo = (target: string, channel: string): void => {
    where.goTo(target, channel);
    setAdding(false);
    setLink(undefined);
    layout.showColumn('main');
    if (channel === shown?.channel.id) composer.current?.focus();
  };
  const goToPlace = useStable(goTo);
  const openProfile = useStable((person: string) => layout.openPane('profile', person));
  const togglePlugin = (plugin: string): void => {
    if (layout.pane === 'plugin' && layout.subject === plugin) layout.closePane();
    else layout.openPane('plugin', plugin);
  };
  usePluginNotices(goTo);
  const openThread = useStable(() => layout.openPane('thread'));
  const notices = useNotices({
    spaces: spaces.data ?? [],
    directs: where.directs,
    current: shown?.channel.id,
    onGo: goTo,
  });
  /** Channels, then direct messages: as they stand in the sidebar. */
  const stops = [
    ...where.visible.map(({ id }) => ({ space: space?.id ?? '', id })),
    ...where.directs.filter(({ request }) => !request).map((one) => ({ space: one.space, id: one.channel })),
  ];
  const step = (by: 1 | -1, wanted: (id: string) => boolean): boolean => {
    const here = stops.findIndex(({ id }) => id === shown?.channel.id);
    const ahead = by === 1 ? stops.slice(here + 1) : stops.slice(0, Math.max(0, here)).reverse();
    const next = ahead.find(({ id }) => wanted(id));
    if (next !== undefined) goTo(next.space, next.id);
    return next !== undefined;
  };
  const anyone = (): boolean => true;
  const isUnread = (id: string): boolean => (unread.get(id)?.unread ?? 0) > 0;
  useKeys({
    palette: () => (layout.sheet === 'palette' ? layout.closeSheet() : layout.openSheet('palette')),
    keys: () => (layout.sheet === 'keys' ? layout.closeSheet() : layout.openSheet('keys')),
    search: () => {
      layout.closeSheet();
      layout.openPane('search', layout.pane === 'search' ? layout.subject : undefined);
    },
    lock: () => {
      const action = actions.find(({ id }) => id === 'lock');
      action?.run();
      return action !== undefined;
    },
    settings: () => layout.openSheet('settings'),
    browse: () => layout.openSheet('browse'),
    members: () => layout.togglePane('members'),
    nextChannel: () => step(1, anyone),
    previousChannel: () => step(-1, anyone),
    nextUnread: () => step(1, isUnread),
    previousUnread: () => step(-1, isUnread),
    nextRegion: () => goToRegion(1),
    previousRegion: () => goToRegion(-1),
    chooseSpace: (place) => {
      const chosen = spaces.data?.[place % 9];
      if (chosen === undefined) return false;
      goToSpace(chosen.id);
      return true;
    },
    closePane: () => {
      if (layout.pane !== undefined) {
        layout.closePane();
        composer.current?.focus();
        return true;
      }
      const waiting = unreads.all().get(shown?.channel.id ?? '');
      if (waiting === undefined) return false;
      // Where the peer is away, the line stays and says so by that.
      unreads.readAll(waiting.space, waiting.channel).catch(() => undefined);
      return true;
    },
  });

  useEffect(() => {
    if (space === undefined) return;
    document.documentElement.dataset['accent'] = String(deriveAccent(space.id));
  }, [space]);
  const takeComposer = useCallback((field: HTMLTextAreaElement | null) => {
    composer.current = field;
  }, []);
  const focusComposer = useEffectEvent((shownChannel: string | undefined) => {
    if (shownChannel === undefined || layout.sheet !== undefined) return;
    // On a touch screen this would open the keyboard over what is to be read.
    if (window.matchMedia('(pointer: fine)').matches) composer.current?.focus();
  });
  useEffect(() => focusComposer(shown?.channel.id), [shown?.channel.id]);

  if (spaces.data === undefined)
    return (
      <main className="splash" id="main">
        <Waiting>{t('space.loading')}</Waiting>
        <FailureNotice failure={spaces.failure} onRetry={spaces.reload} />
      </main>
    );
  if (link !== undefined)
    return <JoinPreview link={link} onJoined={goToSpace} onCancel={() => setLink(undefined)} />;
  if (space === undefined || adding)
    return (
      <FirstSteps
        first={space === undefined}
        name={self.name}
        relay={app?.relay}
        onCreated={goToSpace}
        onLink={setLink}
        onCancel={space === undefined ? undefined : () => setAdding(false)}
      />
    );
  return (
    <VerifiedProvider>
      <PlaceProvider
        space={shown?.space ?? space}
        channels={where.around}
        members={members}
        self={self}
        onChannel={goToPlace}
        onThread={openThread}
        onProfile={openProfile}
        onInvitation={setLink}
      >
        <div className="workspace" data-column={layout.column} data-pane={layout.pane !== undefined}>
          <a className="skip-link" href="#main">
            {t('skip')}
          </a>
          <SpaceRail
            spaces={spaces.data}
            current={space.id}
            onSelect={(id) => {
              goToSpace(id);
              layout.showColumn('side');
            }}
            onAdd={() => setAdding(true)}
          />
          <Sidebar
            space={space}
            channels={where.visible}
            directs={where.directs}
            unread={unread}
            current={shown?.channel.id}
            self={self}
            actions={actions}
            onSelect={goTo}
            onCreate={mayCreate(space) ? () => layout.openSheet('channel') : undefined}
            onBrowse={space.state === 'ready' ? () => layout.openSheet('browse') : undefined}
            onDirect={() => layout.openSheet('direct')}
            onRequests={() => layout.openSheet('requests')}
            onSync={() => layout.togglePane('sync')}
            pane={layout.pane}
            onPane={layout.togglePane}
            plugin={layout.pane === 'plugin' ? layout.subject : undefined}
            onPlugin={togglePlugin}
            onSettings={() => layout.openSheet('settings')}
            onAccount={() => layout.openSheet('account')}
          />
          <Resizer column="side" least={200} most={420} usual={248} />
          <main className="main" id="main" tabIndex={-1}>
            <StandingBanners app={app} space={space} />
            <AskBanner missed={notices.missed} />
            {space.state === 'ready' ? (
              <ReportBanner space={space.id} onLook={() => layout.openPane('reports')} />
            ) : null}
            <FailureNotice failure={channels.failure} onRetry={channels.reload} />
            {shown !== undefined ? (
              <ChannelView
                space={shown.space}
                channel={shown.channel}
                direct={shown.direct}
                members={members}
                layout={layout}
                onComposer={takeComposer}
              />
            ) : canShowChannels(space) ? (
              <Waiting>{t('channel.loading')}</Waiting>
            ) : (
              <>
                <header className="channel-head narrow-only">
                  <IconButton
                    label={t('back.channels')}
                    icon={<ArrowLeft size={18} className="mirror" />}
                    onPress={() => layout.showColumn('side')}
                  />
                </header>
                <SpaceState space={space} />
              </>
            )}
          </main>
          <output className="unseen">{notices.announcement}</output>
          {layout.pane === undefined ? null : <Resizer column="pane" least={280} most={640} usual={340} />}
          <Panes
            space={shown?.space ?? space}
            channel={shown?.channel}
            members={members}
            layout={layout}
            composer={composer}
            onGo={goTo}
          />
          <Sheets
            account={account}
            where={where}
            space={space}
            actions={actions}
            layout={layout}
            onSpace={goToSpace}
            onGo={goTo}
          />
        </div>
      </PlaceProvider>
    </VerifiedProvider>
  );
};
