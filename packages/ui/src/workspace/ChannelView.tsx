import type { ChannelSummary, Direct, Member, SpaceSummary } from '@plexi/operations';
import { ArrowLeft, Hash, Lock, LockKeyhole } from 'lucide-react';
import { Button as AriaButton } from 'react-aria-components';
import { isScopedMember, useReaders } from '../assistant/use-readers.ts';
import { IconButton } from '../controls/Button.tsx';
import { useTexts } from '../texts/TextsProvider.tsx';
import { Conversation } from '../timeline/Conversation.tsx';
import { ChangedBanner } from '../verification/ChangedBanner.tsx';
import { VerifiedMark } from '../verification/VerifiedMark.tsx';
import { ChannelTools } from './ChannelTools.tsx';
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
  const { readers: who } = useReaders(space, channel, members);
  const guests = who.filter(isScopedMember);
  const names = new Intl.ListFormat(t.locale, { type: 'conjunction' }).format(guests.map(({ name }) => name));
  const count = who.length - guests.length;
  const line = guests.length === 0 ? t('trust.line', { count }) : t('trust.line.with', { count, names });
  const others = (direct?.members ?? []).filter(({ self }) => !self).map(({ account }) => account);
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
            <VerifiedMark accounts={others} />
            {channel.topic === undefined || channel.topic === '' ? null : (
              <bdi className="channel-topic">{channel.topic}</bdi>
            )}
          </h2>
          <AriaButton className="lock-line" onPress={() => layout.togglePane('trust')}>
            <LockKeyhole size={13} aria-hidden="true" />
            <span>{line}</span>
          </AriaButton>
        </div>
        <ChannelTools layout={layout} withSettings={direct === undefined && space.state === 'ready'} />
      </header>
      <ChangedBanner accounts={others} />
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
