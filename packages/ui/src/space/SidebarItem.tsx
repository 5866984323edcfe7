import { Archive, Hash, Lock, UsersRound } from 'lucide-react';
import { Button as AriaButton } from 'react-aria-components';
import { sayUnread } from '../awareness/say-unread.ts';
import { Avatar } from '../identity/Avatar.tsx';
import { useTexts } from '../texts/TextsProvider.tsx';
import type { SidebarStop } from './sidebar-sections.ts';

const ItemIcon = ({ stop }: { stop: SidebarStop }) => {
  switch (stop.kind) {
    case 'direct':
      return <Avatar id={stop.person ?? stop.id} name={stop.name} size="tiny" />;
    case 'group':
      return <UsersRound size={16} aria-hidden="true" />;
    case 'private':
      return <Lock size={16} aria-hidden="true" />;
    case 'archived':
      return <Archive size={16} aria-hidden="true" />;
    case 'channel':
      return <Hash size={16} aria-hidden="true" />;
  }
};

export interface SidebarItemProps {
  stop: SidebarStop;
  current: boolean;
  onSelect: () => void;
}

/** One channel or direct message in the list. */
export const SidebarItem = ({ stop, current, onSelect }: SidebarItemProps) => {
  const t = useTexts();
  const { unread, mentions } = stop;
  return (
    <li>
      <AriaButton
        className="channel"
        data-unread={unread > 0}
        onPress={onSelect}
        {...(current ? { 'aria-current': 'page' } : {})}
      >
        <ItemIcon stop={stop} />
        <span className="channel-name">
          <bdi>{stop.name}</bdi>
        </span>
        {stop.kind === 'private' ? <span className="unseen">{t('channel.private')}</span> : null}
        {unread > 0 ? (
          <span className="badge" data-mention={mentions > 0}>
            <span aria-hidden="true">{sayUnread(mentions > 0 ? mentions : unread, t.locale)}</span>
            <span className="unseen">
              {t('channel.unread', { count: unread })}
              {mentions > 0 ? ` ${t('channel.mentions', { count: mentions })}` : ''}
            </span>
          </span>
        ) : null}
      </AriaButton>
    </li>
  );
};
