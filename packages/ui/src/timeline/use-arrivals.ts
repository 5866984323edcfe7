import { useEffect, useEffectEvent, useRef, useState, useSyncExternalStore } from 'react';
import type { Sight, Unreads } from '../awareness/unreads.ts';
import { useTexts } from '../texts/TextsProvider.tsx';
import type { ChannelTimeline } from './channel-timeline.ts';
import {
  firstUnseen,
  hasMissed,
  isBefore,
  isInSight,
  lastUnseen,
  readUpTo,
  type Seen,
  seenUpTo,
} from './reading.ts';
import type { TimelineState } from './timeline-state.ts';
import { useLooking } from './use-looking.ts';
import type { Opening } from './use-opening.ts';

export interface Arrivals {
  /** The first message that is new to the reader: the line stands over it. */
  unreadFrom: string | undefined;
  /** Messages by others that were not read yet. */
  waiting: number;
  /** Whether some that arrived late stand before what was read. */
  missed: boolean;
  /** For screen readers: what just arrived. */
  announcement: string;
  /** Tells what can be read now. */
  onVisible: (shown: Sight | undefined) => void;
  /** The reader goes to the end of their own accord: what they pass on the way they don't want to see. */
  onLeap: () => void;
}

export interface ArrivalsOptions {
  timeline: ChannelTimeline;
  state: TimelineState;
  unreads: Unreads;
  channel: string;
  /** Whether the newest message is in sight. */
  atEnd: boolean;
  opening: Opening | undefined;
  /** More came than is in sight, and not because the reader went past it. */
  onMissed: () => void;
}

/** Milliseconds in which what arrives comes to rest: what runs past the reader meanwhile was not read. */
const REST_MS = 250;

const NOTHING_SEEN: Seen = { clock: -1 };
const seenAt = (opening: Opening | undefined): Seen =>
  opening === undefined ? NOTHING_SEEN : { clock: opening.after };

/** Watches what comes in against what the reader has seen: what was in sight while the window had their attention. */
export const useArrivals = (options: ArrivalsOptions): Arrivals => {
  const { timeline, state, unreads, channel, atEnd, opening, onMissed } = options;
  const t = useTexts();
  const looking = useLooking();
  const all = useSyncExternalStore(unreads.subscribe, unreads.all);
  const cleared = useSyncExternalStore(unreads.subscribe, () => unreads.cleared(channel));
  const last = state.messages.at(-1);
  /** It may lie before what was read: some messages arrive late. */
  const first = all.get(channel)?.first;
  const [began, setBegan] = useState<Opening>();
  const [seen, setSeen] = useState(NOTHING_SEEN);
  const [line, setLine] = useState<Seen>();
  const [wasCleared, setWasCleared] = useState(cleared);
  const [wasSeeing, setWasSeeing] = useState(false);
  const [sight, setSight] = useState<Sight>();
  const wasAtEnd = useRef(true);
  const resting = useRef<ReturnType<typeof setTimeout>>(undefined);

  if (opening !== began) {
    setBegan(opening);
    setSeen(seenAt(opening));
    setLine(opening && seenAt(opening));
  }
  if (cleared !== wasCleared) {
    setWasCleared(cleared);
    setLine(undefined);
    const end = lastUnseen(state, seen);
    if (state.newest && end !== undefined) setSeen(seenUpTo(end));
  }
  // The line stands where the reader left off, until they leave again.
  const seesAll = atEnd && looking && state.loaded && opening !== undefined;
  if (seesAll !== wasSeeing) {
    setWasSeeing(seesAll);
    if (!seesAll) setLine(seen);
  }

  const lateInSight = first !== undefined && sight !== undefined && isInSight(state, first, sight);
  const look = useEffectEvent((): void => {
    if (!looking || opening === undefined || sight === undefined) return;
    const { messages } = state;
    if (!messages.some(({ id }) => id === sight.first)) return;
    // Whoever goes to the end wants to be there; whoever was there wants to see what comes.
    const stayed = atEnd && wasAtEnd.current;
    wasAtEnd.current = atEnd;
    if (stayed && hasMissed(state, seen, sight)) {
      onMissed();
      return;
    }
    const upTo = atEnd ? lastUnseen(state, seen) : readUpTo(state, seen, sight);
    if (upTo !== undefined) {
      setSeen(seenUpTo(upTo));
      timeline.markRead({ first: sight.first, last: upTo.id });
    } else if (lateInSight) timeline.markRead(sight);
  });
  useEffect(() => {
    if (!looking || opening === undefined || sight === undefined || !state.loaded) return;
    resting.current ??= setTimeout(
      () => {
        resting.current = undefined;
        look();
      },
      atEnd && !lateInSight ? REST_MS : 0,
    );
  }, [looking, atEnd, opening, state, sight, lateInSight]);
  useEffect(
    () => () => {
      clearTimeout(resting.current);
      resting.current = undefined;
    },
    [],
  );
  useEffect(() => {
    timeline.setReading(!atEnd);
    return () => timeline.setReading(false);
  }, [timeline, atEnd]);

  const [announced, setAnnounced] = useState<{ clock: number; words: string }>();
  if (state.loaded && last !== undefined && last.clock > (announced?.clock ?? -1)) {
    // The first page is read by whoever wants to; only what comes after it is said.
    const isNews = announced !== undefined && !last.own && last.kind === 'post';
    setAnnounced({
      clock: last.clock,
      words: isNews ? t('timeline.said', { name: last.author, text: last.text.slice(0, 300) }) : '',
    });
  }

  return {
    unreadFrom: line === undefined ? undefined : firstUnseen(state, line)?.id,
    waiting: all.get(channel)?.unread ?? 0,
    missed: first !== undefined && isBefore(state, first, seen),
    announcement: announced?.words ?? '',
    onVisible: setSight,
    onLeap: () => {
      wasAtEnd.current = false;
    },
  };
};
