import { useEffect, useState, useSyncExternalStore } from 'react';
import { useTexts } from '../texts/TextsProvider.tsx';
import type { ChannelTimeline } from './channel-timeline.ts';
import type { TimelineState } from './timeline-state.ts';

export interface Arrivals {
  /** The clock after which messages are new to the reader: where the line stands. */
  unreadAfter: number | undefined;
  /** Messages by others below what the reader looks at. */
  waiting: number;
  /** For screen readers: what just arrived. */
  announcement: string;
}

const subscribeToVisibility = (listener: () => void): (() => void) => {
  document.addEventListener('visibilitychange', listener);
  window.addEventListener('focus', listener);
  window.addEventListener('blur', listener);
  return () => {
    document.removeEventListener('visibilitychange', listener);
    window.removeEventListener('focus', listener);
    window.removeEventListener('blur', listener);
  };
};
const isLooking = (): boolean => document.visibilityState === 'visible' && document.hasFocus();

/** Watches what comes in against what the reader has seen. `mark` is how far they had read when the channel opened. */
export const useArrivals = (
  timeline: ChannelTimeline,
  state: TimelineState,
  atEnd: boolean,
  mark: number | undefined,
): Arrivals => {
  const t = useTexts();
  const looking = useSyncExternalStore(subscribeToVisibility, isLooking);
  const last = state.messages.at(-1);
  const lastClock = last?.clock;
  const seesAll = atEnd && looking && state.loaded;
  const [seen, setSeen] = useState(mark);
  const [line, setLine] = useState(mark);
  const [wasSeeing, setWasSeeing] = useState(true);

  // The line stands where the reader left off, until they leave again.
  if (seesAll !== wasSeeing) {
    setWasSeeing(seesAll);
    if (!seesAll && state.loaded) setLine(seen);
  }
  if (seesAll && lastClock !== undefined && lastClock > (seen ?? -1)) setSeen(lastClock);

  useEffect(() => {
    timeline.setReading(!atEnd);
    return () => timeline.setReading(false);
  }, [timeline, atEnd]);
  useEffect(() => {
    if (seesAll && lastClock !== undefined) timeline.markRead();
  }, [timeline, seesAll, lastClock]);

  const [announced, setAnnounced] = useState<{ clock: number; words: string }>();
  if (state.loaded && last !== undefined && last.clock > (announced?.clock ?? -1)) {
    // The first page is read by whoever wants to; only what comes after it is said.
    const isNews = announced !== undefined && !last.own && last.kind === 'post';
    setAnnounced({
      clock: last.clock,
      words: isNews ? t('timeline.said', { name: last.author, text: last.text.slice(0, 300) }) : '',
    });
  }

  const waiting = state.messages.filter((message) => !message.own && message.clock > (seen ?? -1)).length;
  return { unreadAfter: line, waiting: atEnd ? 0 : waiting, announcement: announced?.words ?? '' };
};
