import { AtSign, Bookmark, Clock, Inbox, type LucideIcon } from 'lucide-react';
import { Button as AriaButton } from 'react-aria-components';
import { useQuery } from '../connection/use-query.ts';
import { useTexts } from '../texts/TextsProvider.tsx';
import { useUnreads } from './use-unreads.ts';

export type AwarenessPane = 'catchup' | 'mentions' | 'saved' | 'scheduled';

export interface AwarenessNavProps {
  current: string | undefined;
  onOpen: (pane: AwarenessPane) => void;
}

const Entry = (props: {
  icon: LucideIcon;
  label: string;
  count: number;
  /** The count in words. */
  said: string;
  current: boolean;
  onPress: () => void;
}) => {
  const { icon: Icon, label, count, said, current, onPress } = props;
  return (
    <li>
      <AriaButton className="channel" data-unread={count > 0} aria-expanded={current} onPress={onPress}>
        <Icon size={16} aria-hidden="true" />
        <span className="channel-name">{label}</span>
        {count === 0 ? null : (
          <span className="badge">
            <span aria-hidden="true">{count}</span>
            <span className="unseen">{said}</span>
          </span>
        )}
      </AriaButton>
    </li>
  );
};

/** The way to what concerns oneself across channels: what was missed, mentions, what was saved, what is sent later. */
export const AwarenessNav = ({ current, onOpen }: AwarenessNavProps) => {
  const t = useTexts();
  const waiting = [...useUnreads().values()].filter(({ level }) => level !== 'none');
  const scheduled = useQuery('scheduled.list', {}, (event) => event.type === 'scheduled').data?.length ?? 0;
  const mentions = waiting.reduce((sum, one) => sum + one.mentions, 0);
  return (
    <ul className="channels awareness-nav" aria-label={t('awareness.nav')}>
      <Entry
        icon={Inbox}
        label={t('catchup.open')}
        count={waiting.length}
        said={t('catchup.channels', { count: waiting.length })}
        current={current === 'catchup'}
        onPress={() => onOpen('catchup')}
      />
      <Entry
        icon={AtSign}
        label={t('mentions.open')}
        count={mentions}
        said={t('mentions.count', { count: mentions })}
        current={current === 'mentions'}
        onPress={() => onOpen('mentions')}
      />
      <Entry
        icon={Bookmark}
        label={t('saved.open')}
        count={0}
        said=""
        current={current === 'saved'}
        onPress={() => onOpen('saved')}
      />
      {scheduled === 0 ? null : (
        <Entry
          icon={Clock}
          label={t('scheduled.open')}
          count={scheduled}
          said={t('scheduled.count', { count: scheduled })}
          current={current === 'scheduled'}
          onPress={() => onOpen('scheduled')}
        />
      )}
    </ul>
  );
};
