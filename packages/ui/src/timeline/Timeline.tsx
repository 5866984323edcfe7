import type { Message } from '@plexi/operations';
import { ArrowDown, ArrowUp } from 'lucide-react';
import {
  type Ref,
  useEffect,
  useEffectEvent,
  useImperativeHandle,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
} from 'react';
import { type Failure, toFailure } from '../connection/failure.ts';
import { Button } from '../controls/Button.tsx';
import { Waiting } from '../controls/Waiting.tsx';
import { FailureNotice } from '../notice/FailureNotice.tsx';
import { useTexts } from '../texts/TextsProvider.tsx';
import { useKept } from '../vault/DeskProvider.tsx';
import type { ChannelTimeline } from './channel-timeline.ts';
import { EmptyChannel, type EmptyChannelProps } from './EmptyChannel.tsx';
import { estimateRow } from './estimate-row.ts';
import { JumpToDate } from './JumpToDate.tsx';
import { type ListControl, MessageList } from './MessageList.tsx';
import { MessageStages } from './MessageStages.tsx';
import { useMessageTools } from './message-tools.ts';
import { usePlace } from './PlaceProvider.tsx';
import { TimelineRowView } from './TimelineRowView.tsx';
import { toRows } from './timeline-rows.ts';
import { useArrivals } from './use-arrivals.ts';
import { useJump } from './use-jump.ts';
import { type Opening, useOpening } from './use-opening.ts';
import { useTrustChanges } from './use-trust-changes.ts';

export interface TimelineControl {
  /** Back to the newest message: what was just written is there. */
  goToEnd: () => void;
  /** Begins to edit the last message of one's own. Gives back whether there is one. */
  editLast: () => boolean;
}

export interface TimelineProps {
  timeline: ChannelTimeline;
  channel: { id: string; name: string };
  readOnly: boolean;
  empty: Omit<EmptyChannelProps, 'channel'>;
  control: Ref<TimelineControl>;
  onCompose: (kind: 'answer' | 'edit', message: Message) => void;
}

/** What was written in a channel. Mounted anew for each channel. */
export const Timeline = ({ timeline, channel, readOnly, empty, control, onCompose }: TimelineProps) => {
  const t = useTexts();
  const { unreads } = useKept();
  const { self, space } = usePlace();
  const state = useSyncExternalStore(timeline.subscribe, timeline.snapshot);
  const [failure, setFailure] = useState<Failure>();
  const [atEnd, setAtEnd] = useState(true);
  const list = useRef<ListControl>(null);
  const isAtNewest = atEnd && state.newest;
  const { opening, reopen } = useOpening({ timeline, unreads, channel: channel.id, onFailure: setFailure });
  const { unreadFrom, waiting, missed, announcement, onVisible, onLeap } = useArrivals({
    timeline,
    state,
    unreads,
    channel: channel.id,
    atEnd: isAtNewest,
    opening,
    onMissed: reopen,
  });
  const changes = useTrustChanges(space.id, channel.id, state);
  const rows = useMemo(
    () =>
      opening === undefined
        ? []
        : toRows(state.messages, unreadFrom, state.newest ? state.outgoing : [], changes),
    [opening, state.messages, state.outgoing, state.newest, unreadFrom, changes],
  );
  const showFirst = useEffectEvent(({ from }: Opening) => {
    if (from !== undefined) list.current?.showFrom(from);
  });
  useEffect(() => {
    if (opening !== undefined) showFirst(opening);
  }, [opening]);
  const used = useMessageTools({
    channel: channel.id,
    where: 'channel',
    readOnly,
    onChange: (message) => timeline.change([message]),
    onCompose,
  });
  const { tools } = used;
  const show = (id: string): void => list.current?.showMessage(id);
  const marked = useJump({
    timeline,
    channel: channel.id,
    ready: opening !== undefined,
    onShow: show,
    onFailure: setFailure,
  });
  const markRead = async (): Promise<void> => {
    try {
      const place = unreads.all().get(channel.id);
      await unreads.readAll(place?.space ?? space.id, channel.id);
    } catch (error) {
      setFailure(toFailure(error));
    }
  };

  const goToEnd = async (): Promise<void> => {
    setFailure(await timeline.loadNewest());
    onLeap();
    list.current?.scrollToEnd();
    setAtEnd(true);
  };
  useImperativeHandle(control, () => ({
    goToEnd: () => void goToEnd(),
    editLast: () => {
      const last = state.messages.findLast((message) => message.own && message.kind === 'post');
      if (last === undefined || last.deleted === true || last.poll !== undefined) return false;
      onCompose('edit', last);
      return true;
    },
  }));

  const isEmpty = state.loaded && opening !== undefined && rows.length === 0;
  return (
    <div className="timeline" data-reading={!isAtNewest}>
      <FailureNotice failure={failure} onRetry={() => void timeline.refresh().then(setFailure)} />
      {isEmpty ? (
        <div
          className="message-list"
          role="log"
          aria-live="off"
          aria-label={t('timeline.label', { channel: channel.name })}
        >
          <EmptyChannel {...empty} channel={channel.name} />
        </div>
      ) : (
        <MessageList
          label={t('timeline.label', { channel: channel.name })}
          rows={rows}
          estimate={estimateRow}
          newest={state.newest}
          from={opening?.from}
          control={list}
          start={
            state.loaded && opening !== undefined ? (
              state.complete ? (
                t('timeline.start', { channel: channel.name })
              ) : state.messages[0]?.earlierComing === true ? null : (
                t('timeline.older')
              )
            ) : (
              <Waiting>{t('timeline.loading')}</Waiting>
            )
          }
          renderRow={(row) => (
            <TimelineRowView
              row={row}
              tools={tools}
              marked={row.key === marked}
              self={self}
              onRead={waiting > 0 && !isAtNewest ? () => void markRead() : undefined}
            />
          )}
          onStart={() => void timeline.loadOlder().then((problem) => problem && setFailure(problem))}
          onEnd={() => void timeline.loadNewer().then((problem) => problem && setFailure(problem))}
          onAtEnd={setAtEnd}
          onVisible={onVisible}
          onKey={(id, event) => {
            const message = state.messages.find((one) => one.id === id);
            return message !== undefined && tools.press(message, event.key);
          }}
        />
      )}
      {isEmpty ? null : isAtNewest ? (
        waiting > 0 && missed ? (
          <div className="timeline-way" data-to="first">
            <Button look="primary" icon={<ArrowUp size={16} />} onPress={reopen}>
              {t('timeline.above', { count: waiting })}
            </Button>
          </div>
        ) : null
      ) : (
        <div className="timeline-way" data-to="end">
          <Button
            look={waiting > 0 ? 'primary' : 'plain'}
            icon={<ArrowDown size={16} />}
            onPress={() => void goToEnd()}
          >
            {waiting > 0 ? t('timeline.waiting', { count: waiting }) : t('timeline.end')}
          </Button>
        </div>
      )}
      {isEmpty ? null : <JumpToDate channel={channel.id} />}
      <MessageStages {...used} onHidden={(message) => timeline.hide(message.id)} />
      <p className="unseen" aria-live="polite">
        {announcement}
      </p>
    </div>
  );
};
