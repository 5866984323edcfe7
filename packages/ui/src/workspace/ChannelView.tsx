import type { ChannelSummary, Member, SpaceSummary } from '@plexi/operations';
import { ArrowLeft, Hash, LockKeyhole, NotebookPen, Search, UsersRound } from 'lucide-react';
import { useMemo } from 'react';
import { Button as AriaButton } from 'react-aria-components';
import { Composer } from '../composer/Composer.tsx';
import { IconButton } from '../controls/Button.tsx';
import { useTexts } from '../texts/TextsProvider.tsx';
import { Timeline } from '../timeline/Timeline.tsx';
import { useKept } from '../vault/DeskProvider.tsx';
import type { Layout } from './use-layout.ts';

export interface ChannelViewProps {
  space: SpaceSummary;
  channel: ChannelSummary;
  members: readonly Member[];
  self: { account: string; name: string };
  layout: Layout;
  onComposer: (field: HTMLTextAreaElement | null) => void;
}

/** One channel: who can read it, what was written, where to write. */
export const ChannelView = ({ space, channel, members, self, layout, onComposer }: ChannelViewProps) => {
  const t = useTexts();
  const { timelines } = useKept();
  const timeline = useMemo(() => timelines.open(space.id, channel.id), [timelines, space.id, channel.id]);
  const mayInvite = space.role === 'owner' || space.role === 'admin';
  return (
    <>
      <header className="channel-head">
        <IconButton
          className="narrow-only"
          label={t('back.channels')}
          icon={<ArrowLeft size={18} className="mirror" />}
          onPress={() => layout.showColumn('side')}
        />
        <div className="channel-title">
          <h2>
            <Hash size={18} aria-hidden="true" />
            <bdi>{channel.name}</bdi>
          </h2>
          <AriaButton className="lock-line" onPress={() => layout.togglePane('trust')}>
            <LockKeyhole size={13} aria-hidden="true" />
            <span>{t('trust.line', { count: members.length })}</span>
          </AriaButton>
        </div>
        <IconButton
          label={t('palette.open')}
          icon={<Search size={18} />}
          onPress={() => layout.openSheet('palette')}
        />
        <IconButton
          label={t('note.open')}
          icon={<NotebookPen size={18} />}
          aria-pressed={layout.pane === 'note'}
          onPress={() => layout.togglePane('note')}
        />
        <IconButton
          label={t('member.show')}
          icon={<UsersRound size={18} />}
          aria-pressed={layout.pane === 'members'}
          onPress={() => layout.togglePane('members')}
        />
      </header>
      <Timeline
        key={`timeline-${channel.id}`}
        timeline={timeline}
        channel={channel}
        self={self}
        empty={{
          alone: mayInvite && members.length === 1,
          onInvite: () => layout.openSheet('invite'),
          onSecond: () => layout.openSheet('invite'),
          onNote: () => layout.openPane('note'),
        }}
      />
      {space.state === 'ready' ? (
        <Composer
          key={`composer-${channel.id}`}
          channel={channel}
          onField={onComposer}
          post={timeline.post}
        />
      ) : (
        <output className="no-composer">{t('space.removed.composer')}</output>
      )}
    </>
  );
};
