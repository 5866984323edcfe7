import type { ChannelSummary, SpaceSummary } from '@plexi/operations';
import { Hash, Plus } from 'lucide-react';
import { useSyncExternalStore } from 'react';
import { Button as AriaButton } from 'react-aria-components';
import { IconButton } from '../controls/Button.tsx';
import { Avatar } from '../identity/Avatar.tsx';
import { SyncDot, useSync } from '../sync/SyncDot.tsx';
import { useTexts } from '../texts/TextsProvider.tsx';
import { UNREAD_SHOWN } from '../timeline/timelines.ts';
import { useKept } from '../vault/DeskProvider.tsx';
import type { WorkspaceAction } from '../workspace/actions.ts';
import { SpaceMenu } from './SpaceMenu.tsx';

export interface SidebarProps {
  space: SpaceSummary;
  channels: readonly ChannelSummary[];
  current: string | undefined;
  self: { account: string; name: string };
  actions: readonly WorkspaceAction[];
  onSelect: (channel: string) => void;
  onCreate: (() => void) | undefined;
  onSync: () => void;
  onAccount: () => void;
}

const ChannelItem = (props: {
  channel: ChannelSummary;
  current: boolean;
  unread: number;
  onSelect: () => void;
}) => {
  const t = useTexts();
  const { channel, current, unread, onSelect } = props;
  return (
    <li>
      <AriaButton
        className="channel"
        data-unread={unread > 0}
        onPress={onSelect}
        {...(current ? { 'aria-current': 'page' } : {})}
      >
        <Hash size={16} aria-hidden="true" />
        <span className="channel-name">
          <bdi>{channel.name}</bdi>
        </span>
        {unread > 0 ? (
          <span className="badge">
            <span aria-hidden="true">{unread >= UNREAD_SHOWN ? `${UNREAD_SHOWN}+` : unread}</span>
            <span className="unseen">{t('channel.unread', { count: unread })}</span>
          </span>
        ) : null}
      </AriaButton>
    </li>
  );
};

/** A space's channels, its menu, and where it stands with its relays. */
export const Sidebar = (props: SidebarProps) => {
  const t = useTexts();
  const { space, channels, current, self, actions, onSelect, onCreate, onSync, onAccount } = props;
  const { timelines } = useKept();
  const unread = useSyncExternalStore(timelines.subscribe, timelines.unread);
  const { saying } = useSync(space.state === 'ready' ? space.id : undefined);
  return (
    <nav className="sidebar" aria-label={t('channel.list', { space: space.name })}>
      <header className="sidebar-head">
        <SpaceMenu name={space.name} actions={actions} />
        {space.state === 'ready' ? (
          <AriaButton className="sync-line" onPress={onSync}>
            <SyncDot saying={saying} />
            <span>{t(saying.key, saying.values)}</span>
          </AriaButton>
        ) : (
          <p className="sync-line">{t(`space.state.${space.state}`)}</p>
        )}
      </header>
      <div className="sidebar-scroll">
        <div className="section-head">
          <h2 className="section-title">{t('channels')}</h2>
          {onCreate === undefined ? null : (
            <IconButton label={t('channel.create')} icon={<Plus size={16} />} onPress={onCreate} />
          )}
        </div>
        <ul className="channels">
          {channels.map((channel) => (
            <ChannelItem
              key={channel.id}
              channel={channel}
              current={channel.id === current}
              unread={channel.id === current ? 0 : (unread.get(channel.id) ?? 0)}
              onSelect={() => onSelect(channel.id)}
            />
          ))}
        </ul>
      </div>
      <AriaButton className="self" onPress={onAccount}>
        <Avatar id={self.account} name={self.name} size="small" />
        <span className="channel-name">
          <bdi>{self.name}</bdi>
        </span>
        <span className="unseen">{t('account.open')}</span>
      </AriaButton>
    </nav>
  );
};
