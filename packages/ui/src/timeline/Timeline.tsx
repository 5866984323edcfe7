import { ArrowDown } from 'lucide-react';
import { useEffect, useEffectEvent, useMemo, useState, useSyncExternalStore } from 'react';
import type { Failure } from '../connection/failure.ts';
import { useLinkState } from '../connection/PeerProvider.tsx';
import { Button } from '../controls/Button.tsx';
import { Waiting } from '../controls/Waiting.tsx';
import { FailureNotice } from '../notice/FailureNotice.tsx';
import { useTexts } from '../texts/TextsProvider.tsx';
import { useKept } from '../vault/DeskProvider.tsx';
import { EmptyChannel, type EmptyChannelProps } from './EmptyChannel.tsx';
import { findUnread, groupMessages } from './group-messages.ts';
import { MessageGroupRow, OutgoingRow } from './MessageGroupRow.tsx';
import { sayDay } from './say-time.ts';
import type { ChannelTimeline } from './timelines.ts';
import { useArrivals } from './use-arrivals.ts';
import { useMessageFocus } from './use-message-focus.ts';
import { useReaderPlace } from './use-reader-place.ts';

export interface TimelineProps {
  timeline: ChannelTimeline;
  channel: { id: string; name: string };
  self: { account: string; name: string };
  empty: Omit<EmptyChannelProps, 'channel'>;
}

/** What was written in a channel. Mounted anew for each channel. */
export const Timeline = ({ timeline, channel, self, empty }: TimelineProps) => {
  const t = useTexts();
  const link = useLinkState();
  const { desk } = useKept();
  const state = useSyncExternalStore(timeline.subscribe, timeline.snapshot);
  const [failure, setFailure] = useState<Failure>();
  const { list, atEnd, goToEnd, onScroll } = useReaderPlace(state, () => {
    if (state.loaded && !state.complete) void timeline.loadOlder().then(setFailure);
  });
  const { unreadAfter, waiting, announcement } = useArrivals(
    timeline,
    state,
    atEnd,
    desk.readMark(channel.id),
  );
  const unreadFrom = findUnread(state.messages, unreadAfter);
  const rows = useMemo(() => groupMessages(state.messages, unreadFrom), [state.messages, unreadFrom]);

  useMessageFocus(list);
  const refresh = useEffectEvent((shown: ChannelTimeline) => void shown.refresh().then(setFailure));
  useEffect(() => {
    if (link === 'connected') refresh(timeline);
  }, [link, timeline]);

  const isEmpty = state.loaded && state.messages.length === 0 && state.outgoing.length === 0;
  return (
    <div className="timeline">
      <div
        className="timeline-list"
        ref={list}
        onScroll={onScroll}
        role="log"
        aria-live="off"
        aria-label={t('timeline.label', { channel: channel.name })}
        tabIndex={0}
      >
        <div className="timeline-rows">
          {state.loaded ? null : <Waiting>{t('timeline.loading')}</Waiting>}
          <FailureNotice failure={failure} onRetry={() => void timeline.refresh().then(setFailure)} />
          {state.loaded && !state.complete ? <p className="timeline-start">{t('timeline.older')}</p> : null}
          {isEmpty ? <EmptyChannel {...empty} channel={channel.name} /> : null}
          {state.complete && !isEmpty ? (
            <p className="timeline-start">{t('timeline.start', { channel: channel.name })}</p>
          ) : null}
          {rows.map((row) => {
            if (row.type === 'day')
              return (
                <h3 key={row.key} className="day">
                  <span>{sayDay(row.date, t.locale)}</span>
                </h3>
              );
            if (row.type === 'new')
              return (
                <p key={row.key} className="new-line">
                  <span>{t('timeline.new')}</span>
                </p>
              );
            return <MessageGroupRow key={row.key} group={row} />;
          })}
          {state.outgoing.map((one) => (
            <OutgoingRow
              key={one.key}
              id={one.key}
              account={self.account}
              name={self.name}
              text={one.text}
              time={one.time}
            />
          ))}
        </div>
      </div>
      {atEnd ? null : (
        <div className="to-end">
          <Button look={waiting > 0 ? 'primary' : 'plain'} icon={<ArrowDown size={16} />} onPress={goToEnd}>
            {waiting > 0 ? t('timeline.waiting', { count: waiting }) : t('timeline.end')}
          </Button>
        </div>
      )}
      <p className="unseen" aria-live="polite">
        {announcement}
      </p>
    </div>
  );
};
