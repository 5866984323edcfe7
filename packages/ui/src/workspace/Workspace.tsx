import type { AccountState, OperationOutput, SpaceSummary } from '@plexi/operations';
import { ArrowLeft } from 'lucide-react';
import { useCallback, useEffect, useEffectEvent, useRef, useState } from 'react';
import { useQuery } from '../connection/use-query.ts';
import { IconButton } from '../controls/Button.tsx';
import { Waiting } from '../controls/Waiting.tsx';
import { deriveAccent } from '../identity/pattern.ts';
import { JoinPreview } from '../invitation/JoinPreview.tsx';
import { FailureNotice } from '../notice/FailureNotice.tsx';
import { FirstSteps } from '../space/FirstSteps.tsx';
import { Sidebar } from '../space/Sidebar.tsx';
import { SpaceRail } from '../space/SpaceRail.tsx';
import { SpaceState } from '../space/SpaceState.tsx';
import { useTexts } from '../texts/TextsProvider.tsx';
import { PlaceProvider } from '../timeline/PlaceProvider.tsx';
import { useKept } from '../vault/DeskProvider.tsx';
import { ChannelView } from './ChannelView.tsx';
import { Panes } from './Panes.tsx';
import { Sheets } from './Sheets.tsx';
import { StandingBanners } from './StandingBanners.tsx';
import { useActions } from './use-actions.tsx';
import { useKeys } from './use-keys.ts';
import { useLayout } from './use-layout.ts';
import { useSelection } from './use-selection.ts';
import { useStable } from './use-stable.ts';

export interface WorkspaceProps {
  account: AccountState;
  app: OperationOutput<'app.show'> | undefined;
  onAppChanged: () => void;
  /** An invite link to look at first. */
  invitation: string | undefined;
}

const canShowChannels = (space: SpaceSummary | undefined): space is SpaceSummary =>
  space?.state === 'ready' || space?.state === 'removed';

const NONE: never[] = [];

/** Everything that an open account sees. */
export const Workspace = ({ account, app, onAppChanged, invitation }: WorkspaceProps) => {
  const t = useTexts();
  const { timelines } = useKept();
  const layout = useLayout();
  const composer = useRef<HTMLTextAreaElement>(null);
  const self = { account: account.account ?? '', name: account.name ?? '' };
  const [link, setLink] = useState(invitation);
  const [adding, setAdding] = useState(false);

  const spaces = useQuery('space.list', {}, (event) => event.type === 'spaces' || event.type === 'space');
  const selection = useSelection(spaces.data ?? []);
  const { space } = selection;
  const shownSpace = canShowChannels(space) ? space.id : undefined;
  const shown = shownSpace === undefined ? undefined : { space: shownSpace };
  const changes = (event: { type: string; space?: string }): boolean =>
    event.type === 'space' && event.space === space?.id;
  const channels = useQuery('channel.list', shown, changes);
  const members = useQuery('member.list', shown, changes);
  const channel = selection.chooseChannel(channels.data ?? []);

  const actions = useActions({
    space,
    relay: app?.relay,
    onSheet: layout.openSheet,
    onPane: layout.openPane,
    onAddSpace: () => setAdding(true),
    onShared: onAppChanged,
  });
  const goToSpace = (id: string): void => {
    selection.selectSpace(id);
    setAdding(false);
    setLink(undefined);
    layout.closePane();
  };
  const goToChannel = (id: string): void => {
    if (space !== undefined) selection.selectChannel(space.id, id);
    layout.showColumn('main');
    if (id === channel?.id) composer.current?.focus();
  };
  const goToPlace = useStable((inSpace: string, id: string) => {
    selection.selectChannel(inSpace, id);
    layout.showColumn('main');
  });
  const openThread = useStable(() => layout.openPane('thread'));
  useKeys({
    onPalette: () => (layout.sheet === 'palette' ? layout.closeSheet() : layout.openSheet('palette')),
    onSearch: () => layout.openPane('search'),
    onChannel: (step) => {
      const list = channels.data ?? [];
      const next = list[list.findIndex((one) => one.id === channel?.id) + step];
      if (next !== undefined) goToChannel(next.id);
    },
    onEscape: () => {
      if (layout.pane === undefined) return false;
      layout.closePane();
      composer.current?.focus();
      return true;
    },
  });

  useEffect(() => {
    if (space === undefined) return;
    document.documentElement.dataset['accent'] = String(deriveAccent(space.id));
  }, [space]);
  useEffect(() => {
    if (shownSpace !== undefined && channels.data !== undefined)
      void timelines.count(shownSpace, channels.data);
  }, [timelines, shownSpace, channels.data]);
  const takeComposer = useCallback((field: HTMLTextAreaElement | null) => {
    composer.current = field;
  }, []);
  const focusComposer = useEffectEvent((shownChannel: string | undefined) => {
    if (shownChannel === undefined || layout.sheet !== undefined) return;
    // On a touch screen this would open the keyboard over what is to be read.
    if (window.matchMedia('(pointer: fine)').matches) composer.current?.focus();
  });
  useEffect(() => focusComposer(channel?.id), [channel?.id]);

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
    <PlaceProvider
      space={space}
      channels={channels.data ?? NONE}
      members={members.data ?? NONE}
      self={self}
      onChannel={goToPlace}
      onThread={openThread}
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
          channels={channels.data ?? []}
          current={channel?.id}
          self={self}
          actions={actions}
          onSelect={goToChannel}
          onCreate={
            space.state === 'ready' && space.role !== 'member' ? () => layout.openSheet('channel') : undefined
          }
          onSync={() => layout.togglePane('sync')}
          onAccount={() => layout.openSheet('account')}
        />
        <main className="main" id="main" tabIndex={-1}>
          <StandingBanners app={app} space={space} />
          <FailureNotice failure={channels.failure} onRetry={channels.reload} />
          {channel !== undefined && canShowChannels(space) ? (
            <ChannelView
              space={space}
              channel={channel}
              members={members.data ?? []}
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
        <Panes space={space} channel={channel} members={members.data ?? []} layout={layout} />
        <Sheets
          account={account}
          space={space}
          spaces={spaces.data}
          channels={channels.data ?? []}
          actions={actions}
          layout={layout}
          onSpace={goToSpace}
          onChannel={goToChannel}
        />
      </div>
    </PlaceProvider>
  );
};
