import { useEffect, useEffectEvent, useRef, useState } from 'react';
import type { Unreads } from '../awareness/unreads.ts';
import type { Failure } from '../connection/failure.ts';
import { useLinkState } from '../connection/PeerProvider.tsx';
import type { ChannelTimeline } from './channel-timeline.ts';
import { firstUnseen } from './reading.ts';

/** How a channel was found when it was opened. */
export interface Opening {
  /** The clock up to which it was read. */
  after: number;
  /** The message that it is shown from: the first unread one. */
  from: string | undefined;
}

export interface OpeningOptions {
  timeline: ChannelTimeline;
  unreads: Unreads;
  channel: string;
  onFailure: (failure: Failure | undefined) => void;
}

const lastClock = (timeline: ChannelTimeline): number => timeline.snapshot().messages.at(-1)?.clock ?? -1;

/** Opens a channel where its reader left off: once, so that nothing jumps when it is read elsewhere meanwhile. */
export const useOpening = ({ timeline, unreads, channel, onFailure }: OpeningOptions) => {
  const link = useLinkState();
  const [opening, setOpening] = useState<Opening | undefined>(() =>
    // Where nothing waits, or nothing can be asked, what is held is shown at once.
    timeline.snapshot().loaded &&
    (link !== 'connected' || (timeline.isAsLeft() && unreads.isSettled() && !unreads.all().has(channel)))
      ? { after: lastClock(timeline), from: undefined }
      : undefined,
  );
  const live = useRef(false);
  useEffect(() => {
    live.current = true;
    return () => {
      live.current = false;
      timeline.leave();
    };
  }, [timeline]);

  const going = useRef(false);
  const open = async (): Promise<void> => {
    if (going.current) return;
    going.current = true;
    const missing = await timeline.refresh();
    // In this order: what arrives between the two is past the clock, and new.
    const clock = lastClock(timeline);
    await unreads.settle();
    const waiting = unreads.all().get(channel);
    const failure = waiting?.first === undefined ? missing : await timeline.openAt(waiting.first);
    going.current = false;
    if (!live.current) return;
    onFailure(failure);
    const state = timeline.snapshot();
    const first = state.messages.find(({ id }) => id === waiting?.first);
    const after = first === undefined ? (waiting?.mark ?? clock) : first.clock - 1;
    setOpening({ after, from: firstUnseen(state, { clock: after })?.id });
  };
  const arrive = useEffectEvent((connected: boolean) => {
    if (!connected) return;
    if (opening === undefined) void open();
    else void timeline.refresh().then(onFailure);
  });
  useEffect(() => arrive(link === 'connected'), [link]);
  return { opening, reopen: () => void open() };
};
