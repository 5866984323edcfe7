import type { ChannelSummary, Direct, SpaceSummary } from '@plexi/operations';
import { Compass, Plus, Settings } from 'lucide-react';
import { useState } from 'react';
import { Button as AriaButton } from 'react-aria-components';
import { AwarenessNav, type AwarenessPane } from '../awareness/AwarenessNav.tsx';
import { PresenceDot } from '../awareness/PresenceDot.tsx';
import { StatusWords } from '../awareness/StatusWords.tsx';
import { usePresence } from '../awareness/use-presence.ts';
import { IconButton } from '../controls/Button.tsx';
import { DirectTools } from '../direct/DirectTools.tsx';
import { Avatar } from '../identity/Avatar.tsx';
import { namesOfPeople, namesOfPlaces } from '../lookalike/names-of.ts';
import { PluginNav } from '../plugin/PluginNav.tsx';
import { SyncDot, useSync } from '../sync/SyncDot.tsx';
import { useTexts } from '../texts/TextsProvider.tsx';
import type { WorkspaceAction } from '../workspace/actions.ts';
import { Section } from './Section.tsx';
import { SidebarItem } from './SidebarItem.tsx';
import { SpaceMenu } from './SpaceMenu.tsx';
import { listSections } from './sidebar-sections.ts';
import type { UnreadCount } from './use-unread.ts';

export interface SidebarProps {
  space: SpaceSummary;
  channels: readonly ChannelSummary[];
  directs: readonly Direct[];
  unread: ReadonlyMap<string, UnreadCount>;
  /** The channel that is shown. */
  current: string | undefined;
  self: { account: string; name: string };
  actions: readonly WorkspaceAction[];
  onSelect: (space: string, channel: string) => void;
  onCreate: (() => void) | undefined;
  onBrowse: (() => void) | undefined;
  onDirect: () => void;
  onRequests: () => void;
  /** The pane that is open. */
  pane: string | undefined;
  onPane: (pane: AwarenessPane) => void;
  /** The plugin whose panel is open. */
  plugin: string | undefined;
  onPlugin: (plugin: string) => void;
  onSync: () => void;
  onSettings: () => void;
  onAccount: () => void;
}

/** A space's channels and the person's direct messages, the space's menu, and where it stands with its relays. */
export const Sidebar = (props: SidebarProps) => {
  const t = useTexts();
  const { space, channels, directs, unread, current, self, actions, onSelect } = props;
  const { saying } = useSync(space.state === 'ready' ? space.id : undefined);
  const presence = usePresence(space.state === 'ready' ? space.id : undefined);
  const [chosen, setChosen] = useState<{ id: string; wasUnread: boolean }>();
  const sections = listSections({
    space: space.id,
    channels,
    directs,
    unread,
    current,
    currentWasUnread: chosen?.id === current && chosen?.wasUnread === true,
  });
  return (
    <nav className="sidebar" aria-label={t('channel.list', { space: space.name })}>
      <header className="sidebar-head">
        <SpaceMenu name={space.name} actions={actions} />
        {space.state === 'ready' ? (
          <AriaButton className="sync-line" onPress={props.onSync}>
            <SyncDot saying={saying} />
            <span>{t(saying.key, saying.values)}</span>
          </AriaButton>
        ) : (
          <p className="sync-line">{t(`space.state.${space.state}`)}</p>
        )}
      </header>
      <div className="sidebar-scroll">
        <AwarenessNav current={props.pane} onOpen={props.onPane} />
        <PluginNav current={props.plugin} onOpen={props.onPlugin} />
        {sections.map(({ name, stops }) => (
          <Section
            key={name}
            name={name}
            title={t(`section.${name}`)}
            tools={
              name === 'channels' ? (
                <>
                  {props.onBrowse === undefined ? null : (
                    <IconButton
                      label={t('browse.open')}
                      icon={<Compass size={16} />}
                      onPress={props.onBrowse}
                    />
                  )}
                  {props.onCreate === undefined ? null : (
                    <IconButton
                      label={t('channel.create')}
                      icon={<Plus size={16} />}
                      onPress={props.onCreate}
                    />
                  )}
                </>
              ) : name === 'directs' ? (
                <DirectTools directs={directs} onNew={props.onDirect} onRequests={props.onRequests} />
              ) : undefined
            }
          >
            <ul className="channels">
              {stops.map((stop) => (
                <SidebarItem
                  key={stop.id}
                  stop={stop}
                  among={stop.person === undefined ? namesOfPlaces(channels) : namesOfPeople(directs)}
                  current={stop.id === current}
                  onSelect={() => {
                    setChosen({ id: stop.id, wasUnread: name === 'unread' });
                    onSelect(stop.space, stop.id);
                  }}
                />
              ))}
            </ul>
          </Section>
        ))}
      </div>
      <footer className="sidebar-foot">
        <AriaButton className="self" onPress={props.onAccount}>
          <Avatar id={self.account} name={self.name} size="small" />
          <PresenceDot presence={presence.get(self.account)} />
          <span className="channel-name">
            <bdi>{self.name}</bdi> <StatusWords presence={presence.get(self.account)} />
          </span>
          <span className="unseen">{t('account.open')}</span>
        </AriaButton>
        <IconButton label={t('settings.open')} icon={<Settings size={18} />} onPress={props.onSettings} />
      </footer>
    </nav>
  );
};
