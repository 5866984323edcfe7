import type { ChannelSummary, Message } from '@plexi/operations';
import { ChartNoAxesColumn, Clock } from 'lucide-react';
import { lazy, Suspense, useMemo, useRef, useState } from 'react';
import { AnsweringLines } from '../assistant/AnsweringLines.tsx';
import { TypingLine } from '../awareness/TypingLine.tsx';
import { Composer } from '../composer/Composer.tsx';
import type { ComposerMode } from '../composer/composer-mode.ts';
import { useTyping } from '../composer/use-typing.ts';
import { toFailure } from '../connection/failure.ts';
import { usePeer } from '../connection/PeerProvider.tsx';
import { IconButton } from '../controls/Button.tsx';
import { AttachButton } from '../files/AttachButton.tsx';
import { DropArea } from '../files/DropArea.tsx';
import { TrayView } from '../files/TrayView.tsx';
import { useTray } from '../files/use-tray.ts';
import { useCheck } from '../moderation/use-check.ts';
import { useCommands } from '../plugin/use-commands.ts';
import { PollSheet } from '../poll/PollSheet.tsx';
import { useTexts } from '../texts/TextsProvider.tsx';
import { useKept } from '../vault/DeskProvider.tsx';
import type { EmptyChannelProps } from './EmptyChannel.tsx';
import { usePlace } from './PlaceProvider.tsx';
import { Timeline, type TimelineControl } from './Timeline.tsx';

const ScheduleSheet = lazy(async () => ({
  default: (await import('../awareness/ScheduleSheet.tsx')).ScheduleSheet,
}));

export interface ConversationProps {
  channel: ChannelSummary;
  readOnly: boolean;
  empty: Omit<EmptyChannelProps, 'channel'>;
  onField: (field: HTMLTextAreaElement | null) => void;
}

/** A channel's messages and the place to write: what is done in one shows in the other. Mounted anew for each channel. */
export const Conversation = ({ channel, readOnly, empty, onField }: ConversationProps) => {
  const t = useTexts();
  const peer = usePeer();
  const { timelines, desk } = useKept();
  const { space } = usePlace();
  const timeline = useMemo(() => timelines.open(space.id, channel.id), [timelines, space.id, channel.id]);
  const tray = useTray(space.id, channel.id);
  const [mode, setMode] = useState<ComposerMode>();
  const [asking, setAsking] = useState(false);
  const [later, setLater] = useState(false);
  const [scheduled, setScheduled] = useState(0);
  const control = useRef<TimelineControl>(null);
  const onWriting = useTyping(space.id, channel.id);
  const check = useCheck(space.id, channel);
  const slash = useCommands(space.id, channel.id);
  const compose = (kind: 'answer' | 'edit', message: Message): void => setMode({ kind, message });

  const post = async (text: string) => {
    if (mode?.kind === 'edit') {
      try {
        timeline.change([await peer.call('message.edit', { space: space.id, id: mode.message.id, text })]);
        return undefined;
      } catch (error) {
        return toFailure(error);
      }
    }
    const run = mode === undefined && tray.items.length === 0 ? slash.run(text) : undefined;
    if (run !== undefined) return run;
    control.current?.goToEnd();
    if (tray.items.length > 0) return tray.send(text, mode && { message: mode.message.id, channel: true });
    return timeline.post(text, mode?.message);
  };
  return (
    <DropArea sign={t('files.drop', { channel: channel.name })} open={!readOnly} onFiles={tray.add}>
      <Timeline
        timeline={timeline}
        channel={channel}
        readOnly={readOnly}
        empty={empty}
        control={control}
        onCompose={compose}
      />
      <AnsweringLines channel={channel.id} />
      <TypingLine channel={channel.id} />
      {readOnly ? (
        <output className="no-composer">{t('space.removed.composer')}</output>
      ) : (
        <Composer
          key={mode?.kind === 'edit' ? mode.message.id : `draft-${scheduled}`}
          words={{
            form: t('composer.label', { channel: channel.name }),
            field: t('composer.input', { channel: channel.name }),
            placeholder: t('composer.placeholder', { channel: channel.name }),
          }}
          draft={channel.id}
          mode={mode}
          onModeEnd={() => setMode(undefined)}
          onField={onField}
          onEditLast={() => control.current?.editLast() ?? false}
          post={post}
          check={check}
          commands={slash.commands}
          onWriting={onWriting}
          tray={<TrayView items={tray.items} onRemove={tray.remove} />}
          laden={tray.items.length > 0}
          tools={
            <>
              <AttachButton onFiles={tray.add} />
              <IconButton
                label={t('poll.new')}
                icon={<ChartNoAxesColumn size={16} />}
                onPress={() => setAsking(true)}
              />
              <IconButton
                label={t('schedule.open')}
                icon={<Clock size={16} />}
                onPress={() => setLater(true)}
              />
            </>
          }
        />
      )}
      {later ? (
        <Suspense fallback={null}>
          <ScheduleSheet
            space={space.id}
            channel={channel}
            text={desk.readDraft(channel.id)}
            onDone={() => {
              desk.writeDraft(channel.id, '');
              setScheduled(scheduled + 1);
              setLater(false);
            }}
            onClose={() => setLater(false)}
          />
        </Suspense>
      ) : null}
      {asking ? <PollSheet channel={channel} onClose={() => setAsking(false)} /> : null}
    </DropArea>
  );
};
