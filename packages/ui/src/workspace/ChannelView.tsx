import type { ChannelSummary, Direct, Member, SpaceSummary } from '@plexi/operations';
import {
  ArrowLeft,
  Files,
  Hash,
  Lock,
  LockKeyhole,
  NotebookPen,
  Pin,
  Search,
  SlidersHorizontal,
  UsersRound,
} from 'lucide-react';
import { Button as AriaButton } from 'react-aria-components';
import { IconButton } from '../controls/Button.tsx';
import { useTexts } from '../texts/TextsProvider.tsx';
import { Conversation } from '../timeline/Conversation.tsx';
import type { Layout } from './use-layout.ts';

export interface ChannelViewProps {
  space: SpaceSummary;
  channel: ChannelSummary;
  /** Set where it is a direct message. */
  direct: Direct | undefined;
  members: readonly Member[];
  layout: Layout;
  onComposer: (field: HTMLTextAreaElement | null) => void;
}

/** One channel: who can read it, what was written, where to write. */
export const ChannelView = ({ space, channel, direct, members, layout, onComposer }: ChannelViewProps) => {
  const t = useTexts();
  const readers = direct !== undefined ? 'direct' : channel.private === true ? 'private' : 'space';
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
            {direct !== undefined ? null : channel.private === true ? (
              <Lock size={18} aria-hidden="true" />
            ) : (
              <Hash size={18} aria-hidden="true" />
            )}
            <bdi>{channel.name}</bdi>
            {channel.topic === undefined || channel.topic === '' ? null : (
              <bdi className="channel-topic">{channel.topic}</bdi>
            )}
          </h2>
          <AriaButton className="lock-line" onPress={() => layout.togglePane('trust')}>
            <LockKeyhole size={13} aria-hidden="true" />
            <span>{t('trust.line', { count: members.length })}</span>
          </AriaButton>
        </div>
        <IconButton
          label={t('search.open')}
          icon={<Search size={18} />}
          aria-pressed={layout.pane === 'search'}
          onPress={() => layout.togglePane('search')}
        />
        {direct !== undefined || space.state !== 'ready' ? null : (
          <IconButton
            label={t('channel.settings')}
            icon={<SlidersHorizontal size={18} />}
            onPress={() => layout.openSheet('channel-settings')}
          />
        )}
        <IconButton
          label={t('pins.show')}
          icon={<Pin size={18} />}
          aria-pressed={layout.pane === 'pins'}
          onPress={() => layout.togglePane('pins')}
        />
        <IconButton
          className="files-show"
          label={t('files.show')}
          icon={<Files size={18} />}
          aria-pressed={layout.pane === 'files'}
          onPress={() => layout.togglePane('files')}
        />
        <IconButton
          label={t('canvas.open')}
          icon={<NotebookPen size={18} />}
          aria-pressed={layout.pane === 'canvas'}
          onPress={() => layout.togglePane('canvas')}
        />
        <IconButton
          label={t('member.show')}
          icon={<UsersRound size={18} />}
          aria-pressed={layout.pane === 'members'}
          onPress={() => layout.togglePane('members')}
        />
      </header>
      <Conversation
        key={channel.id}
        channel={channel}
        readOnly={space.state !== 'ready'}
        empty={{
          alone: mayInvite && members.length === 1 && readers === 'space',
          readers,
          onInvite: () => layout.openSheet('invite'),
          onSecond: () => layout.openSheet('invite'),
          onCanvas: () => layout.openPane('canvas'),
        }}
        onField={onComposer}
      />
    </>
  );
};
