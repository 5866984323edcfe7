import { Archive, Hash, Lock, UsersRound } from 'lucide-react';
import { Button as AriaButton } from 'react-aria-components';
import { PresenceDot } from '../awareness/PresenceDot.tsx';
import { sayUnread } from '../awareness/say-unread.ts';
import { usePresence } from '../awareness/use-presence.ts';
import { Avatar } from '../identity/Avatar.tsx';
import type { Named } from '../lookalike/flag-name.ts';
import { MarkedName } from '../lookalike/MarkedName.tsx';
import { useTexts } from '../texts/TextsProvider.tsx';
import type { SidebarStop } from './sidebar-sections.ts';

/** A person, and whether they are there: in the small space that the two share. */
const PersonIcon = ({ stop }: { stop: SidebarStop }) => {
  const presence = usePresence(stop.space);
  const person = stop.person ?? stop.id;
  return (
    <span className="channel-person">
      <Avatar id={person} name={stop.name} size="tiny" />
      <PresenceDot presence={presence.get(person)} />
    </span>
  );
};

const ItemIcon = ({ stop }: { stop: SidebarStop }) => {
  switch (stop.kind) {
    case 'direct':
      return <PersonIcon stop={stop} />;
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
  /** The names that it could be taken for. */
  among: readonly Named[];
  current: boolean;
  onSelect: () => void;
}

/** One channel or direct message in the list. */
export const SidebarItem = ({ stop, among, current, onSelect }: SidebarItemProps) => {
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
          <MarkedName id={stop.person ?? stop.id} name={stop.name} among={among} />
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
